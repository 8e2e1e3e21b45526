import type { ProjectReader } from "@backwright/core";
import { parse } from "yaml";
import { joinPath } from "../app-files.ts";

/** A target of a Makefile, justfile or Taskfile. */
export interface Target {
  readonly name: string;
  readonly program: "make" | "just" | "task";
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
  const lines = file === undefined ? [] : (project.read(file) ?? "").split(/\r?\n/);
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
    const after = text.slice(text.indexOf(":") + 1).replace(/^.*##/, "");
    for (const name of found.split(/[ \t]+/)) {
      const body = [...recipe, after].join("\n").trim();
      targets.push({ name, program, recipe: body, file: file ?? "", line: index + 1, dir });
    }
  }
  return targets.map((target) => ({ ...target, recipe: withPrerequisites(target, targets) }));
}

/** What a target runs, with what it calls for first where it does nothing itself. */
function withPrerequisites({ name, recipe }: Target, targets: readonly Target[]): string {
  const called = recipe.split(/\s+/).filter((word) => word !== name);
  const known = called.every((word) => targets.some((target) => target.name === word));
  const others = targets.filter((target) => called.includes(target.name));
  return known ? others.map((target) => target.recipe).join("\n") : recipe;
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
    return { name, program: "task", recipe: recipeOf(value), file, line, dir };
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
const watching = /--reload\b|--watch\b|\bptw\b|pytest-watch|\bwatchmedo\b|\bnodemon\b/;
const fixing = /--fix\b|\bblack\b(?![^\n]*--check)|ruff format(?![^\n]*--(check|diff))|autopep8|--in-place/;

/** The target for a purpose: the first of the names, a plain one before one that changes files; none that needs containers. */
export function chooseTarget(
  targets: readonly Target[],
  names: readonly string[],
  { plain }: { readonly plain: boolean },
): Target | null {
  const fitting = names
    .flatMap((name) => targets.filter((target) => target.name === name))
    .filter(
      ({ recipe }) =>
        recipe !== "" && !elsewhere.test(recipe) && !otherLanguage.test(recipe) && !(plain && watching.test(recipe)),
    );
  return fitting.find(({ recipe }) => !fixing.test(recipe)) ?? fitting[0] ?? null;
}

/** How a target is called. */
export function targetArgv({ program, name }: Target): [string, ...string[]] {
  return [program, name];
}
