import type { Command, ProjectReader } from "@backwright/core";
import { parse } from "yaml";
import { joinPath } from "../app-files.ts";
import { runArgv } from "../package-manager.ts";
import type { PackageManager } from "../package-manager.ts";

/** A target of a Makefile, justfile or Taskfile, or a script of a manifest. */
export interface Target {
  readonly name: string;
  readonly program: "make" | "just" | "task" | "pipenv" | "pdm" | "poe" | "taskipy" | "hatch";
  /** What it needs first, by name. */
  readonly needs: readonly string[];
  /** What it runs, that of the targets that it needs included. */
  readonly recipe: string;
  readonly file: string;
  readonly line: number;
  readonly dir: string;
}

/** The targets that a folder's task files define. */
export function readTargets(project: ProjectReader, dir: string): Target[] {
  return [
    ...lined(project, dir, ["Makefile", "makefile", "GNUmakefile"], "make"),
    ...lined(project, dir, ["justfile", "Justfile", ".justfile"], "just"),
    ...fromTaskfile(project, dir),
  ];
}

const heads = {
  make: /^([A-Za-z0-9][\w.\-/]*(?:[ \t]+[A-Za-z0-9][\w.\-/]*)*)[ \t]*::?(?!=)/,
  just: /^@?([A-Za-z][\w-]*)(?:[ \t]+[^:=\n]*)?:(?!=)/,
} as const;

function lined(project: ProjectReader, dir: string, names: readonly string[], program: "make" | "just"): Target[] {
  const file = names.map((name) => joinPath(dir, name)).find((path) => project.has(path));
  const given = file === undefined ? "" : (project.read(file) ?? "");
  const lines = (program === "make" ? expanded(given) : given).split(/\r?\n/);
  const targets: Target[] = [];
  for (const [index, text] of lines.entries()) {
    const found = heads[program].exec(text)?.[1];
    if (found === undefined) {
      continue;
    }
    const recipe: string[] = [];
    for (let next = index + 1; next < lines.length && /^(\s+\S|\s*$)/.test(lines[next] ?? ""); next++) {
      recipe.push((lines[next] ?? "").trim());
    }
    const needs = text
      .slice(text.indexOf(":") + 1)
      .replace(/[;#].*/, "")
      .split(/[|\s]+/)
      .filter((word) => word !== "");
    const short = program === "make" ? (/^[^#;]*;(.*)/.exec(text)?.[1] ?? "").trim() : "";
    for (const name of found.split(/[ \t]+/)) {
      const body = [short, ...recipe].join("\n").trim();
      targets.push({ name, program, needs, recipe: body, file: file ?? "", line: index + 1, dir });
    }
  }
  return targets.map((target) => ({ ...target, recipe: everything(target, targets) }));
}

/** The text with its plain variables put in: what runs containers often is one. */
function expanded(text: string): string {
  const variables = new Map(
    [...text.matchAll(/^(\w+)[ \t]*[:?]?:?=[ \t]*([^\n$#]*?)[ \t]*$/gm)].map((match) => [
      match[1] ?? "",
      (match[2] ?? "").replace(/^"(.*)"$/, "$1"),
    ]),
  );
  return text.replace(/\$[({](\w+)[)}]/g, (whole, name: string) => variables.get(name) ?? whole);
}

/** What a target runs, with all that it needs first. */
function everything(target: Target, targets: readonly Target[], seen: Set<string> = new Set()): string {
  seen.add(target.name);
  const before = targets.filter(({ name }) => target.needs.includes(name) && !seen.has(name));
  return [...before.map((needed) => everything(needed, targets, seen)), target.recipe].join("\n").trim();
}

function fromTaskfile(project: ProjectReader, dir: string): Target[] {
  const file = ["Taskfile.yml", "Taskfile.yaml", "taskfile.yml"]
    .map((name) => joinPath(dir, name))
    .find((path) => project.has(path));
  const text = file === undefined ? null : project.read(file);
  if (file === undefined || text === null) {
    return [];
  }
  let tasks: unknown;
  try {
    tasks = (parse(text, { logLevel: "silent" }) as { tasks?: unknown } | null)?.tasks;
  } catch {
    return [];
  }
  const lines = text.split("\n");
  return Object.entries((tasks as Record<string, unknown> | null | undefined) ?? {}).map(([name, value]) => {
    const line = lines.findIndex((candidate) => candidate.trimStart().startsWith(`${name}:`)) + 1 || 1;
    return { name, program: "task", needs: [], recipe: recipeOf(value), file, line, dir };
  });
}

function recipeOf(value: unknown): string {
  if (typeof value === "string") {
    return value;
  }
  const list = Array.isArray(value) ? value : (value as { cmds?: unknown } | null)?.cmds;
  const single = (value as { cmd?: unknown } | null)?.cmd;
  return [...(Array.isArray(list) ? list : []), ...(single === undefined ? [] : [single])]
    .filter((item) => typeof item === "string")
    .join("\n");
}

const elsewhere = /\b(docker|compose|docker-compose|podman|kubectl|helm|ssh|vagrant|terraform|heroku)\b/;
const otherLanguage = /^\s*(?:(?:cd|@?echo)\s[^\n]*\n)*\s*@?(npm|pnpm|yarn|bun|npx|go|cargo)\s[^\n]*$/;
const watching = /--reload|\bfastapi dev\b|--auto-?reload\b|--watch\b|\bptw\b|pytest-watch|\bwatchmedo\b|\bnodemon\b/;
const fixing = /--fix\b|\bblack\b(?![^\n]*--check)|ruff format(?![^\n]*--(check|diff))|autopep8|--in-place/;

interface Wanted {
  /** Without what watches files. */
  readonly plain: boolean;
  /** Also one that changes files. */
  readonly fixing: boolean;
}

/** The target for a purpose: the first of the names; none that needs containers, and none that changes files unless asked for. */
export function chooseTarget(
  targets: readonly Target[],
  names: readonly string[],
  { plain, fixing: alsoFixing }: Wanted,
): Target | null {
  const fitting = names
    .flatMap((name) => targets.filter((target) => plainName(target.name) === plainName(name)))
    .filter(
      ({ recipe }) =>
        recipe !== "" && !elsewhere.test(recipe) && !otherLanguage.test(recipe) && !(plain && watching.test(recipe)),
    );
  return fitting.find(({ recipe }) => !fixing.test(recipe)) ?? (alsoFixing ? (fitting[0] ?? null) : null);
}

/** `test:unit`, `test/unit` and `test_unit` say the same as `test-unit`. */
function plainName(name: string): string {
  return name.replace(/[:/._]/g, "-");
}

/** How a target is called, in the environment of the package manager where it stands there. */
export function targetArgv({ program, name }: Target, manager: PackageManager): Command["argv"] {
  switch (program) {
    case "pipenv":
    case "pdm":
    case "hatch":
      return [program, "run", name];
    case "poe":
      return runArgv(manager, ["poe", name]);
    case "taskipy":
      return runArgv(manager, ["task", name]);
    default:
      return [program, name];
  }
}
