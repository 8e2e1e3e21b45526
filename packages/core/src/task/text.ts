import { readFile, stat } from "node:fs/promises";
import { BackwrightError } from "../errors.ts";

const maxBytes = 1024 * 1024;

export interface NamedFile {
  readonly path: string;
  /** How errors call it. */
  readonly file: string;
}

/** Text of a task file, a contract or a queue. Throws `TASK_UNREADABLE`. */
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
