import { BackwrightError } from "../errors.ts";
import { problemLines } from "../task/check.ts";
import type { TaskPlace } from "../task/check.ts";
import type { TaskProblem } from "../task/problems.ts";
import { fieldContradictions } from "./contradictions/fields.ts";
import { listContradictions } from "./contradictions/lists.ts";
import { accountContradictions, nameContradictions } from "./contradictions/names.ts";
import type { NameSubject } from "./contradictions/names.ts";
import { pathContradictions } from "./contradictions/paths.ts";
import { policyContradictions, roleContradictions } from "./contradictions/policies.ts";
import type { Operation } from "./schema.ts";

export interface ContradictionSubject extends NameSubject {
  readonly operations: readonly Operation[];
}

/** Everything in a task that contradicts itself or the application. */
export function findContradictions(subject: ContradictionSubject): TaskProblem[] {
  const { task, operations } = subject;
  const resources = Object.entries(task.resources ?? {});
  return [
    ...roleContradictions(task),
    ...accountContradictions(subject),
    ...resources.flatMap(([name, resource]) => [
      ...fieldContradictions(name, resource),
      ...policyContradictions(name, { resource, task }),
      ...listContradictions(name, { resource, task }),
    ]),
    ...nameContradictions(subject),
    ...pathContradictions(operations, subject),
  ];
}

/**
 * Refuses a task that contradicts itself or the application; all of it in one message, in the order of the file.
 *
 * @throws BackwrightError `PLAN_CONTRADICTION`
 */
export function refuseContradictions(place: TaskPlace, problems: readonly TaskProblem[]): void {
  if (problems.length === 0) return;

  throw new BackwrightError("PLAN_CONTRADICTION", {
    message: problemLines(problems, place).join("\n"),
    hint: `Correct ${place.file}, then look at the result with \`backwright plan ${place.file}\`. No file of the project was changed.`,
  });
}
