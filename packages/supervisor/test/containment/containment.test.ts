import { spawnSync } from "node:child_process";
import { chmodSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import {
  openSupervisor,
  probeContainment,
  sweepStale,
  type Containment,
  type ContainmentReport,
} from "../../src/index.ts";
import { identify } from "../../src/system/identity.ts";
import { hasProc } from "../../src/system/proc.ts";
import { startCaller } from "../support/caller.ts";
import { living } from "../support/living.ts";
import { eventually, isListening, makeMark } from "../support/survivors.ts";
import { env, fixture, makeWorkspace } from "../support/workspace.ts";

const probe = await probeContainment();

/** Where no environment can be read, the last tier promises nothing for what leaves its group before anyone looks. */
function tree(tier: Containment, mark: string): [string, ...string[]] {
  return ["sh", fixture("worst-tree.sh"), mark, tier === "process-group" && !hasProc ? "tame" : "worst"];
}

/** A kill in the midst of a write leaves a temporary file, which a sweep takes away once it is older than any write. */
function leftFiles(workspace: string): string[] {
  return [...readdirSync(join(workspace, "pids")), ...readdirSync(join(workspace, "backwright/processes"))].filter(
    (name) => name !== "manifest.log" && !/^\..*\.tmp$/.test(name),
  );
}

/** Stops all first: whoever lives a moment longer than the other cleans up after it. */
function killAtOnce(pids: readonly number[]): void {
  for (const signal of ["SIGSTOP", "SIGKILL"] as const) {
    for (const pid of pids) {
      process.kill(pid, signal);
    }
  }
}

describe.each(probe.tiers)("containment $tier", ({ tier, usable, reason }) => {
  describe.skipIf(!usable)(usable ? "ends the whole tree" : `not usable here: ${reason}`, () => {
    it("when it is stopped", async () => {
      const mark = makeMark();
      const supervisor = await openSupervisor({ workspace: makeWorkspace(), runId: "r", containment: tier });
      const tracked = await supervisor.start({ name: "tree", argv: tree(tier, mark), cwd: "/tmp", env });
      const { port } = await tracked.ready({ timeoutMs: 10_000 });
      expect(living(mark).length).toBeGreaterThan(5);

      const exit = await tracked.stop({ graceMs: 300 });

      expect(living(mark)).toEqual([]);
      expect(await isListening(port)).toBe(false);
      expect(exit.survivors).toEqual([]);
      expect(await supervisor.close()).toEqual({ stillRunning: [] });
    });

    it("when the command ends and leaves children behind", async () => {
      const mark = makeMark();
      const supervisor = await openSupervisor({ workspace: makeWorkspace(), runId: "r", containment: tier });

      const script = `sleep ${mark} & nohup sleep ${mark} & echo done`;
      const result = await supervisor.run(
        { name: "build", argv: ["sh", "-c", script], cwd: "/tmp", env },
        { timeoutMs: 5_000 },
      );

      expect(living(mark)).toEqual([]);
      expect(result).toMatchObject({ exitCode: 0, signal: null, timedOut: false, tail: "done\n", survivors: [] });
      await supervisor.close();
    });

    it.each(["the caller", "the supervisor", "both"])("when %s is killed", async (whom) => {
      const mark = makeMark();
      const workspace = makeWorkspace();
      const caller = await startCaller({ workspace, containment: tier, argv: tree(tier, mark) });
      expect(living(mark).length).toBeGreaterThan(5);

      killAtOnce([
        ...(whom === "the caller" ? [] : [caller.supervisorPid]),
        ...(whom === "the supervisor" ? [] : [caller.child.pid ?? 0]),
      ]);

      // The caller's own arguments hold the mark.
      await eventually(() => living(mark).every(({ pid }) => pid === caller.child.pid), 2_000);
      await eventually(async () => !(await isListening(caller.port)), 2_000);
      if (whom === "both") {
        // The tree hears of the supervisor's end before the process table does.
        await eventually(() => identify(caller.supervisorPid) === null, 2_000);
        expect((await sweepStale(workspace)).removed).toEqual(["tree"]);
      }
      await eventually(() => leftFiles(workspace).length === 0, 2_000);
    });

    it("when the kill file appears", async () => {
      const mark = makeMark();
      const workspace = makeWorkspace();
      const killFile = join(workspace, "TASK-1.kill");
      const supervisor = await openSupervisor({ workspace, runId: "r", containment: tier, killFile });
      const seen = new Promise<void>((resolve) => supervisor.onKill(resolve));
      const tracked = await supervisor.start({ name: "tree", argv: tree(tier, mark), cwd: "/tmp", env });
      await tracked.ready({ timeoutMs: 10_000 });

      writeFileSync(killFile, "");

      await eventually(() => living(mark).length === 0, 2_000);
      await seen;
      expect((await tracked.exited).signal).toBe("SIGKILL");
      const late = supervisor.start({ name: "late", argv: ["sleep", mark], cwd: "/tmp", env });
      await expect(late).rejects.toMatchObject({ code: "KILLED" });
      expect(await supervisor.close()).toEqual({ stillRunning: [] });
    });

    it("when a member kills its own process group without a grace", async () => {
      const mark = makeMark();
      const supervisor = await openSupervisor({ workspace: makeWorkspace(), runId: "r", containment: tier });

      const script = `setsid sleep ${mark} & ( ( setsid sleep ${mark} & ) & ); sleep 0.2; kill -9 0`;
      const result = await supervisor.run(
        { name: "x", argv: ["sh", "-c", script], cwd: "/tmp", env },
        { timeoutMs: 5_000 },
      );

      expect(result).toMatchObject({ signal: "SIGKILL", timedOut: false, survivors: [] });
      expect(living(mark)).toEqual([]);
      await supervisor.close();
    });

    it("when a member kills its own process group", async () => {
      const mark = makeMark();
      const supervisor = await openSupervisor({ workspace: makeWorkspace(), runId: "r", containment: tier });

      const script = `trap : TERM; sleep ${mark} & sleep 0.2; kill 0; wait; echo cleaned; exit 7`;
      const result = await supervisor.run(
        { name: "x", argv: ["sh", "-c", script], cwd: "/tmp", env },
        { timeoutMs: 5_000 },
      );

      expect(result).toMatchObject({ exitCode: 7, timedOut: false });
      expect(result.tail).toContain("cleaned");
      expect(living(mark)).toEqual([]);
      await supervisor.close();
    });
  });
});

it.skipIf(!hasProc).each([
  ["environment", "( ( setsid sleep MARK >/dev/null 2>&1 & ) & )"],
  ["output", "env -i setsid -f sleep MARK"],
])("finds by its %s what left the group and its parents unseen", async (_sign, line: string) => {
  const mark = makeMark();
  const supervisor = await openSupervisor({ workspace: makeWorkspace(), runId: "r", containment: "process-group" });

  const script = `${line.replace("MARK", mark)}; echo done`;
  await supervisor.run({ name: "x", argv: ["sh", "-c", script], cwd: "/tmp", env }, { timeoutMs: 5_000 });

  expect(living(mark)).toEqual([]);
  await supervisor.close();
});

describe("as an unprivileged user", () => {
  it.skipIf(process.getuid?.() !== 0)("ends the whole tree when caller and supervisor are killed", async () => {
    const mark = makeMark();
    const workspace = makeWorkspace();
    chmodSync(workspace, 0o777);
    const nobody = 65_534;
    const caller = await startCaller({
      workspace,
      containment: "pid-namespace",
      argv: tree("pid-namespace", mark),
      uid: nobody,
    });
    expect(living(mark).length).toBeGreaterThan(5);

    killAtOnce([caller.supervisorPid, caller.child.pid ?? 0]);

    await eventually(() => living(mark).length === 0, 2_000);
  });
});

/** Runs what follows as nobody; it needs root, and a system that lets nobody make user namespaces. */
const nobody = "setpriv";
const asNobody = [nobody, "--reuid", "65534", "--regid", "65534", "--clear-groups"];
const canBeNobody = spawnSync(nobody, [...asNobody.slice(1), "unshare", "--user", "true"]).status === 0;

it.skipIf(!canBeNobody).each([
  [
    "an unprivileged user where user namespaces are refused",
    "subreaper",
    /pid-namespace: The system refuses a PID namespace/,
  ],
  ["an unprivileged user", "pid-namespace", /^$/],
])("chooses for %s the best that works, and says what was refused", async (who, best, reasons) => {
  const workspace = makeWorkspace();
  chmodSync(workspace, 0o777);
  // A user namespace in which nobody may make another one, and in which nobody is privileged.
  const script = 'echo 0 >/proc/sys/user/max_user_namespaces; exec setpriv --bounding-set -all --inh-caps -all "$@"';
  const limited = ["unshare", "--user", "--map-root-user", "sh", "-c", script, "sh"];
  const outer = who.includes("refused") ? [...asNobody, ...limited] : asNobody;
  const argv = [...outer, process.execPath, fixture("report-containment.ts"), workspace];

  const { stdout, stderr, status } = spawnSync(argv[0] ?? "", argv.slice(1), { encoding: "utf8", env });

  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const { containment, left } = JSON.parse(stdout) as { containment: ContainmentReport; left: number };
  expect(containment.tier).toBe(best);
  expect(containment.reasons.join(" ")).toMatch(reasons);
  expect(left).toBe(0);
});

it("refuses a containment that does not exist here, and says why", async () => {
  const opening = openSupervisor({ workspace: makeWorkspace(), runId: "r", containment: "jail" as Containment });

  await expect(opening).rejects.toThrow();
});
