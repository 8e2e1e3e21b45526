import { parse } from "yaml";
import type { ProjectReader } from "./reader.ts";
import { rememberByKey } from "./remember.ts";

/** A target of a Makefile, justfile or Taskfile. */
export interface TaskTarget {
  readonly name: string;
  readonly program: "make" | "just" | "task";
  /** What it needs first, by name. */
  readonly needs: readonly string[];
  /** What it runs itself, a command a line. */
  readonly recipe: string;
  /** What it runs, that of the targets that it needs or calls included. */
  readonly whole: string;
  readonly file: string;
  readonly line: number;
  readonly dir: string;
}

type Written = Omit<TaskTarget, "whole">;

/** The targets that the task files of a folder define, those of make first; read once. */
export const readTaskTargets: (project: ProjectReader, dir: string) => readonly TaskTarget[] =
  rememberByKey(readTargets);

function readTargets(project: ProjectReader, dir: string): TaskTarget[] {
  return [
    ...lined(project, dir, { program: "make", names: ["GNUmakefile", "makefile", "Makefile"] }),
    ...lined(project, dir, { program: "just", names: ["justfile", "Justfile", ".justfile"] }),
    ...fromTaskfile(project, dir),
  ];
}

const elsewhere = /\b(docker|compose|docker-compose|podman|kubectl|helm|ssh|vagrant|terraform|heroku|minikube)\b/;

/** Those targets of the names, in the order of the names, that run something without containers or another machine. */
export function targetsNamed<Target extends Pick<TaskTarget, "name" | "whole">>(
  targets: readonly Target[],
  names: readonly string[],
): Target[] {
  const named = Map.groupBy(targets, ({ name }) => plainName(name));
  return names
    .flatMap((name) => named.get(plainName(name)) ?? [])
    .filter(({ whole }) => whole.trim() !== "" && !elsewhere.test(whole));
}

/** `test:unit`, `test/unit` and `test_unit` say the same as `test-unit`. */
function plainName(name: string): string {
  return name.replace(/[:/._]/g, "-");
}

