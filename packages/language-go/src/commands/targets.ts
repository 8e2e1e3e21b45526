import type { ProjectReader } from "@backwright/core";
import { parse } from "yaml";
import { joinPath } from "../paths.ts";

/** A target of a Makefile, justfile or Taskfile. */
export interface Target {
  readonly program: "make" | "just" | "task";
  readonly name: string;
  /** What it needs first, by name. */
  readonly needs: readonly string[];
  readonly recipe: string;
  readonly file: string;
  readonly line: number;
}

/** The targets that the task files of a folder define, those of make first. */
export function readTargets(project: ProjectReader, dir: string): Target[] {
  return [
    ...lined(project, dir, { program: "make", names: ["GNUmakefile", "makefile", "Makefile"] }),
    ...lined(project, dir, { program: "just", names: ["justfile", "Justfile", ".justfile"] }),
    ...fromTaskfile(project, dir),
  ];
}

const heads = {
  make: /^([A-Za-z0-9][\w./-]*(?:[ \t]+[A-Za-z0-9][\w./-]*)*)[ \t]*::?(?![=:])([^#;]*)/,
  just: /^@?([A-Za-z][\w-]*)(?:[ \t]+[^:=\n]*)?:(?!=)([^#;]*)/,
} as const;

interface Lines {
  readonly program: "make" | "just";
  readonly names: readonly string[];
}

function lined(project: ProjectReader, dir: string, { program, names }: Lines): Target[] {
  const file = names.map((name) => joinPath(dir, name)).find((path) => project.has(path));
  const text = file === undefined ? "" : (project.read(file) ?? "");
  const lines = (program === "make" ? expanded(text) : text).split(/\r?\n/);
  const targets: Target[] = [];
  lines.forEach((line, index) => {
    const head = heads[program].exec(line);
    if (file === undefined || head === null) {
      return;
    }
    const recipe: string[] = [];
    for (let next = index + 1; next < lines.length && /^(\t|\s*$|#| {2,}\S)/.test(lines[next] ?? ""); next++) {
      recipe.push((lines[next] ?? "").trim());
    }
    const needs = (head[2] ?? "").split(/[|\s]+/).filter((word) => word !== "");
    for (const name of (head[1] ?? "").split(/[ \t]+/)) {
      targets.push({ program, name, needs, recipe: recipe.join("\n").trim(), file, line: index + 1 });
    }
  });
  return targets;
}

/** The text with its plain variables put in: a target may be named by one, and what runs containers often is. */
function expanded(text: string): string {
  const variables = new Map(
    [...text.matchAll(/^(\w+)[ \t]*[:?]?:?=[ \t]*([^\n$#]*?)[ \t]*$/gm)].map((match) => [
      match[1] ?? "",
      (match[2] ?? "").replace(/^"(.*)"$/, "$1"),
    ]),
  );
  return text.replace(/\$[({](\w+)[)}]/g, (whole, name: string) => variables.get(name) ?? whole);
}

function fromTaskfile(project: ProjectReader, dir: string): Target[] {
  const file = ["Taskfile", "taskfile"]
    .flatMap((name) => [`${name}.yml`, `${name}.yaml`, `${name}.dist.yml`, `${name}.dist.yaml`])
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
    return { program: "task" as const, name, ...stepsOf(value), file, line };
  });
}

/** What a task of a Taskfile runs, and the tasks that it runs before and between. */
function stepsOf(value: unknown): Pick<Target, "needs" | "recipe"> {
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

const elsewhere = /\b(docker|docker-compose|podman|kubectl|helm|ssh|vagrant|terraform|minikube)\b/;
const watching = /\b(air|reflex|CompileDaemon|gin run|realize|modd|fresh|nodemon|watchexec|gow)\b/;
const fixing = /--fix\b|\bgofmt\s+-\w*w|\bgoimports\s+-\w*w|\bgo fmt\b/;
const checking = /\bgo test\b|\bgolangci-lint\b|\bgosec\b|\bgocritic\b/;

/** The target of a purpose: the first of the names that does not need containers, watch, or change files. */
export function chooseTarget(targets: readonly Target[], names: readonly string[], purpose: string): Target | null {
  for (const name of names) {
    const first = targets.find((candidate) => plainName(candidate.name) === plainName(name));
    const all = new Map(
      targets.filter(({ program }) => program === first?.program).map((other) => [other.name, other]),
    );
    const target = first === undefined ? undefined : all.get(first.name);
    const does = target === undefined ? "" : everything(all, target);
    if (target === undefined || does.trim() === "" || elsewhere.test(does)) {
      continue;
    }
    // A start that first runs every check is no start; a build may.
    const odd =
      (purpose === "start" && (watching.test(does) || checking.test(does))) ||
      (purpose === "lint" && fixing.test(does)) ||
      (purpose === "build" && isRelease(does));
    if (!odd) {
      return target;
    }
  }
  return null;
}

/** `test:unit`, `test/unit` and `test_unit` say the same as `test-unit`. */
function plainName(name: string): string {
  return name.replace(/[:/._]/g, "-");
}

/** A target that builds for several systems makes a release. */
function isRelease(recipe: string): boolean {
  return new Set([...recipe.matchAll(/\bGOOS=(\w+)/g)].map((match) => match[1])).size > 1;
}

/** What a target runs, with all that it needs first. */
function everything(all: ReadonlyMap<string, Target>, target: Target, seen = new Set<string>()): string {
  if (seen.has(target.name)) {
    return "";
  }
  seen.add(target.name);
  const before = target.needs.flatMap((name) => {
    const needed = all.get(name);
    return needed === undefined ? [] : [everything(all, needed, seen)];
  });
  return [...before, target.recipe].join("\n");
}
