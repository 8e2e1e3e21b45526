import { spawn, spawnSync } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "@backwright/supervisor";

const minutes = 60_000;
const started = new Set();

/** The folder of this repository. */
export const root = fileURLToPath(new URL("../../../", import.meta.url));

const support = new URL("../../../adapters/express/test/blueprint/", import.meta.url);
const { apiPlan, apis, newApi } = await import(new URL("new-api-support.ts", support));
const { postgresBinaries, startPostgres } = await import(new URL("postgres-server.ts", support));

/** A PostgreSQL of this process's own; `null`, and said aloud, where Debian's is not installed. */
export async function ownPostgres() {
  const binaries = postgresBinaries();
  if (binaries === null) console.log("PostgreSQL is skipped: Debian's is not installed.");
  return binaries === null ? null : startPostgres(binaries);
}

/** Writes the application of a task from `apis`, as the blueprint makes it, and nothing more. */
export async function writeApp(name, dir) {
  for (const [path, content] of await newApi(await apiPlan(apis[name]))) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
}

/** Installs what the application needs, or takes it from another one that needs the same. */
export function installApp(dir, other) {
  if (other === undefined) run(dir, ["npm", "install", "--no-audit", "--no-fund"]);
  else symlinkSync(join(other, "node_modules"), join(dir, "node_modules"));
}

/** Exit code and output of a command, which may fail; nothing of this process's Node.js options reaches it. */
export function attempt(cwd, [command, ...args], { env = {}, timeout = 5 * minutes } = {}) {
  const { status, signal, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    timeout,
    maxBuffer: 2 ** 28,
    env: { ...process.env, CI: "true", NO_COLOR: "1", NODE_ENV: "", NODE_OPTIONS: "", ...env },
  });
  return { status, output: `${stdout ?? ""}${stderr ?? ""}${error ? `\n${error.message}` : ""}`, signal };
}

/** The output of a command that has to succeed. */
export function run(cwd, argv, options) {
  const { status, signal, output } = attempt(cwd, argv, options);
  if (status !== 0) throw new Error(`${argv.join(" ")} ended with ${status ?? signal}:\n${output}`);
  return output;
}

/** Starts a server that answers at `/health`; its log goes to a file beside it. */
export async function startApp(dir, { entry = "dist/server.js", env = {} } = {}) {
  const port = await freePort();
  const log = createWriteStream(join(dir, "server.log"), { flags: "a" });
  const server = spawn(process.execPath, [entry], {
    cwd: dir,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      NODE_OPTIONS: "",
      HOST: "127.0.0.1",
      PORT: String(port),
      JWT_SECRET: "a secret that only these benchmarks know",
      DATABASE_URL: ":memory:",
      LOG_LEVEL: "warn",
      ...env,
    },
  });
  server.stdout.pipe(log, { end: false });
  server.stderr.pipe(log, { end: false });
  const ended = new Promise((resolve) => server.once("exit", resolve));
  const app = {
    host: `http://127.0.0.1:${port}`,
    isRunning: () => server.exitCode === null && server.signalCode === null,
    async stop() {
      started.delete(app);
      server.kill("SIGTERM");
      const grace = new AbortController();
      const late = setTimeout(10_000, null, { signal: grace.signal }).then(
        () => server.kill("SIGKILL"),
        () => undefined,
      );
      await ended;
      grace.abort();
      await late;
      log.end();
    },
  };
  started.add(app);
  try {
    await answers(app);
  } catch (error) {
    await app.stop();
    throw error;
  }
  return app;
}

async function answers({ host, isRunning }) {
  for (let attempts = 0; attempts < 200 && isRunning(); attempts += 1) {
    const answer = await fetch(`${host}/health`).catch(() => null);
    if (answer?.ok) return;
    await setTimeout(100);
  }
  throw new Error(`The server did not answer at ${host}/health.`);
}

/** The path of the built command; ends the process where it is not built. */
export function builtCommand() {
  const main = join(root, "packages/cli/dist/main.js");
  if (existsSync(main)) return main;
  console.error("The command is not built yet: run `pnpm build` first.");
  process.exit(1);
}

/** Does the work, stops the servers that still run and cleans up; also when somebody interrupts. */
export async function andThen(cleanUp, work) {
  let cleaned = null;
  function clean() {
    cleaned ??= Promise.all([...started].map((app) => app.stop())).then(cleanUp);
    return cleaned;
  }
  function interrupted() {
    void clean().finally(() => process.exit(130));
  }
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, interrupted);
  try {
    await work();
  } finally {
    await clean();
    for (const signal of ["SIGINT", "SIGTERM"]) process.off(signal, interrupted);
  }
}
