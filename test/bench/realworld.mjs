import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

// `pnpm bench:realworld`: builds the RealWorld API from its task, starts it on each database and lets the tests of that
// project judge it. They are not part of this repository: `../shared/suites/realworld` has a runner and their files.
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

const dir = mkdtempSync(join(tmpdir(), "backwright-realworld-"));
const binaries = postgresBinaries();
const postgres = binaries === null ? null : await startPostgres(binaries);

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function waitFor(url, server) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`The server ended with exit code ${server.exitCode}.`);
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await setTimeout(100);
  }
  throw new Error(`The server did not answer at ${url}.`);
}

/** Whether every request of the suite passes against the application on this database. */
async function judge(name, databaseUrl) {
  const port = await freePort();
  const server = spawn(process.execPath, ["dist/server.js"], {
    cwd: dir,
    stdio: "ignore",
    env: {
      ...process.env,
      HOST: "127.0.0.1",
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      JWT_SECRET: "a secret that only this benchmark knows",
      LOG_LEVEL: "silent",
    },
  });
  try {
    const host = `http://127.0.0.1:${port}`;
    await waitFor(`${host}/health`, server);
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

try {
  const began = performance.now();
  const argv = [main, "run", task, "--dir", dir, "--adapter", "express"];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { encoding: "utf8", timeout: 600_000 });
  console.log(`Task to marker in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  if (status !== 0) throw new Error(`The run ended with exit code ${status}:\n${stdout}${stderr}`);

  const passed = [await judge("SQLite", ":memory:")];
  if (postgres === null) {
    console.log("PostgreSQL  skipped: Debian's PostgreSQL is not installed.");
  } else {
    postgres.createDatabase("realworld");
    passed.push(await judge("PostgreSQL", postgres.url("realworld")));
  }
  process.exitCode = passed.every(Boolean) ? 0 : 1;
} finally {
  await postgres?.stop();
  rmSync(dir, { recursive: true, force: true });
}
