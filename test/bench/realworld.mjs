import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "@backwright/supervisor";

// `pnpm bench:realworld`: builds the RealWorld API from its task, in an empty folder and into `examples/express-notes`, starts
// it on each database and lets the tests of that project judge it. They are not part of this repository:
// `../shared/suites/realworld` has a runner and their files. `pnpm bench:realworld DIR ENTRY` adds it to a copy of another
// app, whose built entry file is ENTRY.
const root = fileURLToPath(new URL("../../", import.meta.url));
const suite = join(root, "../shared/suites/realworld");
const main = join(root, "packages/cli/dist/main.js");
const task = join(root, "examples/tasks/conduit.yaml");

if (!existsSync(join(suite, "run.mjs"))) {
  console.log(`Skipped: there are no RealWorld tests at ${suite}.`);
  process.exit(0);
}
if (!existsSync(main)) {
  console.error("The command is not built yet: run `pnpm build` first.");
  process.exit(1);
}

// The server that the adapter tests what it writes with.
const helper = new URL("../../adapters/express/test/blueprint/postgres-server.ts", import.meta.url);
const { postgresBinaries, startPostgres } = await import(helper);

const notes = { name: "into express-notes", from: join(root, "examples/express-notes"), entry: "dist/main.js" };
const [from, entry] = process.argv.slice(2);
const targets =
  from === undefined
    ? [{ name: "in an empty folder", from: null, entry: "dist/server.js" }, notes]
    : [{ name: `into ${from}`, from: resolve(from), entry: entry ?? "dist/index.js" }];
const binaries = postgresBinaries();
const postgres = binaries === null ? null : await startPostgres(binaries);

async function waitFor(url, server) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`The server ended with exit code ${server.exitCode}.`);
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await setTimeout(100);
  }
  throw new Error(`The server did not answer at ${url}.`);
}

/** Whether every request of the suite passes against the application in a folder on this database. */
async function judge(name, { dir, entry, databaseUrl }) {
  const port = await freePort();
  const server = spawn(process.execPath, [entry], {
    cwd: dir,
    stdio: "ignore",
    env: {
      ...process.env,
      HOST: "127.0.0.1",
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      DATABASE_FILE: ":memory:",
      JWT_SECRET: "a secret that only this benchmark knows",
      LOG_LEVEL: "silent",
    },
  });
  try {
    const host = `http://127.0.0.1:${port}`;
    await waitFor(`${host}/api/tags`, server);
    const files = readdirSync(suite).filter((file) => file.endsWith(".hurl"));
    const argv = ["run.mjs", "--host", host, "--auth-scheme", "Token", ...files];
    const began = performance.now();
    const { status, stdout } = spawnSync(process.execPath, argv, { cwd: suite, encoding: "utf8", timeout: 120_000 });
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(`${name.padEnd(12)}${stdout.trim().split("\n").at(-1)} in ${seconds} s`);
    if (status !== 0) console.log(stdout);
    return status === 0;
  } finally {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGTERM");
    await Promise.race([ended, setTimeout(10_000).then(() => server.kill("SIGKILL"))]);
  }
}

/** A copy without what was installed, built or run there. */
function copyOf(source, dir) {
  const left = /[\\/](?:node_modules|dist|\.orchestrator|data)(?:$|[\\/])|\.db(?:-\w+)?$/;
  cpSync(source, dir, { recursive: true, filter: (path) => !left.test(path.slice(source.length)) });
}

/** Whether the API passes on every database once it is written into a target. */
async function passes({ name, from: source, entry: file }, index) {
  const dir = mkdtempSync(join(tmpdir(), "backwright-realworld-"));
  try {
    if (source !== null) copyOf(source, dir);
    const began = performance.now();
    const argv = [main, "run", task, "--dir", dir, "--adapter", "express"];
    const { status, stdout, stderr } = spawnSync(process.execPath, argv, { encoding: "utf8", timeout: 900_000 });
    console.log(`${name}: task to marker in ${((performance.now() - began) / 1000).toFixed(1)} s`);
    if (status !== 0) throw new Error(`The run ended with exit code ${status}:\n${stdout}${stderr}`);

    const app = { dir, entry: file };
    const passed = [await judge("SQLite", { ...app, databaseUrl: ":memory:" })];
    if (postgres === null) {
      console.log("PostgreSQL  skipped: Debian's PostgreSQL is not installed.");
    } else {
      postgres.createDatabase(`realworld${index}`);
      passed.push(await judge("PostgreSQL", { ...app, databaseUrl: postgres.url(`realworld${index}`) }));
    }
    return passed.every(Boolean);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

try {
  const passed = [];
  for (const [index, target] of targets.entries()) passed.push(await passes(target, index));
  process.exitCode = passed.every(Boolean) ? 0 : 1;
} finally {
  await postgres?.stop();
}
