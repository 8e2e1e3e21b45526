import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { minimalEnvironment } from "@backwright/supervisor";
import type { EnvironmentNeed } from "../adapter/contract.ts";
import { addressOf, ownDatabase, withDatabase } from "./mongodb.ts";

/** The environment of the project's commands: an allow-list, and what the task names. */
export function commandEnvironment(names: readonly string[] = []): Record<string, string> {
  const named = names.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return minimalEnvironment(process.env, { CI: "true", ...Object.fromEntries(named) });
}

/** Where an application in a folder is started. */
export interface StartPlace {
  readonly dir: string;
  readonly port: number;
  /** What its commands get anyway. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface FilledEnvironment {
  readonly values: Record<string, string>;
  /** Whether a database is new, so that nothing is in it before the migrate command ran. */
  readonly fresh: boolean;
  /** Removes the temporary database and the files that were missing. */
  dispose(): void;
}

/** Makes what an application in a folder needs to start: secrets at random, databases in a temporary folder. */
export function fillEnvironment(
  needs: readonly EnvironmentNeed[],
  { dir, port, environment }: StartPlace,
): FilledEnvironment {
  const folder = mkdtempSync(join(tmpdir(), "backwright-data-"));
  const made = needs.filter(({ kind }) => kind === "file").flatMap(({ name }) => makeFile(join(dir, name)));
  const missing = needs
    .filter(({ kind }) => kind === "data-file")
    .map(({ name }) => join(dir, name))
    .filter((path) => !existsSync(path));
  const values = needs.flatMap((need): [string, string][] => {
    switch (need.kind) {
      case "secret":
        return [[need.name, randomBytes(32).toString("hex")]];
      case "value":
        return [[need.name, need.value]];
      case "port":
        return [[need.name, String(port)]];
      case "database-file":
        return [[need.name, need.value.replaceAll("$FILE", join(folder, `${need.name.toLowerCase()}.db`))]];
      case "mongodb": {
        const address = addressOf(need, environment);
        const database = `${ownDatabase}${randomBytes(6).toString("hex")}`;
        return address === null ? [] : [[need.name, withDatabase(address, database)]];
      }
      case "file":
      case "data-file":
        return [];
    }
  });
  return {
    values: Object.fromEntries(values),
    fresh: missing.length > 0 || needs.some(({ kind }) => kind === "database-file"),
    dispose() {
      rmSync(folder, { recursive: true, force: true });
      // SQLite keeps some of its data beside the file.
      const data = missing.flatMap((path) => [path, `${path}-journal`, `${path}-shm`, `${path}-wal`]);
      [...made, ...data].forEach((path) => rmSync(path, { force: true }));
    },
  };
}

/** The path where a file was made; `[]` where there is one already, which stays as it is. */
function makeFile(path: string): string[] {
  try {
    writeFileSync(path, "", { flag: "wx" });
    return [path];
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EEXIST") {
      return [];
    }
    throw cause;
  }
}
