import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { attempt, lookAt, nothing, plainApp } from "./plain-app.ts";
import { readReportFile } from "./support.ts";

/** Fails where another one runs in the same folder. */
const alone = ["sh", "-c", "mkdir busy && sleep 0.5 && rmdir busy"];

it("two tasks at once in one repository both succeed, each with its own report, marker and section", async () => {
  const app = plainApp({ commands: { install: alone, test: alone } });
  const none = ["--implementer", "none"];
  for (const id of ["T-1", "T-2"])
    writeFileSync(join(app.folder, `${id}.yaml`), `id: ${id}\nobjective: Check the app\n`);

  const both = await Promise.all(
    ["T-1", "T-2"].map((id) => attempt(app, ["run", `${id}.yaml`, "--dir", "app", ...none])),
  );

  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(both.map(({ stderr }) => stderr).join("")).toMatch(
    /T-\d \(process \d+\) works in this folder, .*; T-\d waits for its end/,
  );
  expect(both.map(({ stderr }) => /^T-\d loop 1 in /m.test(stderr))).toEqual([true, true]);
  expect(readdirSync(join(app.dir, ".orchestrator", "complete")).toSorted()).toEqual(["T-1.done", "T-2.done"]);
  const reports = ["T-1", "T-2"].map((id) => readReportFile(app.dir, `${id}-loop-1.json`));
  expect(reports.map(({ task_id, status }) => [task_id, status])).toEqual([
    ["T-1", "completed"],
    ["T-2", "completed"],
  ]);
  const sections = readFileSync(join(app.dir, ".orchestrator", "verification_steps.md"), "utf8");
  expect(new Set([...sections.matchAll(/^## (T-\d)$/gm)].map(([, id]) => id))).toEqual(new Set(["T-1", "T-2"]));
  expect(lookAt(app, {}).processes).toEqual(nothing.processes);
  expect(readdirSync(join(app.dir, ".orchestrator", "backwright", "locks"))).toEqual([]);
});

it("a kill file for one of two tasks ends that one alone", async () => {
  const app = plainApp({ waits: "detect" });
  for (const id of ["T-1", "T-2"])
    writeFileSync(join(app.folder, `${id}.yaml`), `id: ${id}\nobjective: Check the app\n`);
  const runs = ["T-1", "T-2"].map((id) => attempt(app, ["run", `${id}.yaml`, "--dir", "app", "--implementer", "none"]));
  while (!existsSync(join(app.dir, ".orchestrator", "backwright", "locks", "T-2.lock"))) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  writeFileSync(join(app.dir, ".orchestrator", "complete", "T-2.kill"), "");

  const [kept, killed] = await Promise.all(runs);

  expect([kept?.code, killed?.code]).toEqual([0, 5]);
  expect(readdirSync(join(app.dir, ".orchestrator", "complete")).toSorted()).toEqual(["T-1.done", "T-2.kill"]);
  expect(readReportFile(app.dir, "T-2-loop-1.json").status).toBe("killed");
});
