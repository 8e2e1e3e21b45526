import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openProject } from "@backwright/core";
import adapter from "@backwright/adapter-flask";
import { applicationOf, exampleDir } from "./fixtures.ts";

const ownList = `
import json
from notekeeper import create_app
rules = [rule for rule in create_app().url_map.iter_rules() if rule.endpoint != "static"]
print(json.dumps([[method, rule.rule] for rule in rules for method in rule.methods - {"HEAD", "OPTIONS"}]))
`;

function hasPython(): boolean {
  try {
    execFileSync("python3", ["-m", "venv", "--help"], { stdio: "ignore", timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!hasPython())("the example, running", () => {
  const dir = mkdtempSync(join(tmpdir(), "backwright-flask-"));

  beforeAll(() => {
    cpSync(exampleDir, dir, { recursive: true, filter: (path) => !path.includes(".venv") });
    execFileSync("python3", ["-m", "venv", ".venv"], { cwd: dir, timeout: 60_000 });
    execFileSync(".venv/bin/pip", ["install", "--quiet", "-r", "requirements.txt"], { cwd: dir, timeout: 240_000 });
  }, 300_000);

  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it("lists the routes that were read from its code", async () => {
    const output = execFileSync(".venv/bin/python", ["-c", ownList], {
      cwd: dir,
      encoding: "utf8",
      timeout: 60_000,
      env: { ...process.env, NOTEKEEPER_SECRET: "any", NOTEKEEPER_PASSWORD: "any" },
    });
    const running = (JSON.parse(output) as [string, string][]).map(
      ([method, path]) => `${method} ${path.replace(/<(?:\w+:)?(\w+)>/g, ":$1")}`,
    );

    const project = await openProject(dir);
    const { routes, unresolved } = adapter.routes(project, applicationOf(project));

    expect(routes.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(running.toSorted());
    expect(unresolved).toEqual([]);
  });
});
