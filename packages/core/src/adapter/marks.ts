import picomatch from "picomatch";
import type { DeclaredDependency } from "../project/declared.ts";
import type { ProjectReader } from "../project/reader.ts";
import type { Marks } from "./contract.ts";

const matchers = new Map<string, (path: string) => boolean>();

/** What a glob matches; to compile one takes longer than to try it on most projects. */
function matcherOf(glob: string): (path: string) => boolean {
  const found = matchers.get(glob) ?? picomatch(glob, { dot: true });
  matchers.set(glob, found);
  return found;
}

/** The first thing in the project that bears one of the marks, as `file:line`; `null` when nothing does. */
export function findMark(
  marks: Marks,
  project: ProjectReader,
  declared: readonly DeclaredDependency[],
): { readonly dir: string; readonly where: string; readonly mark: string } | null {
  const names = new Set(marks.dependencies ?? []);
  const dependency = declared.find((entry) => names.has(entry.name));
  if (dependency !== undefined) {
    return { dir: dependency.dir, where: `${dependency.file}:${dependency.line}`, mark: dependency.name };
  }
  for (const glob of marks.files ?? []) {
    const matches = matcherOf(glob);
    const path = project.list().find((candidate) => matches(candidate));
    if (path !== undefined) {
      const slash = path.lastIndexOf("/");
      return { dir: slash === -1 ? "." : path.slice(0, slash), where: path, mark: glob };
    }
  }
  return null;
}

/** The marks in words, for a message about what was looked for. */
export function describeMarks(marks: Marks): string {
  const dependencies = (marks.dependencies ?? []).map((name) => `the dependency ${name}`);
  const files = (marks.files ?? []).map((glob) => `a file ${glob}`);
  return [...dependencies, ...files].join(" or ");
}
