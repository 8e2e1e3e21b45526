import type { ProjectReader } from "@backwright/core";
import { joinPath } from "../paths.ts";

/** A target of a Makefile. */
export interface Target {
  readonly name: string;
  /** What it needs first, by name. */
  readonly needs: readonly string[];
  readonly recipe: string;
  readonly file: string;
  readonly line: number;
}

const makefiles = ["GNUmakefile", "makefile", "Makefile"];

/** The targets that the Makefile of a folder defines. */
export function readTargets(project: ProjectReader, dir: string): Target[] {
  const file = makefiles.map((name) => joinPath(dir, name)).find((path) => project.has(path));
  const lines = file === undefined ? [] : (project.read(file) ?? "").split(/\r?\n/);
  const targets: Target[] = [];
  lines.forEach((line, index) => {
    const head = /^([A-Za-z0-9][\w./-]*(?:[ \t]+[A-Za-z0-9][\w./-]*)*)[ \t]*::?(?![=:])([^#;]*)/.exec(line);
    if (file === undefined || head === null) {
      return;
    }
    const recipe: string[] = [];
    for (let next = index + 1; next < lines.length && /^(\t|\s*$|#| {2,}\S)/.test(lines[next] ?? ""); next++) {
      recipe.push((lines[next] ?? "").trim());
    }
    const needs = (head[2] ?? "").split(/[|\s]+/).filter((word) => word !== "");
    for (const name of (head[1] ?? "").split(/[ \t]+/)) {
      targets.push({ name, needs, recipe: recipe.join("\n").trim(), file, line: index + 1 });
    }
  });
  return targets;
}

const elsewhere = /\b(docker|docker-compose|podman|kubectl|helm|ssh|vagrant|terraform|minikube)\b/;
const watching = /\b(air|reflex|CompileDaemon|gin run|realize|modd|fresh|nodemon|watchexec|gow)\b/;
const fixing = /--fix\b|\bgofmt\s+-\w*w|\bgoimports\s+-\w*w|\bgo fmt\b/;
const checking = /\bgo test\b|\bgolangci-lint\b|\bgosec\b|\bgocritic\b/;

/** The target of a purpose: the first of the names that does not need containers, watch, or change files. */
export function chooseTarget(targets: readonly Target[], names: readonly string[], purpose: string): Target | null {
  const all = new Map(targets.map((target) => [target.name, target]));
  for (const name of names) {
    const target = all.get(name);
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
