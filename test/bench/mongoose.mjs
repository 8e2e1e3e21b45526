import { execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

// `pnpm bench:mongoose`: takes a task through all phases on two applications with Mongoose, against a MongoDB, and once more
// on the result. The server is the one that MONGODB_URI names, else a `mongod` or `ferretdb` on the PATH, which is started
// here. FerretDB 1.24 keeps its data in SQLite; it answers an update that breaks a unique index with another code than MongoDB.
const root = fileURLToPath(new URL("../../", import.meta.url));
const main = join(root, "packages/cli/dist/main.js");
const task = join(root, "adapters/express/test/blueprint/tasks/library.yaml");
const taskId = "TASK-021";
const fixtures = ["mongoose-books", "mongoose-projects"];

if (!existsSync(main)) {
  console.error("The command is not built yet: run `pnpm build` first.");
  process.exit(1);
}

function findProgram(name) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("connect", () => resolve(true));
    socket.once("error", () => resolve(false));
    socket.once("close", () => socket.destroy());
  });
}

/** A server of this script's own; `null` where there is no program for it. */
async function startServer() {
  const [mongod, ferretdb] = [findProgram("mongod"), findProgram("ferretdb")];
  if (mongod === null && ferretdb === null) return null;

  const dir = mkdtempSync(join(tmpdir(), "backwright-mongodb-"));
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const argv =
    mongod === null
      ? [
          ferretdb,
          "--handler=sqlite",
          `--sqlite-url=file:${dir}/`,
          `--listen-addr=${address}`,
          "--debug-addr=-",
          "--telemetry=disable",
          `--state-dir=${dir}`,
        ]
      : [mongod, "--dbpath", dir, "--port", String(port), "--bind_ip", "127.0.0.1", "--quiet"];
  const child = spawn(argv[0], argv.slice(1), { cwd: dir, stdio: "ignore" });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  async function stop() {
    child.kill("SIGTERM");
    await Promise.race([ended, setTimeout(10_000).then(() => child.kill("SIGKILL"))]);
    rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
  }
  for (let attempt = 0; !(await answers(port)); attempt += 1) {
    if (attempt === 100 || child.exitCode !== null) {
      await stop();
      throw new Error(`${argv[0]} did not start.`);
    }
    await setTimeout(100);
  }
  return { name: mongod ?? ferretdb, address: `mongodb://${address}`, stop };
}

function copyOf(fixture) {
  const dir = join(mkdtempSync(join(tmpdir(), "backwright-mongoose-")), fixture);
  cpSync(join(root, "adapters/express/test/fixtures", fixture), dir, { recursive: true });
  const identity = ["-c", "user.name=Bench", "-c", "user.email=bench@example.com", "-c", "commit.gpgsign=false"];
  execFileSync("git", ["init", "--quiet"], { cwd: dir });
  execFileSync("git", ["add", "--all"], { cwd: dir });
  execFileSync("git", [...identity, "commit", "--quiet", "--message", "state"], { cwd: dir });
  return dir;
}

/** Of every file but what is installed, built or written about runs. */
function hashesOf(dir) {
  const paths = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .filter((path) => !/^(\.git|node_modules|dist|\.orchestrator)\/|^verification_steps\.md$/.test(path));
  return paths.toSorted().map(
    (path) =>
      `${path} ${createHash("sha256")
        .update(readFileSync(join(dir, path)))
        .digest("hex")}`,
  );
}

function run(dir, loop, address) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [main, "run", task, "--dir", dir, "--loop", String(loop)],
    {
      encoding: "utf8",
      timeout: 600_000,
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, NO_COLOR: "1", MONGO_URI: address, MONGODB_URI: address },
    },
  );
  return { status, output: stdout + stderr };
}

const failures = [];

function expectThat(words, holds, detail = "") {
  console.log(`${holds ? "ok  " : "FAIL"} ${words}`);
  if (!holds) {
    failures.push(words);
    console.log(detail);
  }
}

function reportOf(dir, loop) {
  return JSON.parse(readFileSync(join(dir, ".orchestrator/reports", `${taskId}-loop-${loop}.json`), "utf8"));
}

async function judge(fixture, address) {
  const began = performance.now();
  const dirs = [copyOf(fixture), copyOf(fixture)];
  try {
    const [first, second] = dirs.map((dir) => run(dir, 1, address));
    expectThat(
      `${fixture}: the run ends with its marker`,
      first.status === 0 && existsSync(join(dirs[0], ".orchestrator/complete", `${taskId}.done`)),
      first.output.slice(-4000),
    );
    const checks = existsSync(join(dirs[0], ".orchestrator/reports")) ? reportOf(dirs[0], 1).checks : [];
    const left = checks.filter(
      ({ result, detail }) => result !== "passed" && detail !== "The project has no such command.",
    );
    expectThat(
      `${fixture}: all of ${checks.length} checks passed`,
      checks.length > 0 && left.length === 0,
      JSON.stringify(left.slice(0, 10), null, 1),
    );
    expectThat(
      `${fixture}: a second copy gets the same bytes`,
      second.status === 0 && hashesOf(dirs[0]).join("\n") === hashesOf(dirs[1]).join("\n"),
    );
    const before = hashesOf(dirs[0]).join("\n");
    const again = run(dirs[0], 2, address);
    expectThat(
      `${fixture}: on its own result nothing changes`,
      again.status === 0 && hashesOf(dirs[0]).join("\n") === before,
      again.output.slice(-4000),
    );
    console.log(`     ${fixture}: ${Math.round((performance.now() - began) / 1000)} s`);
  } finally {
    dirs.forEach((dir) => rmSync(join(dir, ".."), { recursive: true, force: true, maxRetries: 3 }));
  }
}

const given = process.env.MONGODB_URI;
const server =
  given === undefined ? await startServer() : { name: "MONGODB_URI", address: given, stop: async () => {} };
if (server === null) {
  console.log("Skipped: MONGODB_URI is not set, and neither mongod nor ferretdb is on the PATH.");
  process.exit(0);
}
console.log(`MongoDB by ${server.name}`);
try {
  for (const fixture of fixtures) {
    await judge(fixture, server.address);
  }
} finally {
  await server.stop();
}
console.log(failures.length === 0 ? "All passed." : `${failures.length} failed.`);
process.exitCode = failures.length === 0 ? 0 : 1;
