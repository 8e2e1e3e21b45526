import { chmodSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { openSupervisor, probeContainment, sweepStale, type Containment } from "../../src/index.ts";
import { startCaller } from "../support/caller.ts";
import { eventually, isListening, living, makeMark } from "../support/survivors.ts";
import { env, fixture, makeWorkspace } from "../support/workspace.ts";

const probe = await probeContainment();

/** The last tier promises nothing for a process that leaves its group before anyone looks. */
function tree(tier: Containment, mark: string): [string, ...string[]] {
  return ["sh", fixture("worst-tree.sh"), mark, tier === "process-group" ? "tame" : "worst"];
}

function leftFiles(workspace: string): string[] {
  return [...readdirSync(join(workspace, "pids")), ...readdirSync(join(workspace, "backwright/processes"))].filter(
    (name) => name !== "manifest.log",
  );
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

      if (whom !== "the caller") {
        process.kill(caller.supervisorPid, "SIGKILL");
      }
      if (whom !== "the supervisor") {
        caller.child.kill("SIGKILL");
      }

      // The caller's own arguments hold the mark.
      await eventually(() => living(mark).every(({ pid }) => pid === caller.child.pid), 2_000);
      await eventually(async () => !(await isListening(caller.port)), 100);
      if (whom === "both") {
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

      const took = await eventually(() => living(mark).length === 0, 2_000);
      expect(took).toBeLessThan(500);
      await seen;
      expect((await tracked.exited).signal).toBe("SIGKILL");
      const late = supervisor.start({ name: "late", argv: ["sleep", mark], cwd: "/tmp", env });
      await expect(late).rejects.toMatchObject({ code: "KILLED" });
      expect(await supervisor.close()).toEqual({ stillRunning: [] });
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

it("finds by its environment what left the group and its parents unseen", async () => {
  const mark = makeMark();
  const supervisor = await openSupervisor({ workspace: makeWorkspace(), runId: "r", containment: "process-group" });

  const script = `( ( setsid sleep ${mark} & ) & ); echo done`;
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

    process.kill(caller.supervisorPid, "SIGKILL");
    caller.child.kill("SIGKILL");

    await eventually(() => living(mark).length === 0, 2_000);
  });
});

it("refuses a containment that does not exist here, and says why", async () => {
  const opening = openSupervisor({ workspace: makeWorkspace(), runId: "r", containment: "jail" as Containment });

  await expect(opening).rejects.toThrow();
});
