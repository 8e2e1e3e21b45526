import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { planScenario } from "../../src/probes/scenario.ts";
import { parseSteps } from "../../src/steps/parse.ts";
import { bookmarksPlan } from "../fixtures/bookmarks-plan.ts";
import { bookmarksApi, freePort } from "../fixtures/serve.ts";
import { bookmarksSection, command } from "../fixtures/steps-section.ts";

const root = mkdtempSync(join(tmpdir(), "block-test-"));

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A folder of its own with a copy of the application in `app`. */
function newFolder(): string {
  const folder = mkdtempSync(join(root, "run-"));
  cpSync(bookmarksApi, join(folder, "app"), { recursive: true });
  return folder;
}

interface Ran {
  readonly code: number | null;
  readonly lines: readonly string[];
  readonly errors: string;
}

/** Runs the block as a person would: bash, from the repository's root, with a temporary folder of its own to look into. */
async function run(block: number, { env = {}, section = bookmarksSection(), folder = newFolder() } = {}): Promise<Ran> {
  const program = parseSteps(Buffer.from(section)).sections[0]?.blocks[block]?.program ?? "exit 99";
  const temporary = mkdtempSync(join(folder, "tmp-"));
  const child = spawn("bash", ["-c", program], {
    cwd: join(folder, "app"),
    env: { PATH: process.env["PATH"], TMPDIR: temporary, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  expect(readdirSync(temporary)).toEqual([]);
  return { code, lines: output.trim().split("\n"), errors };
}

/** With what works, and one of the steps that look at what must be refused. */
function shortSection(id: string): string {
  const steps = planScenario(bookmarksPlan).steps.filter((step) => step.weight === 0 || step.id === id);
  return bookmarksSection({ scenario: { steps, assumptions: [] } });
}

async function isListening(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`).then(
    () => true,
    () => false,
  );
}

describe("the build block", () => {
  it("ends with 0 when the project's own command does", async () => {
    expect((await run(0)).code).toBe(0);
  });

  it("ends with another code when it does not", async () => {
    const folder = newFolder();
    rmSync(join(folder, "app", "server.js"));

    expect((await run(0, { folder })).code).not.toBe(0);
  });

  it("installs only where dependencies are missing", async () => {
    const install = command("node", "-e", "require('node:fs').mkdirSync('modules');console.log('installed')");
    const commands = {
      install,
      build: null,
      lint: null,
      test: null,
      migrate: null,
      start: command("true"),
      stop: null,
    };
    const section = bookmarksSection({ dependencies: "modules", commands });
    const folder = newFolder();

    expect((await run(0, { section, folder })).lines[0]).toBe("installed");
    expect((await run(0, { section, folder })).lines[0]).toBe("The project has no build step.");
  });
});

describe("the runtime block", { timeout: 60_000 }, () => {
  it("passes on a correct server, on the port that is given, and leaves nothing", async () => {
    const port = await freePort();

    const { code, lines, errors } = await run(1, { env: { PORT: String(port) } });

    expect(errors).toBe("");
    expect(code).toBe(0);
    expect(lines.filter((line) => !/^(ok {3}|\+ )/.test(line))).toEqual([]);
    expect(lines.at(-1)).toBe("ok   server:running");
    expect(await isListening(port)).toBe(false);
  });

  it.concurrent.each([
    ["no-auth", "createBookmark:401"],
    ["no-owner-check", "updateBookmark:403"],
    ["no-role-check", "createCategory:403"],
    ["accepts-unsigned", "getMe:401:unsigned"],
    ["leaks-secret", "createBookmark:201"],
    ["crashes-on-bad-input", "createBookmark:400:rating-high"],
    ["no-conflict", "createBookmark:409:url"],
    ["shows-stack", "getBookmark:404"],
    ["ignores-limit", "listBookmarks:200:first-page"],
    ["loses-updates", "getBookmark:200:unharmed"],
    ["no-rate-limit", "login:429"],
  ])("catches a server with the fault %s", async (bug, id) => {
    const { code, lines } = await run(1, { env: { BUG: bug }, section: shortSection(id) });

    expect(code).toBe(1);
    expect(lines.find((line) => line.startsWith(`FAIL ${id} -`))).toBeDefined();
  });

  it("refuses a port that is taken, and does not touch who holds it", async () => {
    const stranger = createServer((_, response) => response.end("stranger")).listen(0, "127.0.0.1");
    await once(stranger, "listening");
    const address = stranger.address();
    const port = typeof address === "object" && address ? address.port : 0;

    const { code, errors } = await run(1, { env: { PORT: String(port) } });

    expect(code).toBe(1);
    expect(errors).toContain(`FAIL server:started something else listens on port ${port}`);
    expect(await isListening(port)).toBe(true);
    stranger.close();
  });

  it("fails at once with the server's own words when it ends before it is ready", async () => {
    const section = bookmarksSection({ environment: [] });

    const { code, errors } = await run(1, { section });

    expect(code).toBe(1);
    expect(errors).toContain("FAIL server:started it ended before it was ready");
    expect(errors).toContain("JWT_SECRET is required");
  });

  it("ends a server that ignores SIGTERM, and children that left its group", async () => {
    const mark = `left-behind-${process.pid}`;
    const child = `setInterval(() => {}, 1000); /* ${mark} */`;
    const wrapper = [
      "process.on('SIGTERM', () => {}); process.once = () => process",
      `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { detached: true, stdio: 'ignore' })`,
      "import('./server.js')",
    ].join(";");
    const start = command("node", "--eval", wrapper);
    const scenario = { steps: [], assumptions: [] };
    const commands = { install: null, build: null, lint: null, test: null, migrate: null, start, stop: null };

    const { code } = await run(1, { section: bookmarksSection({ commands, scenario }) });

    expect(code).toBe(0);
    expect(await processesWith(mark)).toEqual([]);
  });

  it("makes a file that the server asks for, and leaves none behind", async () => {
    const folder = newFolder();
    const start = command("node", "--env-file=.env", "server.js");
    const commands = { install: null, build: null, lint: null, test: null, migrate: null, start, stop: null };
    const scenario = { steps: [], assumptions: [] };
    const environment = [{ name: "JWT_SECRET", kind: "secret" } as const, { name: ".env", kind: "file" } as const];

    const { code } = await run(1, { folder, section: bookmarksSection({ commands, scenario, environment }) });

    expect(code).toBe(0);
    expect(existsSync(join(folder, "app", ".env"))).toBe(false);
  });

  it("stops the server when it is interrupted itself", async () => {
    const port = await freePort();
    const folder = newFolder();
    const program = parseSteps(Buffer.from(bookmarksSection())).sections[0]?.blocks[1]?.program ?? "";
    const block = spawn("bash", ["-c", program], {
      cwd: join(folder, "app"),
      env: { PATH: process.env["PATH"], TMPDIR: folder, PORT: String(port) },
      stdio: ["ignore", "pipe", "ignore"],
    });
    await new Promise<void>((resolve) => {
      block.stdout.on("data", (chunk: Buffer) => chunk.toString().includes("server:started") && resolve());
    });

    block.kill("SIGTERM");
    const [code] = (await once(block, "close")) as [number | null];

    expect(code).toBe(143);
    expect(await isListening(port)).toBe(false);
    expect(readdirSync(folder)).toEqual(["app"]);
  });
});

async function processesWith(mark: string): Promise<string[]> {
  const ps = spawn("ps", ["-A", "-o", "args="], { stdio: ["ignore", "pipe", "ignore"] });
  let listing = "";
  ps.stdout.on("data", (chunk: Buffer) => (listing += chunk.toString()));
  await once(ps, "close");
  expect(listing).toContain("ps -A -o args=");
  return listing.split("\n").filter((line) => line.includes(mark));
}

describe("renderSection", () => {
  it("has the form that other agents read", async () => {
    await expect(bookmarksSection()).toMatchFileSnapshot("__snapshots__/section.md");
  });

  it("holds no absolute path, no fixed port, no pkill and no long sleep", () => {
    const section = bookmarksSection();

    expect(section).not.toMatch(/(^|[\s'"=(])\/(home|root|Users|work|opt|usr|var)\//m);
    expect(section).not.toMatch(/pkill|killall|localhost:\d|127\.0\.0\.1:\d/);
    expect([...section.matchAll(/sleep (\S+)/g)].map(([, time]) => time)).toEqual(["0.1", "0.1"]);
  });

  it("runs each command in its folder, with its own environment, safely quoted", () => {
    const start = {
      argv: ["node", "it's $HOME.js"] as [string, string],
      cwd: "apps/a b",
      env: { NODE_ENV: "x y" },
      source: "a",
    };
    const commands = { install: null, build: start, lint: null, test: null, migrate: null, start, stop: null };
    const section = bookmarksSection({ commands });

    expect(section).toContain(`(cd 'apps/a b' && env 'NODE_ENV=x y' node 'it'\\''s $HOME.js')`);
    expect(section).toContain(`start_server 'apps/a b' env 'NODE_ENV=x y' node 'it'\\''s $HOME.js'`);
  });
});
