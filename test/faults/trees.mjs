import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { listProcesses, sweepStale } from "@backwright/supervisor";
import { makeGroup, membersOf, removeGroup } from "./cgroup.mjs";
import { quantile, summary } from "./numbers.mjs";

const caller = fileURLToPath(new URL("caller.mjs", import.meta.url));
const emptyWithinMs = 5_000;
const portFreeWithinMs = 100;

/** The ways to end a tree, and who of the caller and its supervisor is left by it. */
export const faults = ["stop", "caller", "supervisor", "both", "kill file"];

/**
 * Starts a tree, ends it in the given way at the given moment (milliseconds after the start, or `ready`), and tells what was
 * left and how long it took.
 */
export async function runTree({ number, containment, fault, moment, gunicorn = "" }) {
  const workspace = mkdtempSync(join(tmpdir(), "faults-"));
  const group = makeGroup(`faults-${process.pid}-${number}`);
  const killFile = join(workspace, "T.kill");
  const mark = `7200.${process.pid}${String(number).padStart(6, "0")}`;
  const argv = [process.execPath, caller, workspace, containment, mark, killFile, gunicorn];
  const child = spawn("/bin/sh", ["-c", 'echo 0 >"$0/cgroup.procs" && exec "$@"', group, ...argv], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  try {
    const ready = once(createInterface({ input: child.stdout }), "line").then(([line]) => JSON.parse(line));
    const exit = once(child, "exit");
    child.stdin.on("error", () => {});
    const port = moment === "ready" ? (await Promise.race([ready, failIn(30_000)])).port : null;
    if (moment === "ready" && gunicorn !== "") await untilWorkers(group);
    if (moment !== "ready") await sleep(moment);
    const members = membersOf(group).length;

    const began = performance.now();
    strike({ fault, child, killFile });
    // The tree is what the caller and its supervisor started; these two may need a moment more for their records.
    const tookMs = await untilEmpty(group, { began, child });
    const survivors = tookMs === null ? treeOf(group, child) : [];
    const portMs = port === null || tookMs === null ? 0 : await untilFree(port);
    child.kill("SIGKILL");
    await exit;
    const quiet = await untilEmpty(group, { began, child: null });
    const lingering = quiet === null ? membersOf(group) : [];
    const left = [...survivors, ...lingering].map(describe);
    return { fault, moment, members, tookMs, survivors: left, portMs, records: await countRecords(workspace) };
  } finally {
    child.kill("SIGKILL");
    await removeGroup(group);
    rmSync(workspace, { recursive: true, force: true });
  }
}

function strike({ fault, child, killFile }) {
  const supervisor = supervisorOf(child);
  if (fault === "stop") child.stdin.write("stop\n");
  if (fault === "kill file") writeFileSync(killFile, "");
  if ((fault === "supervisor" || fault === "both") && supervisor !== null) process.kill(supervisor, "SIGKILL");
  if (fault === "caller" || fault === "both") child.kill("SIGKILL");
}

/** The workers of gunicorn have a name of their own, which setproctitle gives them. */
async function untilWorkers(group) {
  const deadline = performance.now() + 20_000;
  while (membersOf(group).filter((pid) => /gunicorn: worker/.test(commandLine(pid))).length < 2) {
    if (performance.now() > deadline) throw new Error("The workers of gunicorn did not come up in 20 s.");
    await sleep(5);
  }
}

/** The caller has no other child. */
function supervisorOf(child) {
  try {
    const [first] = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").trim().split(" ");
    return first ? Number(first) : null;
  } catch {
    return null;
  }
}

/** What lives in the group but the caller and supervisors, known by what they run. */
function treeOf(group, child) {
  return membersOf(group).filter((pid) => pid !== child?.pid && (child === null || !isSupervisor(pid)));
}

function isSupervisor(pid) {
  return /\/supervisor-main\.js\0/.test(commandLine(pid));
}

function commandLine(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

/** Milliseconds from `began` until two looks in a row found nothing, counted to the first of them; `null` when never. */
async function untilEmpty(group, { began, child }) {
  const deadline = performance.now() + emptyWithinMs;
  let first = null;
  while (performance.now() < deadline) {
    const now = performance.now();
    if (treeOf(group, child).length > 0) {
      first = null;
    } else if (first !== null) {
      return first - began;
    } else {
      first = now;
    }
    await sleep(1);
  }
  return null;
}

/** What a crash left of records and pid files after a sweep, as the next command does it. */
async function countRecords(workspace) {
  await sweepStale(workspace);
  const { ours, foreign } = await listProcesses(workspace);
  return ours.length + foreign.length;
}

/** How long the port still accepted; `null` beyond the limit. */
async function untilFree(port) {
  const began = performance.now();
  while (await accepts(port)) {
    if (performance.now() - began > portFreeWithinMs) return null;
    await sleep(1);
  }
  return performance.now() - began;
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

function describe(pid) {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim().slice(0, 120);
    return `${pid} ${/State:\s+(\S)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]} ${command}`;
  } catch {
    return `${pid} (gone)`;
  }
}

async function failIn(ms) {
  await sleep(ms, undefined, { ref: false });
  throw new Error(`The tree was not ready in ${ms} ms.`);
}

/** Prints the numbers of one containment and returns how many promises were broken. */
export function judge(containment, results, limitMs) {
  let broken = 0;
  for (const fault of faults) {
    const own = results.filter((result) => result.fault === fault);
    if (own.length === 0) continue;
    const took = own.filter(({ tookMs }) => tookMs !== null).map(({ tookMs }) => tookMs);
    const bad = own.filter(({ survivors, portMs, records }) => survivors.length > 0 || portMs === null || records > 0);
    const late = fault === "caller" && quantile(took, 0.99) > limitMs;
    broken += bad.length + (late ? 1 : 0);
    const most = Math.max(...own.map(({ members }) => members));
    console.log(
      `${containment.padEnd(14)} ${fault.padEnd(11)} runs ${own.length} of up to ${most} processes  broken ${bad.length}  empty after: ${summary(took)}${late ? `, over ${limitMs} ms` : ""}`,
    );
    for (const one of bad.slice(0, 5)) console.log(`    at ${one.moment}: ${JSON.stringify(one)}`);
  }
  return broken;
}
