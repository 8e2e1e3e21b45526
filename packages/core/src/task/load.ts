import { stat } from "node:fs/promises";
import { BackwrightError } from "../errors.ts";
import { loadTaskFile } from "./file.ts";
import type { LoadedTask } from "./file.ts";
import { loadQueueTask } from "./queue.ts";
import { taskIdSchema } from "./schema.ts";

export interface LoadTaskOptions {
  /** A YAML or JSON file, or the id of a task in `.orchestrator/task_queue.md` of `dir`. A file wins. */
  readonly source: string;
  readonly dir: string;
}

/**
 * Reads a task from a file or from the queue.
 *
 * @throws BackwrightError `TASK_MISSING`, `TASK_UNREADABLE`, `TASK_INVALID`, `TASK_ID_INVALID`
 */
export async function loadTask({ source, dir }: LoadTaskOptions): Promise<LoadedTask> {
  const kind = await kindOfPath(source);
  if (kind === "file") return loadTaskFile({ path: source, file: source });

  const named = /\.(ya?ml|json)$/i.test(source);
  if (!named && taskIdSchema.safeParse(source).success) return loadQueueTask({ id: source, dir });
  if (named || kind === "other") {
    throw new BackwrightError("TASK_MISSING", {
      message: kind === "other" ? `${source} is a folder, not a task file.` : `There is no task file ${source}.`,
      hint: "Check the path, or write a task file with `backwright init`.",
    });
  }
  throw new BackwrightError("TASK_ID_INVALID", {
    message: `There is no file ${source}, and it cannot be the id of a task either.`,
    hint: "Name a task file, or a task of the queue: letters, digits, `.`, `_` and `-`, at most 128, no `.` in front.",
  });
}

async function kindOfPath(path: string): Promise<"file" | "other" | null> {
  try {
    return (await stat(path)).isFile() ? "file" : "other";
  } catch {
    return null;
  }
}
