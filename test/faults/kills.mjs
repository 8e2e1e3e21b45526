import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { makeApp, copyApp, markerFile, readOutcome, startRun } from "./app.mjs";
import { makeGroup, membersOf, removeGroup } from "./cgroup.mjs";

const longestMs = 5_000;
/** Every command leaves something behind that its parents do not know. */
const commands = {
  install: ["sh", "-c", "setsid sleep 60 & sleep 0.05"],
  build: ["sh", "-c", "nohup sleep 60 >/dev/null 2>&1 & sleep 0.1"],
  test: ["sh", "-c", "(setsid sleep 60 &) ; sleep 0.1"],
  start: ["sh", "-c", "setsid sleep 60 & exec node server.js"],
};

/** Writes the kill file at random moments of a run; from the file to the last process's end, in milliseconds. */
export async function killRuns(count, random) {
  const app = makeApp(commands);
  const result = { killed: 0, completed: 0, tookMs: [], broken: [] };
  try {
    const wholeMs = await runLength(app);
    for (let number = 0; result.killed < count && number < 2 * count; number += 1) {
      await killOnce(app, { number, moment: random() * wholeMs }, result);
    }
    return { ...result, wholeMs };
  } finally {
    app.remove();
  }
}

async function killOnce(original, { number, moment }, result) {
  const app = copyApp(original);
  const group = makeGroup(`faults-kill-${process.pid}-${number}`);
  const run = startIn(group, app);
  try {
    await untilRunning(app, run.child);
    await sleep(moment);
    const finished = membersOf(group).length === 0;
    writeFileSync(markerFile(app, "kill"), "");
    const began = performance.now();
    const writtenAt = Date.now();
    while (membersOf(group).length > 0 && performance.now() - began < longestMs) await sleep(1);
    const tookMs = performance.now() - began;
    const left = membersOf(group);
    const { code, stderr } = left.length > 0 ? { code: "none", stderr: "" } : await run.ended;
    const { markers, report } = readOutcome(app);
    const marker = markers.find((name) => name !== "kill");
    const before = finished || (marker === "done" && statSync(markerFile(app, "done")).mtimeMs <= writtenAt);
    if (before && marker === "done" && code === 0) {
      result.completed += 1;
      return;
    }
    result.killed += 1;
    result.tookMs.push(tookMs);
    const problem = problemOf(app, { left, code, marker, report });
    if (problem !== null) result.broken.push({ moment, problem, said: stderr.slice(-1_500) });
  } finally {
    run.child.kill("SIGKILL");
    await removeGroup(group);
    app.remove();
  }
}

function problemOf(app, { left, code, marker, report }) {
  if (left.length > 0) return `${left.length} processes left`;
  if (code !== 5) return `exit code ${code}`;
  if (marker !== undefined) return `.${marker} stands`;
  if (report?.status !== "killed") return `a report that says ${report?.status ?? "nothing"}`;
  if (report.spawned_processes.still_running.length > 0) return "a report of running processes";
  if (existsSync(join(app.dir, "src/notes/notes.js"))) return "the change was left";
  return null;
}

function startIn(group, app) {
  return startRun(app, { before: ["/bin/sh", "-c", 'echo 0 >"$0/cgroup.procs" && exec "$@"', group] });
}

async function untilRunning(app, child) {
  const lock = join(app.dir, ".orchestrator/backwright/locks/T-1.lock");
  while (!existsSync(lock) && child.exitCode === null) await sleep(1);
}

async function runLength(original) {
  const app = copyApp(original);
  try {
    const { child, ended } = startRun(app);
    await untilRunning(app, child);
    const began = performance.now();
    const { code, stderr } = await ended;
    if (code !== 0) throw new Error(`The run that is not killed ended with ${code}: ${stderr}`);
    return performance.now() - began;
  } finally {
    app.remove();
  }
}
