import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { StopRequest } from "../protocol.ts";
import { writeDurably } from "./durable.ts";
import type { WorkspacePaths } from "./paths.ts";

/** How another command asks the supervisor of a process that outlives its caller to stop it. */
export function stopRequestPath(paths: WorkspacePaths, name: string): string {
  return join(paths.records, `${name}.stop`);
}

export function writeStopRequest(paths: WorkspacePaths, name: string, request: StopRequest): void {
  writeDurably(stopRequestPath(paths, name), JSON.stringify(request));
}

/** What cannot be read asks for a plain stop. */
export function readStopRequest(paths: WorkspacePaths, name: string): Partial<StopRequest> {
  try {
    const parsed: unknown = JSON.parse(readFileSync(stopRequestPath(paths, name), "utf8"));
    return typeof parsed === "object" && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}
