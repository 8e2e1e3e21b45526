import { BackwrightError } from "../errors.ts";
import { taskIdSchema, taskSchema } from "./schema.ts";
import type { Task } from "./schema.ts";
import { taskProblems } from "./problems.ts";
import type { TaskProblem } from "./problems.ts";
import type { ColumnOf, LineOf } from "./yaml-source.ts";

export interface TaskPlace {
  /** As it is named in errors. */
  readonly file: string;
  readonly lineOf: LineOf;
  readonly columnOf?: ColumnOf;
}

/**
 * Holds a value against the schema of a task.
 *
 * @throws BackwrightError `TASK_INVALID`, or `TASK_ID_INVALID` where the id is what is wrong; all problems in one message
 */
export function checkTask(value: unknown, { file, lineOf }: TaskPlace): Task {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new BackwrightError("TASK_INVALID", {
      message: `${file}: A task is a mapping with at least \`id\` and \`objective\`; this file holds ${kindOf(value)}.`,
      hint: "`backwright init` writes a task file that shows the form.",
    });
  }

  const { id } = value as { id?: unknown };
  if (typeof id === "string") checkTaskId(id, { file, lineOf });

  const result = taskSchema.safeParse(value);
  if (result.success) return result.data;

  throw new BackwrightError("TASK_INVALID", {
    message: problemLines(taskProblems(result.error.issues, value), { file, lineOf }).join("\n"),
    hint: "Every field is described in docs/task-file.md; `backwright init` writes a commented example.",
    cause: result.error,
  });
}

/** Throws `TASK_ID_INVALID` unless the id can be the name of a file in any folder. */
export function checkTaskId(id: string, place?: TaskPlace): void {
  if (taskIdSchema.safeParse(id).success) return;

  const line = place?.lineOf(["id"]) ?? null;
  const start = place === undefined ? "" : `${place.file}${line === null ? "" : `:${line}`}: id: `;
  throw new BackwrightError("TASK_ID_INVALID", {
    message: `${start}\`${id}\` cannot be the id of a task, because files are named after it.`,
    hint: "Use letters, digits, `.`, `_` and `-`, at most 128 of them, and no `.` in front, like `TASK-042`.",
  });
}

/** `file:line: field: what is wrong`, or with the column where that is known, in the order of the file. */
export function problemLines(problems: readonly TaskProblem[], { file, lineOf, columnOf }: TaskPlace): string[] {
  return problems
    .map((problem) => ({ ...problem, line: lineOf(problem.path), column: columnIn(problem, columnOf) }))
    .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0))
    .map(({ path, text, line, column }) => {
      const place = [file, line, column].filter((part) => part !== null).join(":");
      return `${place}: ${path.join(".") || "task"}: ${text}`;
    });
}

function columnIn({ path, at }: TaskProblem, columnOf: ColumnOf | undefined): number | null {
  const column = at === undefined ? null : (columnOf?.(path) ?? null);
  return column === null ? null : column + (at ?? 0);
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  return Array.isArray(value) ? "a list" : "a single value";
}
