import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const main = `${root}dist/main.js`;
const rolldown = fileURLToPath(new URL("../bin/cli.mjs", import.meta.resolve("rolldown")));

function bundled(...args: readonly string[]): string {
  return execFileSync(process.execPath, ["--conditions=@backwright/source", main, ...args], {
    encoding: "utf8",
    timeout: 30_000,
  });
}

describe("the bundle", () => {
  beforeAll(() => {
    execFileSync(process.execPath, [rolldown, "--config"], { cwd: root, stdio: "pipe", timeout: 60_000 });
  });

  test("starts, and finds the files of the package beside it", () => {
    const { version } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as { version: string };

    expect(bundled("--version")).toBe(`${version}\n`);
    expect(bundled("--help")).toContain("Usage: backwright COMMAND");
    expect(bundled("completion", "bash")).toContain("complete -F _backwright backwright");
  });

  test("reaches the core, the supervisor and the adapters", () => {
    expect(bundled("adapters", "list")).toContain("@backwright/adapter-express");
    expect(bundled("ps", "--json")).toContain('"ours"');
  });

  test("loads nothing of them for --version and --help", () => {
    const loaded = execFileSync(process.execPath, ["--input-type=module", "--eval", traceLoads, main, "--help"], {
      encoding: "utf8",
      timeout: 30_000,
    });

    expect(loaded).toContain("Usage: backwright COMMAND");
    expect(loaded).not.toContain("LOADED @backwright/");
    expect(loaded).toContain("LOADED ./program.js");
  });

  test("is marked as a program for the shell", () => {
    expect(existsSync(main)).toBe(true);
    expect(readFileSync(main, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
  });
});

const traceLoads = `
import { registerHooks } from "node:module";
registerHooks({ resolve(specifier, context, next) { console.log("LOADED " + specifier); return next(specifier, context); } });
const [main, ...args] = process.argv.slice(1);
process.argv = [process.argv[0], main, ...args];
await import(main);
`;
