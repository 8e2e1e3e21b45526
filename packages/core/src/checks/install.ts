import { statSync } from "node:fs";
import { join } from "node:path";
import type { Adapter, Isolation } from "../adapter/contract.ts";
import type { Check } from "../report/schema.ts";
import type { Backend } from "../understanding/schema.ts";
import { checkCommand } from "./command.ts";
import type { CommandRun } from "./command.ts";
import { installIsolated } from "./isolation.ts";

const tenMinutes = 600_000;

export interface InstallCheck {
  readonly adapter: Adapter;
  readonly backend: Backend;
  readonly isolation: Isolation | null;
}

/**
 * Installs what the manifests name, unless that has been done since they last changed: an installation that the user
 * has is not thrown away to make the same one again.
 *
 * @returns the check, or `[]` where there was nothing to do
 */
export async function checkInstall(run: CommandRun, { adapter, backend, isolation }: InstallCheck): Promise<Check[]> {
  const installation = adapter.verification?.installation;
  const dir = join(run.dir, backend.dir);
  const done = installation === undefined ? null : changedAt(join(dir, installation.path));
  const asked = installation?.from.map((path) => changedAt(join(dir, path)) ?? 0) ?? [];
  if (done !== null && asked.every((time) => time <= done)) {
    return [];
  }
  const { install } = backend.commands;
  return [
    await installIsolated(run, { isolation, dir: backend.dir }, () =>
      checkCommand(run, { id: "install", title: "Dependencies install", command: install, timeoutMs: tenMinutes }),
    ),
  ];
}

/** Milliseconds since 1970; `null` where there is no such file. */
function changedAt(path: string): number | null {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return null;
  }
}