/** How a target is called: the one plain command of a Taskfile's task itself, since its runner is seldom installed. */
export function targetArgv({ program, name, needs, recipe }: TaskTarget): [string, ...string[]] {
  const [first = "", ...others] = recipe.split("\n");
  const [head = "", ...rest] = first
    .replace(/\s*\{\{\s*\.CLI_ARGS\s*\}\}/g, "")
    .trim()
    .split(/\s+/);
  const plain = needs.length === 0 && others.length === 0 && !/[|&;<>$`"'{}]/.test([head, ...rest].join(" "));
  return program === "task" && plain && head !== "" ? [head, ...rest] : [program, name];
}

const heads = {
  make: /^([A-Za-z0-9][\w./-]*(?:[ \t]+[A-Za-z0-9][\w./-]*)*)[ \t]*::?(?![=:])([^#;]*)(?:;(.*))?/,
  just: /^@?([A-Za-z][\w-]*)(?:[ \t]+[^:\n]*)?:(?!=)([^#;]*)()/,
} as const;

interface Lines {
  readonly program: "make" | "just";
  readonly names: readonly string[];
}

function lined(project: ProjectReader, dir: string, { program, names }: Lines): TaskTarget[] {
  const file = names.map((name) => inFolder(dir, name)).find((path) => project.has(path));
  const text = file === undefined ? "" : (project.read(file) ?? "");
  const lines = (program === "make" ? expanded(text) : text).split(/\r?\n/);
  const targets: Written[] = [];
  for (const [index, line] of lines.entries()) {
    const [, found, before = "", short = ""] = heads[program].exec(line) ?? [];
    if (file === undefined || found === undefined) {
      continue;
    }
    const needs = before.split(/[|\s]+/).filter((word) => word !== "");
    const recipe = [short.trim(), ...recipeBelow(lines, index)].join("\n").trim();
    for (const name of found.split(/[ \t]+/)) {
      targets.push({ name, program, needs, recipe, file, line: index + 1, dir });
    }
  }
  return withNeeds(targets);
}

/** The indented lines under a target; comments may stand between them. */
function recipeBelow(lines: readonly string[], head: number): string[] {
  const end = lines.findIndex((line, index) => index > head && !/^(\s|#|$)/.test(line));
  return lines
    .slice(head + 1, end === -1 ? lines.length : end)
    .filter((line) => !line.startsWith("#"))
    .map((line) => line.trim());
}

/** The text with its plain variables put in, also those in others: a target may be named by one, and what runs containers often is. */
function expanded(text: string): string {
  const once = withVariables(text);
  return once === text ? text : withVariables(once);
}

function withVariables(text: string): string {
  const variables = new Map(
    [...text.matchAll(/^(\w+)[ \t]*[:?]?:?=[ \t]*([^\n$#]*?)[ \t]*$/gm)].map((match) => [
      match[1] ?? "",
      (match[2] ?? "").replace(/^"(.*)"$/, "$1"),
    ]),
  );
  return text.replace(/\$[({](\w+)[)}]/g, (whole, name: string) => variables.get(name) ?? whole);
}

function fromTaskfile(project: ProjectReader, dir: string): TaskTarget[] {
  const file = ["Taskfile", "taskfile"]
    .flatMap((name) => [`${name}.yml`, `${name}.yaml`, `${name}.dist.yml`, `${name}.dist.yaml`])
    .map((name) => inFolder(dir, name))
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
  const targets = Object.entries((tasks as Record<string, unknown> | null | undefined) ?? {}).map(([name, value]) => {
    const line = lines.findIndex((candidate) => candidate.trimStart().startsWith(`${name}:`)) + 1 || 1;
    return { name, program: "task" as const, ...stepsOf(value), file, line, dir };
  });
  return withNeeds(targets);
}

/** What a task of a Taskfile runs, and the tasks that it runs before and between. */
function stepsOf(value: unknown): Pick<TaskTarget, "needs" | "recipe"> {
  if (typeof value === "string" || Array.isArray(value)) {
    return stepsOf({ cmds: [value].flat() });
  }
  const { cmds, cmd, deps } = (value ?? {}) as { cmds?: unknown; cmd?: unknown; deps?: unknown };
  const steps: unknown[] = [...(Array.isArray(cmds) ? cmds : []), ...(cmd === undefined ? [] : [cmd])];
  const before: unknown[] = Array.isArray(deps) ? deps : [];
  return {
    needs: [...before, ...steps.filter((step) => typeof step !== "string")].flatMap((step) => {
      const name = typeof step === "string" ? step : (step as { task?: unknown } | null)?.task;
      return typeof name === "string" ? [name] : [];
    }),
    recipe: steps
      .map((step) => (typeof step === "string" ? step : (step as { cmd?: unknown } | null)?.cmd))
      .filter((step) => typeof step === "string")
      .join("\n"),
  };
}

function withNeeds(targets: readonly Written[]): TaskTarget[] {
  const byName = Map.groupBy(targets, ({ name }) => name);
  function whole(target: Written, seen: Set<Written>): string {
    if (seen.has(target)) {
      return "";
    }
    seen.add(target);
    const before = target.needs.flatMap((name) => byName.get(name) ?? []);
    const called = callsIn(target.recipe).flatMap(({ name, args }) =>
      (byName.get(name) ?? []).map((other) => whole(other, seen).replace(/\{\{[^}]*\}\}/g, args)),
    );
    return [...before.map((needed) => whole(needed, seen)), ...called, target.recipe].join("\n").trim();
  }
  return targets.map((target) => ({ ...target, whole: whole(target, new Set()) }));
}

/** The targets of the same file that a recipe calls by name, each with what it hands on: `just manage migrate`. */
function callsIn(recipe: string): { name: string; args: string }[] {
  return [...recipe.matchAll(/^[@-]*(?:just|make|\$[({]MAKE[)}])[ \t]+([\w-]+)[ \t]*([^\n]*)$/gm)].map(
    ([, name = "", args = ""]) => ({ name, args }),
  );
}

function inFolder(dir: string, name: string): string {
  return dir === "." || dir === "" ? name : `${dir}/${name}`;
}
