import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { attempt, checkOnly, addNotes, nothing, plainApp } from "./plain-app.ts";
import { hashTree, readReportFile } from "./support.ts";

const none = ["--implementer", "none"];

describe("a task that cannot be read", () => {
  it.each([
    ["is not there", null, "TASK_MISSING", /There is no task file task\.yaml/],
    ["is not YAML", "id: T-1\nobjective: [a\n", "TASK_UNREADABLE", /task\.yaml:\d: This is not YAML/],
    ["is empty", "", "TASK_INVALID", /at least `id` and `objective`; this file holds nothing/],
    [
      "holds a wrong field",
      "id: T-1\nobjectiv: x\nobjective: y\n",
      "TASK_INVALID",
      /task\.yaml:2: objectiv: .*`objective`/,
    ],
    [
      "holds a field of the wrong type",
      "id: T-1\nobjective: y\nresources:\n  Note:\n    fields:\n      text: { type: text }\n",
      "TASK_INVALID",
      /task\.yaml:6: resources\.Note\.fields\.text\.type: .*`string`/,
    ],
    [
      "names an unknown verb",
      "id: T-1\nobjective: y\nresources:\n  Note:\n    fields: { text: string }\n    operations: [lst]\n",
      "TASK_INVALID",
      /task\.yaml:6: resources\.Note\.operations\.0: .*`list`/,
    ],
    [
      "has an id that leads elsewhere",
      "id: ../x\nobjective: y\n",
      "TASK_ID_INVALID",
      /task\.yaml:1: id: `\.\.\/x` cannot be/,
    ],
  ])("ends with 2 where it %s, and writes nothing", async (_what, text, code, message) => {
    const app = plainApp();
    if (text !== null) app.task(text);

    const trial = await attempt(app, ["run", "task.yaml", "--dir", "app"]);

    expect(trial.stderr).toMatch(message);
    expect(trial.stderr).toContain(`code: ${code}`);
    expect(trial.stderr).toContain("hint: ");
    expect({ code: trial.code, stdout: trial.stdout, left: trial.left }).toEqual({
      code: 2,
      stdout: "",
      left: nothing,
    });
    expect(existsSync(join(app.dir, ".orchestrator"))).toBe(false);
  });

  it("names the entity that a field cannot lead to", async () => {
    const app = plainApp();
    const task = app.task(addNotes.replace("text: string", "text: Nte"));

    const trial = await attempt(app, ["run", task, "--dir", "app"]);

    expect(trial.stderr).toMatch(/task\.yaml:5: resources\.Note\.fields\.text: /);
    expect({ code: trial.code, left: trial.left }).toEqual({ code: 2, left: nothing });
  });

  it("refuses an id that leads elsewhere on the command line", async () => {
    const app = plainApp();

    const trial = await attempt(app, ["run", "../x", "--dir", "app"]);

    expect(trial.stderr).toContain("code: TASK_ID_INVALID");
    expect({ code: trial.code, left: trial.left }).toEqual({ code: 2, left: nothing });
  });
});

describe("a folder", () => {
  it("that is no git repository works, and the report says what cannot be promised", async () => {
    const app = plainApp();
    rmSync(join(app.dir, ".git"), { recursive: true });

    const trial = await attempt(app, ["run", app.task(checkOnly), "--dir", "app", ...none]);

    expect({ code: trial.code, left: trial.left }).toEqual({ code: 0, left: nothing });
    expect(readReportFile(app.dir, "T-1-loop-1.json").warnings.join("\n")).toContain("not in a git repository");
  });

  it.each([
    ["run", checkOnly, []],
    ["run", addNotes, none],
    ["plan", checkOnly, []],
  ])("that does not exist is refused by %s where nothing is to be made in it", async (verb, task, args) => {
    const app = plainApp();

    const trial = await attempt(app, [verb, app.task(task), "--dir", "app/missing", ...args]);

    expect(trial.stderr).toMatch(/There is no folder .*missing\./);
    expect(trial.stderr).toContain("code: FOLDER_MISSING");
    expect({ code: trial.code, left: trial.left }).toEqual({ code: 2, left: nothing });
    expect(existsSync(join(app.dir, "missing"))).toBe(false);
  });

  it("that does not exist is planned for without being made", async () => {
    const app = plainApp();

    const trial = await attempt(app, ["plan", app.task(addNotes), "--dir", "app/missing", "--adapter", "express"]);

    expect({ code: trial.code, left: trial.left }).toEqual({ code: 0, left: nothing });
    expect(trial.stdout).toContain("GET /notes");
    expect(existsSync(join(app.dir, "missing"))).toBe(false);
  });

  it.each(["file", "broken link", "link to itself"])("that is a %s is refused", async (kind) => {
    const app = plainApp();
    const path = join(app.folder, "odd");
    if (kind === "file") writeFileSync(path, "");
    else symlinkSync(kind === "broken link" ? "nowhere/at/all" : "odd", path);

    const trial = await attempt(app, ["run", app.task(addNotes), "--dir", "odd"]);

    expect(trial.stderr).toContain("code: FOLDER_MISSING");
    expect({ code: trial.code, left: trial.left }).toEqual({ code: 2, left: nothing });
    expect(existsSync(join(app.folder, "nowhere"))).toBe(false);
  });

  it("with changes that were not committed keeps them, and the report says so", async () => {
    const app = plainApp();
    writeFileSync(join(app.dir, "mine.txt"), "mine\n");

    const trial = await attempt(app, ["run", app.task(checkOnly), "--dir", "app", ...none]);

    expect({ code: trial.code, left: trial.left }).toEqual({ code: 0, left: nothing });
    expect(readReportFile(app.dir, "T-1-loop-1.json").warnings.join("\n")).toContain("not committed");
  });

  it("whose workspace is a link elsewhere is refused before anything is written", async () => {
    const app = plainApp();
    mkdirSync(join(app.folder, "elsewhere"));
    symlinkSync("../elsewhere", join(app.dir, ".orchestrator"));

    const trial = await attempt(app, ["run", app.task(checkOnly), "--dir", "app", ...none]);

    expect(trial.stderr).toContain("code: WORKSPACE_UNSAFE");
    expect({ code: trial.code, left: trial.left }).toEqual({ code: 2, left: nothing });
    expect(readdirSync(join(app.folder, "elsewhere"))).toEqual([]);
  });

  it("in which the same task runs already is left alone, in whatever loop", async () => {
    const app = plainApp({ waits: "detect" });
    const args = ["run", app.task(checkOnly), "--dir", "app", ...none];
    const first = attempt(app, args);
    while (!existsSync(join(app.dir, ".orchestrator", "backwright", "locks", "T-1.lock"))) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }

    const others = await Promise.all(["1", "2"].map((loop) => attempt(app, [...args, "--loop", loop])));

    for (const { code, stderr } of others) {
      expect(stderr).toContain("code: RUN_HELD");
      expect(code).toBe(3);
    }
    expect({ code: (await first).code, left: (await first).left }).toEqual({ code: 0, left: nothing });
    expect(hashTree(join(app.dir, ".orchestrator", "complete"))).toHaveProperty("T-1.done");
  });
});
