import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { backwright, commandLine } from "./support/command.ts";
import { folderWith } from "./support/folder.ts";

const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string };

describe("backwright", () => {
  test.each([["--version"], ["-V"]])("%s prints the version alone", async (flag) => {
    expect(await backwright([flag])).toMatchObject({ code: 0, stdout: `${manifest.version}\n`, stderr: "" });
  });

  test("--help prints the overview on standard output", async () => {
    const { code, stdout, stderr } = await backwright(["--help"]);

    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: backwright COMMAND/);
    expect(stderr).toBe("");
  });

  test("an older Node is told which one is needed, with exit code 4", async () => {
    const without = "import m from 'node:module'; delete m.enableCompileCache; m.syncBuiltinESMExports();";
    const older = `--import=data:text/javascript,${encodeURIComponent(without)}`;

    const { code, stdout, stderr } = await backwright(["doctor"], { env: { NODE_OPTIONS: older } });

    expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
    expect(stderr).toBe(`Backwright needs Node 22.12 or newer, and this is Node ${process.versions.node}.\n`);
  });

  test("a wrong command line ends with 2, on standard error alone, without a stack", async () => {
    const { code, stdout, stderr } = await backwright(["rnu"]);

    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain("There is no command `rnu`.");
    expect(stderr).toContain("hint: Did you mean `backwright run`?");
    expect(stderr).toContain("code: INPUT_INVALID");
    expect(stderr).not.toContain("    at ");
  });

  test("--json prints one document even for a failure", async () => {
    const { code, stdout } = await backwright(["ps", "--json", "--dir", "/nowhere/at/all"]);

    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "FOLDER_MISSING" } });
  });

  test("--json behind -- belongs to the command there", async () => {
    const { stdout } = await backwright(["start", "--", "node", "--json"]);

    expect(stdout).toBe("");
  });

  test("colours only where they are asked for", async () => {
    const coloured = await backwright(["rnu"], { env: { NO_COLOR: undefined, FORCE_COLOR: "1" } });
    const bare = await backwright(["rnu"]);

    expect(coloured.stderr).toContain("\u001b[31m");
    expect(bare.stderr).not.toContain("\u001b");
  });

  test("a reader that goes away is no error", async () => {
    const [program, ...first] = commandLine;
    const child = spawn(program, [...first, "--help"], { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.destroy();
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));

    const code = await new Promise((resolve) => child.on("close", resolve));

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  test("init writes the commented task file once, and never over another", async () => {
    const folder = folderWith();

    const first = await backwright(["init"], { cwd: folder });
    const second = await backwright(["init"], { cwd: folder });

    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(first.stdout).toContain("backwright run task.yaml");
    expect(readFileSync(`${folder}/task.yaml`, "utf8")).toContain("resources:");
    expect(second.code).toBe(2);
    expect(second.stderr).toContain("task.yaml is there already");
  });

  test("adapters list names what is installed with the command", async () => {
    const { code, stdout } = await backwright(["adapters", "list", "--json"], { cwd: folderWith() });

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toContainEqual(
      expect.objectContaining({ name: "express", origin: "bundled", package: "@backwright/adapter-express" }),
    );
  });

  test("doctor names the containment in use and every adapter", async () => {
    const { stdout } = await backwright(["doctor", "--json"], { cwd: folderWith() });

    const { findings } = JSON.parse(stdout) as { findings: { name: string; detail: string; result: string }[] };
    expect(findings.filter((finding) => finding.detail.startsWith("in use"))).toHaveLength(1);
    expect(findings).toContainEqual({ name: "node", result: "ok", detail: process.version });
    expect(findings.find((finding) => finding.name === "adapters")?.detail).toContain("express");
  });

  test("doctor ends with 4 where a tool is missing", async () => {
    const { code, stdout } = await backwright(["doctor"], { cwd: folderWith(), env: { PATH: folderWith() } });

    expect(code).toBe(4);
    expect(stdout).toMatch(/✗ bash +not found on PATH/);
  });
});
