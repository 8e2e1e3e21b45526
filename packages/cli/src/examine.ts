import { accessSync, constants, existsSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { probeContainment } from "@backwright/supervisor";
import { openCatalog } from "./catalog.ts";
import type { Context } from "./command.ts";

/** `limited`: it works, and the detail says what cannot be promised. */
export interface Finding {
  readonly name: string;
  readonly result: "ok" | "limited" | "missing";
  readonly detail: string;
}

const tools = [
  { name: "bash", result: "missing", without: "needed to run verification steps" },
  { name: "curl", result: "missing", without: "needed by verification steps" },
  { name: "git", result: "limited", without: "changes are told from a snapshot of the files instead" },
  { name: "npm", result: "limited", without: "needed for projects that use npm" },
] as const;

/** What `doctor` looks at. Starts nothing but the supervisor's own probes. */
export async function examine(context: Context): Promise<readonly Finding[]> {
  const { dir, env } = context;
  return [
    nodeVersion(),
    ...tools.map((tool) => toolFinding(tool, env)),
    ...(await containment()),
    ...folder(dir),
    await adapters(dir),
  ];
}

function nodeVersion(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const enough = major > 22 || (major === 22 && minor >= 12);
  const detail = enough ? process.version : `${process.version} is too old; 22.12 or newer is needed`;
  return { name: "node", result: enough ? "ok" : "missing", detail };
}

function toolFinding(tool: (typeof tools)[number], env: NodeJS.ProcessEnv): Finding {
  const file = findOnPath(tool.name, env);
  if (file === null) return { name: tool.name, result: tool.result, detail: `not found on PATH: ${tool.without}` };
  return { name: tool.name, result: "ok", detail: file };
}

function findOnPath(name: string, env: NodeJS.ProcessEnv): string | null {
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, name)).find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true && allows(file, constants.X_OK);
}

function allows(file: string, mode: number): boolean {
  try {
    accessSync(file, mode);
    return true;
  } catch {
    return false;
  }
}

async function containment(): Promise<readonly Finding[]> {
  const probe = await probeContainment();
  return probe.tiers.map((tier) => ({
    name: `containment ${tier.tier}`,
    result: tier.usable ? "ok" : "limited",
    detail: tier.tier === probe.best ? `in use: ${tier.reason}` : tier.reason,
  }));
}

function folder(dir: string): readonly Finding[] {
  if (!existsSync(dir)) return [{ name: "folder", result: "missing", detail: `there is no ${dir}` }];
  const writable = allows(dir, constants.W_OK);
  const git = existsSync(join(dir, ".git"));
  return [
    { name: "folder", result: writable ? "ok" : "missing", detail: writable ? dir : `${dir} cannot be written to` },
    {
      name: "git repository",
      result: git ? "ok" : "limited",
      detail: git ? "yes" : "this folder is the root of none: nothing can be taken back with git",
    },
  ];
}

async function adapters(dir: string): Promise<Finding> {
  const { entries } = await openCatalog(dir);
  if (entries.length === 0) return { name: "adapters", result: "missing", detail: "none is installed" };
  return {
    name: "adapters",
    result: "ok",
    detail: entries.map((entry) => `${entry.name} ${entry.version}`).join(", "),
  };
}
