import { targetsNamed } from "@backwright/core";
import type { TaskTarget } from "@backwright/core";

const watching = /\b(air|reflex|CompileDaemon|gin run|realize|modd|fresh|nodemon|watchexec|gow)\b/;
const fixing = /--fix\b|\bgofmt\s+-\w*w|\bgoimports\s+-\w*w|\bgo fmt\b/;
const checking = /\bgo test\b|\bgolangci-lint\b|\bgosec\b|\bgocritic\b/;

/** A program that was built before is there only if somebody built it. */
const onlyBuilt = /^@?(?:\.\/)?(?:bin|build|dist|out|tmp)\/\S+$/;

/** A target that stops where the caller does not set a variable is for people. */
const asking = /-z\s+"?\$[({]\w+[)}]"?[\s\S]{0,200}?\bexit 1\b/;

/** The target of a purpose: the first of the names that does not need containers, watch, or change files. */
export function chooseTarget(
  targets: readonly TaskTarget[],
  names: readonly string[],
  purpose: string,
): TaskTarget | null {
  // A start that first runs every check is no start; a build may.
  const fitting = targetsNamed(targets, names).find(
    ({ whole }) =>
      !asking.test(whole) &&
      !(purpose === "start" && (watching.test(whole) || checking.test(whole) || onlyBuilt.test(whole))) &&
      !(purpose === "lint" && fixing.test(whole)) &&
      !(purpose === "build" && isRelease(whole)),
  );
  return fitting ?? null;
}

/** A target that builds for several systems makes a release. */
function isRelease(recipe: string): boolean {
  return new Set([...recipe.matchAll(/\bGOOS=(\w+)/g)].map((match) => match[1])).size > 1;
}
