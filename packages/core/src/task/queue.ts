import { join, resolve } from "node:path";
import { BackwrightError } from "../errors.ts";
import { checkTask } from "./check.ts";
import { loadContractOf, loadTaskFile } from "./file.ts";
import { readText } from "./text.ts";
import type { LoadedTask } from "./file.ts";
import { findFragment } from "./queue-fragment.ts";
import { parseQueue } from "./queue-parse.ts";
import type { QueueSection } from "./queue-parse.ts";
import { given, readSectionValues } from "./queue-values.ts";
import { nearest } from "./suggest.ts";
import type { ValuePath } from "./yaml-source.ts";

const queueFile = ".orchestrator/task_queue.md";

/**
 * Reads one section of the orchestrator's queue, which is prose with some fields. A fenced `yaml` block with `resources`,
 * or a row `Task File`, says what the API is; without them the task has no resources.
 *
 * @throws BackwrightError `TASK_MISSING`, `TASK_UNREADABLE`, `TASK_INVALID`
 */
export async function loadQueueTask({ id, dir }: { id: string; dir: string }): Promise<LoadedTask> {
  const sections = parseQueue(await readQueue({ id, dir }));
  const section = findSection(sections, id);
  const values = readSectionValues({ id, section, sections });
  const base = await readBase({ section, dir });
  if (base !== null && base.value.id !== undefined && base.value.id !== id) {
    throw invalid(
      base.lineOf(["id"]),
      `${base.file === queueFile ? "" : `${base.file}: `}its id is ${JSON.stringify(base.value.id)}, not "${id}"`,
    );
  }

  const own = Object.fromEntries(Object.entries(values).map(([name, { value }]) => [name, value]));
  const commands = { ...(base?.value.commands as object | undefined), ...(own.commands as object | undefined) };
  const merged = { ...base?.value, ...own, ...(Object.keys(commands).length > 0 ? { commands } : {}) };
  function lineOf(path: ValuePath): number | null {
    const line = values[String(path[0])]?.line ?? null;
    return base !== null && (line === null || base.file !== queueFile) ? base.lineOf(path) : (line ?? section.line);
  }
  const file = base?.file ?? queueFile;
  const task = checkTask(merged, { file, lineOf });
  const contract = base?.contract ?? (await loadContractOf(task, { folder: dir, shown: "" }));
  return { task, file, lineOf, contract, ...(base?.columnOf === undefined ? {} : { columnOf: base.columnOf }) };
}

async function readQueue({ id, dir }: { id: string; dir: string }): Promise<string> {
  try {
    return await readText({ path: join(dir, queueFile), file: queueFile });
  } catch (error) {
    const { cause } = error as BackwrightError;
    if ((cause as NodeJS.ErrnoException | undefined)?.code !== "ENOENT") throw error;
    throw new BackwrightError("TASK_MISSING", {
      message: `There is no file ${id}, and no ${queueFile} in ${dir} that could hold a task of this id.`,
      hint: "Name a task file, like `backwright run task.yaml`, or write one with `backwright init`.",
      cause,
    });
  }
}

function findSection(sections: readonly QueueSection[], id: string): QueueSection {
  const found = sections.filter((section) => idOf(section.heading) === id);
  const [section, second] = found;
  if (section !== undefined && second === undefined) return section;
  if (section !== undefined && second !== undefined) {
    throw invalid(second.line, `${id} stands in the queue twice; the other section is on line ${section.line}`);
  }

  const ids = sections.map(({ heading }) => idOf(heading)).filter((known) => /\d/.test(known));
  const guess = nearest(id, ids);
  throw new BackwrightError("TASK_MISSING", {
    message: `${queueFile} has no section \`### ${id}\`, and there is no file of that name.`,
    hint: guess === null ? `It holds: ${ids.join(", ") || "no tasks"}.` : `Did you mean \`${guess}\`?`,
  });
}

function idOf(heading: string): string {
  return /^[[`*]*([A-Za-z0-9_-][A-Za-z0-9._-]*)/.exec(heading)?.[1] ?? "";
}

interface TaskBase extends Pick<LoadedTask, "file" | "lineOf" | "columnOf" | "contract"> {
  readonly value: Record<string, unknown>;
}

async function readBase({ section, dir }: { section: QueueSection; dir: string }): Promise<TaskBase | null> {
  const fragment = findFragment({ blocks: section.blocks, file: queueFile });
  const field = given(section.fields.get("task file"));
  if (field === null) return fragment === null ? null : { ...fragment, file: queueFile };
  if (fragment !== null) {
    throw invalid(field.line, "the section names a `Task File` and holds resources of its own; keep one of them");
  }

  try {
    const { task, ...place } = await loadTaskFile({ path: resolve(dir, field.text), file: field.text });
    return { value: task, ...place };
  } catch (error) {
    if (!(error instanceof BackwrightError) || (error.cause as NodeJS.ErrnoException | undefined)?.code !== "ENOENT")
      throw error;
    throw new BackwrightError("TASK_MISSING", {
      message: `${queueFile}:${field.line}: There is no task file ${field.text} in ${dir}.`,
      hint: "`Task File` is a path from the root of the repository.",
      cause: error,
    });
  }
}

function invalid(line: number | null, reason: string): BackwrightError {
  return new BackwrightError("TASK_INVALID", {
    message: `${queueFile}${line === null ? "" : `:${line}`}: ${reason}.`,
    hint: "docs/task-file.md shows what a section of the queue holds.",
  });
}
