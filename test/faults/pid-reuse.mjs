import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { NotHere } from "./cgroup.mjs";
import { bootId, identify, pidNamespace, sweepStale } from "@backwright/supervisor";

// A crashed run's record names a process whose id has gone to an innocent one. The kernel gives out ids in order, and in a
// namespace of our own we set the last one, so that every reuse is forced.

const self = fileURLToPath(import.meta.url);
const clockTickMs = 10;

/** Runs the reuses in a namespace of their own. */
export function forcePidReuse(count) {
  const args = ["--pid", "--fork", "--kill-child=KILL", "--mount-proc", process.execPath, self, String(count)];
  const { stdout, stderr, status } = spawnSync("unshare", args, { encoding: "utf8" });
  if (status !== 0)
    throw new NotHere(`a process namespace cannot be made: ${stderr.trim() || `unshare ended with ${status}`}`);
  return JSON.parse(stdout);
}

async function reuseOnce(workspace) {
  const victim = spawn("sleep", ["60"], { stdio: "ignore" });
  const identity = identify(victim.pid);
  writeRecord(workspace, identity);
  // An id that is used again within one tick of the clock has the same start time; a crash takes longer.
  await sleep(clockTickMs + 2);
  victim.kill("SIGKILL");
  await once(victim, "exit");
  writeFileSync("/proc/sys/kernel/ns_last_pid", String(victim.pid - 1));
  const innocent = spawn("sleep", ["60"], { stdio: "ignore" });
  const forced = innocent.pid === victim.pid;
  const ended = once(innocent, "exit");
  const report = await sweepStale(workspace);
  innocent.kill("SIGCONT");
  const signalled =
    report.ended.length > 0 || (await Promise.race([ended.then(() => true), sleep(1).then(() => false)]));
  innocent.kill("SIGKILL");
  await ended;
  return { forced, signalled };
}

function writeRecord(workspace, identity) {
  const record = {
    name: "server",
    runId: "crashed",
    state: "running",
    containment: "process-group",
    command: "sleep 60",
    cwd: "/",
    logFile: "",
    startedAt: "",
    bootId: bootId(),
    pidNamespace: pidNamespace(),
    supervisor: { pid: 4_000_000, start: "1" },
    holder: identity,
    guard: null,
    process: identity,
    cgroup: null,
    marker: null,
    ledger: [identity],
    detached: false,
    port: null,
  };
  writeFileSync(join(workspace, "backwright/processes/server.json"), JSON.stringify(record));
  writeFileSync(join(workspace, "pids/server.pid"), `${identity.pid}\n`);
}

if (process.argv[1] === self) {
  const workspace = mkdtempSync(join(tmpdir(), "pid-reuse-"));
  mkdirSync(join(workspace, "backwright/processes"), { recursive: true });
  mkdirSync(join(workspace, "pids"));
  const total = { forced: 0, signalled: 0 };
  try {
    for (let run = 0; run < Number(process.argv[2]); run += 1) {
      const { forced, signalled } = await reuseOnce(workspace);
      total.forced += forced ? 1 : 0;
      total.signalled += signalled ? 1 : 0;
    }
    process.stdout.write(JSON.stringify(total));
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}
