import { readFileSync } from "node:fs";
import { join } from "node:path";

import { writeDurably } from "./durable.ts";
import type { WorkspacePaths } from "./paths.ts";

/** How another command asks the supervisor of a process that outlives its caller to stop it. */
export function stopRequestPath(paths: WorkspacePaths, name: string): string {
  return join(paths.records, `${name}.stop`);
}

export function writeStopRequest(paths: WorkspacePaths, name: string, graceMs: number): void {
  writeDurably(stopRequestPath(paths, name), JSON.stringify({ graceMs }));
}

/** The grace that was asked for; `null` where it cannot be read, which asks for the default. */
export function readStopRequest(paths: WorkspacePaths, name: string): number | null {
  try {
    const parsed: unknown = JSON.parse(readFileSync(stopRequestPath(paths, name), "utf8"));
    const known = typeof parsed === "object" && parsed !== null && "graceMs" in parsed ? parsed.graceMs : null;
    return typeof known === "number" && known >= 0 ? known : null;
  } catch {
    return null;
  }
}
