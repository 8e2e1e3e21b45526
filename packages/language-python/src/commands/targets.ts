import { targetArgv, targetsNamed } from "@backwright/core";
import type { Command, TaskTarget } from "@backwright/core";
import { runArgv } from "../package-manager.ts";
import type { PackageManager } from "../package-manager.ts";
import type { Script } from "./scripts.ts";

/** A target of a Makefile, justfile or Taskfile, or a script of a manifest. */
export type Target = TaskTarget | Script;

const otherLanguage = /^\s*(?:(?:cd|@?echo)\s[^\n]*\n)*\s*@?(npm|pnpm|yarn|bun|npx|go|cargo)\s[^\n]*$/;
const watching =
  /\b(?:uvicorn|hypercorn|granian)\b[^\n]*--reload|\bfastapi dev\b|--auto-?reload\b|--watch\b|\bptw\b|pytest-watch|\bwatchmedo\b|\bnodemon\b/;
const fixing = /--fix\b|\bblack\b(?![^\n]*--check)|ruff format(?![^\n]*--(check|diff))|autopep8|--in-place/;

interface Wanted {
  /** Without what watches files, where a plain form of the same is plain to see. */
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
  const fitting = targetsNamed(targets, names).filter(
    ({ whole }) => !otherLanguage.test(whole) && !(plain && watching.test(whole)),
  );
  return fitting.find(({ whole }) => !fixing.test(whole)) ?? (alsoFixing ? (fitting[0] ?? null) : null);
}

/** How a target is called, in the environment of the package manager where it stands there. */
export function argvOf(target: Target, manager: PackageManager): Command["argv"] {
  switch (target.program) {
    case "pipenv":
    case "pdm":
    case "hatch":
      return [target.program, "run", target.name];
    case "poe":
      return runArgv(manager, ["poe", target.name]);
    case "invoke":
      return runArgv(manager, ["invoke", target.name]);
    case "taskipy":
      return runArgv(manager, ["task", target.name]);
    default:
      return targetArgv(target);
  }
}
