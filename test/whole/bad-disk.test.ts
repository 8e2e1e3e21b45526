import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { TestContext } from "vitest";
import { addNotes, attempt, checkOnly, lookAt, nothing, plainApp } from "./plain-app.ts";
import type { PlainApp, Trial } from "./plain-app.ts";
import { hashTree, readReportFile } from "./support.ts";

const none = ["--implementer", "none"];
const inside = ["unshare", "--user", "--map-root-user", "--mount", "--propagation", "private"] as const;

/** Mounts of our own, which nobody else sees and which end with the command. */
function needMounts(context: TestContext): void {
  const [program, ...words] = inside;
  const { status } = spawnSync(program, [...words, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]);
  context.skip(status !== 0, "this machine allows no mounts in a namespace of one's own");
}

/** A shell line before the command; `$0` is the app. */
function after(setup: string, app: PlainApp): string[] {
  return [...inside, "sh", "-ec", `${setup}; exec "$@"`, app.dir];
}

const readOnly = 'mount --bind "$0" "$0"; mount -o remount,bind,ro "$0"';

describe("a read-only folder", () => {
  it.for([["run", ...none], ["run"], ["verify"]])(
    "is refused by %s before anything is started",
    async ([verb = "", ...args], context) => {
      needMounts(context);
      const app = plainApp();
      const task = verb === "run" ? [app.task(addNotes)] : [];

      const trial = await attempt(app, [verb, ...task, "--dir", "app", ...args], { before: after(readOnly, app) });

      expect(trial.stderr).toMatch(/\.orchestrator could not be written \(EROFS\)/);
      expect(trial.stderr).toContain("hint: Give this user write permission");
      expect({ code: trial.code, stdout: trial.stdout, left: trial.left }).toEqual({
        code: 2,
        stdout: "",
        left: nothing,
      });
    },
  );

  it.for(["understand", "plan"])("is read by %s all the same", async (verb, context) => {
    needMounts(context);
    const app = plainApp();
    const task = verb === "plan" ? [app.task(addNotes)] : [];

    const trial = await attempt(app, [verb, ...task, "--dir", "app"], { before: after(readOnly, app) });

    expect({ code: trial.code, left: trial.left }).toEqual({ code: 0, left: nothing });
  });

  it("with a workspace that can be written to fails the run, with its report and marker", async (context) => {
    needMounts(context);
    const app = plainApp();
    mkdirSync(join(app.dir, ".orchestrator"));
    const setup = `${readOnly}; mount --bind "$0/../kept" "$0/.orchestrator"`;
    mkdirSync(join(app.folder, "kept"));

    const trial = await attempt(app, ["run", app.task(addNotes), "--dir", "app"], { before: after(setup, app) });

    expect(trial.stderr).toContain("code: FOLDER_READ_ONLY");
    expect({ code: trial.code, left: trial.left }).toEqual({ code: 2, left: nothing });
    expect(readFileSync(join(app.folder, "kept", "complete", "T-1.failed"), "utf8")).toMatch(/^implement: .*EROFS/);
    expect(JSON.parse(readFileSync(join(app.folder, "kept", "reports", "T-1-loop-1.json"), "utf8"))).toMatchObject({
      status: "failed",
      files: { created: [], modified: [] },
    });
  });
});

describe("a full disk", () => {
  /** Runs on a copy of the app that stands on a disk of one mebibyte, and brings back what is there afterwards. */
  async function attemptOnSmallDisk(app: PlainApp, args: readonly string[], setup = "true"): Promise<Trial> {
    const before = hashTree(app.dir);
    const kept = join(app.folder, "kept");
    cpSync(app.dir, kept, { recursive: true });
    const script = `mount -t tmpfs -o size=1m tmpfs "$0"; cp -a "$0/../kept/." "$0"; ${setup}; code=0; "$@" || code=$?; rm -r "$0/../kept"; rm -f "$0/filler" "$0/.orchestrator/filler"; cp -a "$0" "$0/../kept"; exit $code`;
    const trial = await attempt(app, args, { before: [...inside, "sh", "-ec", script, app.dir] });
    rmSync(app.dir, { recursive: true });
    cpSync(kept, app.dir, { recursive: true });
    return { ...trial, left: lookAt(app, before) };
  }
  const fill = 'dd if=/dev/zero of="$0/filler" bs=4k 2>/dev/null || true';

  it("before a run ends it before anything is started", async (context) => {
    needMounts(context);
    const app = plainApp();

    const trial = await attemptOnSmallDisk(app, ["run", app.task(addNotes), "--dir", "app"], fill);

    expect(trial.stderr).toMatch(/The disk is full: .*\.orchestrator.* could not be written\./);
    expect(trial.stderr).toContain("hint: Free some space");
    expect({ code: trial.code, stdout: trial.stdout, left: trial.left }).toEqual({
      code: 3,
      stdout: "",
      left: nothing,
    });
    expect(readdirSync(join(app.dir, ".orchestrator", "complete"))).toEqual([]);
  });

  it("that a change does not fit on undoes the whole change, with report and marker", async (context) => {
    needMounts(context);
    const large = { path: "src/large.js", content: "x".repeat(600_000), kind: "generated" };
    const app = plainApp({ files: [large] });

    const trial = await attemptOnSmallDisk(app, ["run", app.task(addNotes), "--dir", "app"]);

    expect(trial.stderr).toContain("code: DISK_FULL");
    expect({ code: trial.code, left: trial.left }).toEqual({ code: 3, left: nothing });
    expect(readFileSync(join(app.dir, ".orchestrator", "complete", "T-1.failed"), "utf8")).toMatch(
      /^implement: The disk/,
    );
    expect(readReportFile(app.dir, "T-1-loop-1.json")).toMatchObject({ status: "failed", files: { created: [] } });
  });

  it.for([
    ["test", addNotes, []],
    ["start", checkOnly, none],
  ] as const)(
    "that the %s command of the project fills leaves no half-written file",
    async ([name, task, args], context) => {
      needMounts(context);
      const filler = ["sh", "-c", "dd if=/dev/zero of=.orchestrator/filler bs=4k; exec node server.js"];
      const app = plainApp({ commands: { [name]: filler } });

      const trial = await attemptOnSmallDisk(app, ["run", app.task(task), "--dir", "app", ...args]);

      expect(trial.stderr).toContain("code: DISK_FULL");
      expect({ code: trial.code, left: trial.left }).toEqual({ code: 3, left: nothing });
      expect(existsSync(join(app.dir, ".orchestrator", "complete", "T-1.done"))).toBe(false);
    },
  );

  it("for temporary files fails the run, with report and marker", async (context) => {
    needMounts(context);
    const app = plainApp();
    const setup =
      'mount -t tmpfs -o size=64k tmpfs "$0/../tmp"; dd if=/dev/zero of="$0/../tmp/filler" bs=4k 2>/dev/null || true';

    const trial = await attempt(app, ["run", app.task(checkOnly), "--dir", "app", ...none], {
      before: after(setup, app),
    });

    expect(trial.stderr).toContain("code: DISK_FULL");
    expect({ code: trial.code, left: trial.left }).toEqual({ code: 3, left: nothing });
    expect(readFileSync(join(app.dir, ".orchestrator", "complete", "T-1.failed"), "utf8")).toContain(
      "The disk is full",
    );
  });
});
