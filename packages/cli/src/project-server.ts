import { resolve } from "node:path";
import { BackwrightError, understand, type Command } from "@backwright/core";
import { openCatalog } from "./catalog.ts";

/** The project's own commands around its server; folders absolute. */
export interface ProjectServer {
  readonly start: Command;
  readonly stop: Command | null;
}

/** Reads them from the primary backend. Throws `ADAPTER_NONE` and `COMMAND_MISSING`. */
export async function projectServer(options: { dir: string; adapter: string | null }): Promise<ProjectServer> {
  const { dir, adapter } = options;
  const understanding = await understand({
    dir,
    catalog: await openCatalog(dir),
    ...(adapter !== null && { adapter }),
  });
  const backend = understanding.backends[0];
  if (backend === undefined) {
    throw new BackwrightError("ADAPTER_NONE", {
      message: `No backend application was found in ${dir}.`,
      hint: "Name the command yourself: `backwright start NAME -- COMMAND`.",
    });
  }
  const { start, stop } = backend.commands;
  if (start === null) {
    throw new BackwrightError("COMMAND_MISSING", {
      message: `No start command was found for the ${backend.framework.name} application in ${dir}.`,
      hint: "Name the command yourself: `backwright start NAME -- COMMAND`.",
    });
  }
  return { start: located(start, dir), stop: stop === null ? null : located(stop, dir) };
}

function located(command: Command, dir: string): Command {
  return { ...command, cwd: resolve(dir, command.cwd) };
}
