import { fileURLToPath } from "node:url";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { loadTask, planTask } from "@backwright/core";
import type { BlueprintInput, Detection, Plan, ProjectReader } from "@backwright/core";
import { memoryProject } from "@backwright/core/testing";
import { verification } from "../../src/verification.ts";

export const examples: string = fileURLToPath(new URL("../../../../examples/", import.meta.url));

/** The app in `examples/express-notes`, as a fresh clone holds it, with some files changed or, with `null`, left out. */
export function exampleFiles(changes: Readonly<Record<string, string | null>> = {}): Record<string, string> {
  const root = join(examples, "express-notes");
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((path) => !/^(node_modules|dist)\/|\.db/.test(path));
  const files: Record<string, string> = Object.fromEntries(
    paths.map((path) => [path, readFileSync(join(root, path), "utf8")]),
  );
  for (const [path, text] of Object.entries(changes)) {
    if (text === null) {
      delete files[path];
    } else {
      files[path] = text;
    }
  }
  return files;
}

export const detection: Detection = {
  dir: ".",
  language: "typescript",
  framework: { name: "express", version: "5.3.0" },
  packageManager: "npm",
  databases: ["sqlite"],
  orms: ["drizzle"],
  auth: [],
  apiStyles: ["rest"],
  validation: ["zod"],
  entry: "source/main.ts",
  ports: [],
  confidence: 1,
  evidence: [],
};

/** The plan of a task, by default `examples/tasks/express-notes.yaml`, for an app. */
export async function examplePlan(
  project: ProjectReader,
  source = join(examples, "tasks/express-notes.yaml"),
): Promise<Plan> {
  const { task } = await loadTask({ source, dir: examples });
  const errors = await verification.errors(project, detection);
  return planTask(task, { backend: null, errors, file: "express-notes.yaml", lineOf: () => 1 });
}

/** @param generated files that an earlier run of the same task has written */
export async function exampleInput(
  files: Readonly<Record<string, string>>,
  generated: ReadonlySet<string> = new Set(),
): Promise<BlueprintInput> {
  const project = memoryProject(files);
  return { project, plan: await examplePlan(project), detection, generated };
}
