import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { minimalEnvironment } from "@backwright/supervisor";
import type { EnvironmentNeed } from "../adapter/contract.ts";

/** The environment of the project's commands: an allow-list, and what the task names. */
export function commandEnvironment(names: readonly string[] = []): Record<string, string> {
  const named = names.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return minimalEnvironment(process.env, { CI: "true", ...Object.fromEntries(named) });
}

export interface FilledEnvironment {
  readonly values: Record<string, string>;
  /** Removes the temporary database. */
  dispose(): void;
}

/** Makes what an application needs to start: secrets at random, databases in a temporary folder. */
export function fillEnvironment(needs: readonly EnvironmentNeed[], port: number): FilledEnvironment {
  const folder = mkdtempSync(join(tmpdir(), "backwright-data-"));
  const values = needs.map((need): [string, string] => {
    switch (need.kind) {
      case "secret":
        return [need.name, randomBytes(32).toString("hex")];
      case "value":
        return [need.name, need.value];
      case "port":
        return [need.name, String(port)];
      case "database-file":
        return [need.name, need.value.replaceAll("$FILE", join(folder, `${need.name.toLowerCase()}.db`))];
    }
  });
  return { values: Object.fromEntries(values), dispose: () => rmSync(folder, { recursive: true, force: true }) };
}
