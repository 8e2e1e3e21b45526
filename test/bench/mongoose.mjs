import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { freePort } from "@backwright/supervisor";
import { failed, judgeFixture } from "./support/fixture-app.mjs";
import { builtCommand } from "./support/generated-app.mjs";

// `pnpm bench:mongoose`: takes a task through all phases on two applications with Mongoose, against a MongoDB, and once more
// on the result. The server is the one that MONGODB_URI names, else a `mongod` or `ferretdb` on the PATH, which is started
// here. FerretDB 1.24 keeps its data in SQLite; it answers an update that breaks a unique index with another code than MongoDB.
const task = { id: "TASK-021", file: "library.yaml" };
const fixtures = ["mongoose-books", "mongoose-projects"];

builtCommand();

function findProgram(name) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
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
    const env = { MONGO_URI: server.address, MONGODB_URI: server.address };
    judgeFixture(fixture, { task, env, copies: 2 });
  }
} finally {
  await server.stop();
}
console.log(failed() === 0 ? "All passed." : `${failed()} failed.`);
process.exitCode = failed() === 0 ? 0 : 1;
