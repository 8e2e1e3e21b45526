import { readFile, stat } from "node:fs/promises";
import { BackwrightError } from "../errors.ts";
import { checkTask } from "./check.ts";
import type { Task } from "./schema.ts";
import { readYaml } from "./yaml-source.ts";
import type { LineOf } from "./yaml-source.ts";

const maxBytes = 1024 * 1024;

/** A task, and where each part of it stands. */
export interface LoadedTask {
  readonly task: Task;
  /** The file that says what is to be built, as the user wrote its path. */
  readonly file: string;
  readonly lineOf: LineOf;
}

export interface NamedFile {
  readonly path: string;
  /** How errors call it. */
  readonly file: string;
}

/** Reads a task file. Throws `TASK_UNREADABLE`, `TASK_INVALID` or `TASK_ID_INVALID`. */
export async function loadTaskFile({ path, file }: NamedFile): Promise<LoadedTask> {
  const { value, lineOf } = readYaml({ text: await readText({ path, file }), file });
  return { task: checkTask(value, { file, lineOf }), file, lineOf };
}

/** Text of a task file or a queue. Throws `TASK_UNREADABLE`. */
export async function readText({ path, file }: NamedFile): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > maxBytes) throw new RangeError("it is larger than 1 MiB");
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === "ERR_ENCODING_INVALID_ENCODED_DATA" ? "it is not UTF-8 text" : message;
    throw new BackwrightError("TASK_UNREADABLE", {
      message: `${file} cannot be read: ${reason}.`,
      hint: "A task file is UTF-8 text that you may read, at most 1 MiB.",
      cause: error,
    });
  }
}
