import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { addNotes, attempt, checkOnly, fixture, nothing, plainApp } from "./plain-app.ts";
import type { PlainApp } from "./plain-app.ts";
import { commit, readReportFile } from "./support.ts";

const none = ["--implementer", "none"];
const reportName = "T-1-loop-1.json";

function failedMarker({ dir }: PlainApp): string {
  return readFileSync(join(dir, ".orchestrator", "complete", "T-1.failed"), "utf8");
}

describe("no adapter", () => {
  it("for anything in the folder fails with what was looked for", async () => {
    const app = plainApp();
    rmSync(join(app.dir, "server.js"));

    const trial = await attempt(app, ["run", app.task(checkOnly), "--dir", "app", ...none]);

    expect(trial.stderr).toMatch(/No backend application was found here\. Looked for .*plain: a file server\.js/);
    expect(trial.stderr).toContain("code: ADAPTER_NONE");
    expect({ code: trial.code, left: trial.left }).toEqual({ code: 4, left: nothing });
    expect(trial.stdout.trimEnd().split("\n").at(-1)).toBe("TASK FAILED - TERMINATING");
    expect(failedMarker(app)).toMatch(/^understand: No backend application was found here\..*\n$/);
    expect(readReportFile(app.dir, reportName)).toMatchObject({ status: "failed", files: { created: [] } });
  });

  it("for a framework that is recognised fails with its name", async () => {
    const app = plainApp();
    rmSync(join(app.dir, "server.js"));
    writeFileSync(join(app.dir, "package.json"), '{ "dependencies": { "koa": "3.0.0" } }\n');

    const run = await attempt(app, ["run", app.task(checkOnly), "--dir", "app", ...none]);
    const plan = await attempt(app, ["plan", app.task(addNotes), "--dir", "app"]);

    for (const trial of [run, plan]) {
      expect(trial.stderr).toContain("This is a koa project (javascript, in .)");
      expect({ code: trial.code, left: trial.left }).toEqual({ code: 4, left: nothing });
    }
  });

  it("leaves no workspace where verify finds nothing to verify", async () => {
    const app = plainApp();
    rmSync(join(app.dir, "server.js"));

    const trial = await attempt(app, ["verify", "--dir", "app"]);

    expect(trial.stderr).toContain("code: ADAPTER_NONE");
    expect({ code: trial.code, left: trial.left }).toEqual({ code: 4, left: nothing });
    expect(existsSync(join(app.dir, ".orchestrator"))).toBe(false);
  });
});

it("two adapters that match equally well are named, with how to choose", async () => {
  const app = plainApp();
  const second = join(app.dir, "node_modules", "second-adapter");
  cpSync(fixture("plain-adapter"), second, { recursive: true });
  for (const [file, from, to] of [
    ["package.json", '"plain"', '"second"'],
    ["package.json", "plain-adapter", "second-adapter"],
    ["index.js", 'name: "plain"', 'name: "second"'],
  ] as const) {
    writeFileSync(join(second, file), readFileSync(join(second, file), "utf8").replace(from, to));
  }
  const manifest = readFileSync(join(app.dir, "package.json"), "utf8");
  writeFileSync(join(app.dir, "package.json"), manifest.replace("{ ", '{ "second-adapter": "1.0.0", '));
  commit(app.dir);

  const tied = await attempt(app, ["run", app.task(checkOnly), "--dir", "app", ...none]);

  expect(tied.stderr).toContain("Several adapters match . equally well: plain (server.js:1), second (server.js:1).");
  expect(tied.stderr).toContain("hint: Choose one: --adapter plain or --adapter second.");
  expect({ code: tied.code, left: tied.left }).toEqual({ code: 2, left: nothing });
  expect(failedMarker(app)).toContain("Several adapters match");
});

describe("an adapter", () => {
  it.each(["detect", "commands", "errors", "refusals", "write", "tests", "environment", "find"])(
    "that throws when it is asked for %s fails the run by its name, and undoes what was written",
    async (question) => {
      const app = plainApp({ throws: question });

      const trial = await attempt(app, ["run", app.task(addNotes), "--dir", "app"]);

      expect(trial.stderr).toMatch(/The adapter plain failed to .*: cannot answer /);
      expect(trial.stderr).toContain("code: ADAPTER_FAILED");
      expect({ code: trial.code, left: trial.left }).toEqual({ code: 4, left: nothing });
      expect(failedMarker(app)).toMatch(/^\w+: The adapter plain failed to .*\n$/);
      expect(readReportFile(app.dir, reportName)).toMatchObject({
        status: "failed",
        files: { created: [], modified: [] },
      });
    },
  );

  it.each([
    ["cannot be loaded", "index.js", "export default {", "ADAPTER_FAILED"],
    ["does not keep to the contract", "index.js", "export default { name: 'plain' };", "ADAPTER_INVALID"],
  ])("that %s fails the run", async (_what, file, text, code) => {
    const app = plainApp();
    writeFileSync(join(app.dir, "node_modules", "plain-adapter", file), text);

    const trial = await attempt(app, ["run", app.task(checkOnly), "--dir", "app", ...none]);

    expect(trial.stderr).toContain(`code: ${code}`);
    expect(trial.stderr).toContain("plain");
    expect({ code: trial.code, left: trial.left }).toEqual({ code: 4, left: nothing });
    expect(failedMarker(app)).toMatch(/^understand: The adapter plain/);
  });

  it("whose package describes it wrongly is named before the run begins", async () => {
    const app = plainApp();
    const file = join(app.dir, "node_modules", "plain-adapter", "package.json");
    writeFileSync(file, readFileSync(file, "utf8").replace('"language": "node"', '"language": "cobol"'));

    const trial = await attempt(app, ["run", app.task(checkOnly), "--dir", "app", ...none]);

    expect(trial.stderr).toMatch(/The `backwright` field of .*plain-adapter\/package\.json is wrong: language/);
    expect({ code: trial.code, stdout: trial.stdout, left: trial.left }).toEqual({
      code: 4,
      stdout: "",
      left: nothing,
    });
    expect(existsSync(join(app.dir, ".orchestrator"))).toBe(false);
  });

  it.each(["../outside.js", "/tmp/outside.js", ".git/config", "src/notes/notes.js/x.js"])(
    "that would write %s writes nothing at all",
    async (path) => {
      const app = plainApp({ files: [{ path, content: "x", kind: "generated" }] });

      const trial = await attempt(app, ["run", app.task(addNotes), "--dir", "app"]);

      expect(trial.stderr).toContain(path.replace(/\/x\.js$/, ""));
      expect(trial.stderr).toContain("code: ADAPTER_FAILED");
      expect({ code: trial.code, left: trial.left }).toEqual({ code: 4, left: nothing });
      expect(failedMarker(app)).toMatch(/^implement: /);
    },
  );
});
