import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { onTestFinished } from "vitest";

import type { Containment, ProcessRecord } from "../../src/index.ts";
import { fixture } from "./workspace.ts";

export interface Caller {
  child: ChildProcess;
  pid: number;
  port: number;
  supervisorPid: number;
}

/** Starts a command in a process of its own, which holds the worst tree; resolves when its server is ready. */
export async function startCaller(options: {
  workspace: string;
  containment: Containment;
  argv: readonly string[];
  killFile?: string;
  uid?: number;
}): Promise<Caller> {
  const { workspace, containment, argv, killFile = "", uid } = options;
  const child = spawn(process.execPath, [fixture("caller.ts"), workspace, containment, killFile, ...argv], {
    stdio: ["ignore", "pipe", "inherit"],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([once(lines, "line"), once(child, "exit")])) as [unknown];
  if (typeof line !== "string") {
    throw new Error(`The caller ended early with ${String(line)}.`);
  }
  const { pid, port } = JSON.parse(line) as { pid: number; port: number };
  const file = join(workspace, "backwright", "processes", "tree.json");
  const record = JSON.parse(readFileSync(file, "utf8")) as ProcessRecord;
  return { child, pid, port, supervisorPid: record.supervisor.pid };
}
