import type { ProjectReader } from "@backwright/core";
import { importsOf, packageOfImport } from "../packages.ts";

const answers = new WeakMap<ProjectReader, Map<string, boolean>>();

/** Whether a package of the project, or one that it imports, has to do with what the pattern says. */
export function isRelevant(project: ProjectReader, importPath: string, concerns: RegExp): boolean {
  const known = answers.get(project) ?? new Map<string, boolean>();
  answers.set(project, known);
  return visit(project, { importPath, concerns, known });
}

interface Visit {
  readonly importPath: string;
  readonly concerns: RegExp;
  readonly known: Map<string, boolean>;
}

function visit(project: ProjectReader, { importPath, concerns, known }: Visit): boolean {
  const answered = known.get(importPath);
  if (answered !== undefined) {
    return answered;
  }
  // Go has no import cycles, but broken code may.
  known.set(importPath, false);
  const entry = packageOfImport(project, importPath);
  const answer =
    entry !== null &&
    (entry.files.some((file) => concerns.test(project.read(file) ?? "")) ||
      entry.files
        .flatMap((file) => importsOf(project, file))
        .some(({ path }) => visit(project, { importPath: path, concerns, known })));
  known.set(importPath, answer);
  return answer;
}
