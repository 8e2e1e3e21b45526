import { checkName, type WorkspacePaths } from "../records/paths.ts";
import { readPidFile } from "../records/pid-files.ts";
import { createRecord, isSupervised, readRecord } from "../records/records.ts";
import { clearRecord } from "../records/sweep.ts";
import { identify } from "../system/identity.ts";
import type { ProcessRecord } from "../types.ts";

/**
 * Takes the wanted name, or with `-2`, `-3`, … the first that no other live process holds, by writing the intent under it:
 * a record is created whole or not at all, so that two supervisors never share a name.
 */
export async function claimName(
  paths: WorkspacePaths,
  intent: Omit<ProcessRecord, "logFile">,
  logFile: (name: string) => string,
): Promise<ProcessRecord> {
  for (let number = 1; number < 1_000; number += 1) {
    const name = number === 1 ? intent.name : `${intent.name}-${number}`;
    checkName(name);
    const record = { ...intent, name, logFile: logFile(name) };
    if (isHeldByStranger(paths, name)) {
      continue;
    }
    if (createRecord(paths, record)) {
      return record;
    }
    const holder = readRecord(paths, name);
    if (holder === null || !isSupervised(holder)) {
      await clearRecord(paths, name);
      number -= 1;
    }
  }
  throw new Error(`A thousand processes are named ${intent.name}.`);
}

/** A pid file without a record is another writer's, and stays while its process lives. */
function isHeldByStranger(paths: WorkspacePaths, name: string): boolean {
  const file = readPidFile(paths, name);
  return file !== null && readRecord(paths, name) === null && identify(file.pid) !== null;
}
