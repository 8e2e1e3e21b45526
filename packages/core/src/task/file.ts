import { dirname, join, resolve } from "node:path";
import type { Contract } from "../contract/contract.ts";
import { loadContract } from "../contract/load.ts";
import { checkTask } from "./check.ts";
import type { Task } from "./schema.ts";
import { readText } from "./text.ts";
import type { NamedFile } from "./text.ts";
import { readYaml } from "./yaml-source.ts";
import type { ColumnOf, LineOf } from "./yaml-source.ts";

/** A task, and where each part of it stands. */
export interface LoadedTask {
  readonly task: Task;
  /** The file that says what is to be built, as the user wrote its path. */
  readonly file: string;
  readonly lineOf: LineOf;
  readonly columnOf?: ColumnOf;
  /** The OpenAPI document that it names; `null` or left out where it names none. */
  readonly contract?: Contract | null;
}

/** Reads a task file. Throws `TASK_UNREADABLE`, `TASK_INVALID` or `TASK_ID_INVALID`. */
export async function loadTaskFile({ path, file }: NamedFile): Promise<LoadedTask> {
  const { value, lineOf, columnOf } = readYaml({ text: await readText({ path, file }), file });
  const task = checkTask(value, { file, lineOf });
  return {
    task,
    file,
    lineOf,
    columnOf,
    contract: await loadContractOf(task, { folder: dirname(path), shown: dirname(file) }),
  };
}

/** The OpenAPI document that a task names, from a folder; `null` where it names none. */
export async function loadContractOf(
  { contract }: Task,
  { folder, shown }: { readonly folder: string; readonly shown: string },
): Promise<Contract | null> {
  if (contract === undefined) return null;
  return loadContract({ path: resolve(folder, contract), file: join(shown, contract) });
}
