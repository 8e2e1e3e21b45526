import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadTask, planTask } from "@backwright/core";
import type { BlueprintInput, Detection } from "@backwright/core";
import { memoryProject } from "@backwright/core/testing";
import { expect } from "vitest";
import { refuseExistingApp, writeExistingApp } from "../../../src/blueprint/existing-app.ts";
import { verification } from "../../../src/verification.ts";
import { detection as plain, examples } from "../existing-support.ts";

export type Files = Readonly<Record<string, string>>;

/** The files of an application in `test/fixtures`, with some changed or, with `null`, left out. */
export function fixtureFiles(name: string, changes: Readonly<Record<string, string | null>> = {}): Files {
  const root = fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((path) => !path.startsWith("node_modules/"));
  const own = Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), "utf8")]));
  return Object.fromEntries(
    Object.entries({ ...own, ...changes }).filter((entry): entry is [string, string] => entry[1] !== null),
  );
}

export const tasks = {
  notebooks: join(examples, "tasks/express-notes.yaml"),
  library: fileURLToPath(new URL("../tasks/library.yaml", import.meta.url)),
  bookcases: fileURLToPath(new URL("../tasks/bookcases.yaml", import.meta.url)),
  catalogue: fileURLToPath(new URL("../tasks/catalogue.yaml", import.meta.url)),
  reviews: fileURLToPath(new URL("../tasks/reviews.yaml", import.meta.url)),
  models: fileURLToPath(new URL("../tasks/models.yaml", import.meta.url)),
  boards: fileURLToPath(new URL("../tasks/boards.yaml", import.meta.url)),
  defaults: fileURLToPath(new URL("../tasks/defaults.yaml", import.meta.url)),
} as const;

export interface Application {
  readonly files: Files;
  readonly task?: string;
  /** The version of Express. */
  readonly version?: string;
  readonly generated?: ReadonlySet<string>;
  readonly environment?: Readonly<Record<string, string>>;
}

export async function inputFor(application: Application): Promise<BlueprintInput> {
  const { files, task: source = tasks.notebooks, version = "5.3.0", generated = new Set(), environment } = application;
  const project = memoryProject(files);
  const detection: Detection = { ...plain, framework: { name: "express", version } };
  const { task } = await loadTask({ source, dir: examples });
  const errors = await verification.errors(project, detection);
  const store = (await verification.store?.(project, detection)) ?? "tables";
  const plan = planTask(task, { backend: null, errors, store, file: "task.yaml", lineOf: () => 1 });
  return { project, plan, detection, generated, ...(environment === undefined ? {} : { environment }) };
}

/** What a task becomes in an app; the same again gives the same bytes, and on its own result no change. */
export async function write(application: Application): Promise<ReadonlyMap<string, string>> {
  const { files } = await writeExistingApp(await inputFor(application));
  const again = await writeExistingApp(await inputFor(application));
  expect(again.files).toEqual(files);
  const after = { ...application.files, ...Object.fromEntries(files.map(({ path, content }) => [path, content])) };
  const generated = new Set(files.flatMap(({ path, kind }) => (kind === "generated" ? [path] : [])));
  const onResult = await writeExistingApp(await inputFor({ ...application, files: after, generated }));
  expect(onResult.files.filter(({ path, content }) => after[path] !== content)).toEqual([]);
  return new Map(files.map(({ path, content }) => [path, content]));
}

/** What a task becomes in an app, written once. */
export async function writeOnce(application: Application): Promise<ReadonlyMap<string, string>> {
  const { files } = await writeExistingApp(await inputFor(application));
  return new Map(files.map(({ path, content }) => [path, content]));
}

/** All that is written, one file below the other. */
export function asOneText(files: ReadonlyMap<string, string>): string {
  return [...files].map(([path, content]) => `--- ${path}\n${content}`).join("\n");
}

const ofLayer =
  /migrations\/|\.prisma$|drizzle\/.*sql$|repositor|\.store|models?\/|entities\/|data-source|tables|-setup|set-role|refuse-?duplicates|\.config|mocharc|orders\.test|rate-limit\.test/i;

/** The files in which a layer has a hand. */
export function layerOf(files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...files].filter(([path]) => ofLayer.test(path)));
}

export async function reasons(application: Application): Promise<readonly string[]> {
  return refuseExistingApp(await inputFor(application)).map(({ reason }) => reason);
}
