import { spawn } from "node:child_process";
import { createServer } from "node:net";

import { expect, it, onTestFinished } from "vitest";

import { processGroupTier } from "../../src/containment/process-group.ts";
import { pidNamespaceTier } from "../../src/containment/pid-namespace.ts";
import { subreaperTier } from "../../src/containment/subreaper.ts";
import { identify } from "../../src/system/identity.ts";
import { lsofListeners } from "../../src/system/lsof.ts";
import { hasProc } from "../../src/system/proc.ts";
import {
  commandLine,
  descendants,
  descendantsIn,
  listProcessTable,
  readProcess,
  startTime,
} from "../../src/system/process-table.ts";
import { psCommandLine, psEntries, psStartTime } from "../../src/system/ps.ts";
import { eventually } from "../support/survivors.ts";

/** A shell with two children. */
async function startFamily(): Promise<number> {
  const child = spawn("sh", ["-c", "sleep 61 & sleep 62; :"], { stdio: "ignore", detached: true });
  const pid = child.pid ?? 0;
  onTestFinished(() => {
    for (const { pid: member } of [...descendants(pid), { pid }]) {
      process.kill(member, "SIGKILL");
    }
  });
  await eventually(() => descendants(pid).length === 2, 2_000);
  return pid;
}

it("reads a process", async () => {
  const pid = await startFamily();

  expect(readProcess(pid)).toMatchObject({ pid, ppid: process.pid, group: pid, zombie: false });
  expect(commandLine(pid)).toBe("sh -c sleep 61 & sleep 62; :");
  expect(Math.abs((startTime(pid) ?? 0) - Date.now())).toBeLessThan(1_000);
  expect(readProcess(4_190_000)).toBeNull();
});

it("finds the same family in the whole table as by the kernel's lists", async () => {
  const pid = await startFamily();

  const byTable = descendantsIn(listProcessTable(), pid).map((entry) => entry.pid);

  expect(new Set(byTable)).toEqual(new Set(descendants(pid).map((entry) => entry.pid)));
  expect(byTable).toHaveLength(2);
});

it.skipIf(!hasProc)("reads with ps what it reads from /proc", async () => {
  const pid = await startFamily();
  const [entry] = psEntries(pid);

  expect(entry).toMatchObject({ pid, ppid: process.pid, group: pid, zombie: false });
  expect(psCommandLine(pid)).toBe(commandLine(pid));
  expect(entry === undefined ? 0 : Math.abs(psStartTime(entry) - Date.now())).toBeLessThan(3_000);
  expect(descendantsIn(psEntries(null), pid)).toHaveLength(2);
  expect(psEntries(4_190_000)).toEqual([]);
});

it("reads listeners with lsof", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;

  expect(lsofListeners().find((listener) => listener.port === port)).toMatchObject({
    host: "127.0.0.1",
    pid: process.pid,
  });
  server.close();
});

it.each([pidNamespaceTier, subreaperTier, processGroupTier])(
  "finds no members below an id that was used again: $name",
  async (tier) => {
    const pid = await startFamily();
    const real = identify(pid) ?? { pid: 0, start: "" };
    const reused = { pid, start: "1" };
    const rest = { guard: null, cgroup: null, ledger: new Map(), marker: "none", unmarked: new Map() };

    expect(tier.members({ ...rest, launcher: real, holder: real, process: real })).not.toEqual([]);
    expect(tier.members({ ...rest, ledger: new Map(), launcher: reused, holder: reused, process: reused })).toEqual([]);
  },
);
