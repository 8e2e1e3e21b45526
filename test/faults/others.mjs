import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { freePort } from "@backwright/supervisor";
import waitOn from "wait-on";

// The same server as for us, waited for by the tools that projects use, in the same run of this program.
const server = fileURLToPath(new URL("timed-server.mjs", import.meta.url));
const limitMs = 20_000;

/** From listen() to detection, in milliseconds, by what others use. */
export async function measureOthers(count) {
  const numbers = { "wait-on": [], "start-server-and-test": [] };
  for (let run = 0; run < count; run += 1) {
    const delay = 100 + ((run * 37) % 300);
    numbers["wait-on"].push(await byWaitOn(delay));
    numbers["start-server-and-test"].push(await byStartServerAndTest(delay));
  }
  return numbers;
}

async function byWaitOn(delay) {
  const port = await freePort();
  const child = spawn(process.execPath, [server], {
    env: { PORT: String(port), DELAY: String(delay) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const line = once(createInterface({ input: child.stdout }), "line");
    await waitOn({ resources: [`tcp:127.0.0.1:${port}`], timeout: limitMs });
    const seen = performance.timeOrigin + performance.now();
    return seen - listenedAt((await line)[0]);
  } finally {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
}

/** It runs a command once the server is there; the command says when that was. */
async function byStartServerAndTest(delay) {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [program(), `${process.execPath} ${server}`, `tcp:127.0.0.1:${port}`, "date +%s%N"],
    {
      env: { PATH: process.env.PATH, PORT: String(port), DELAY: String(delay) },
      stdio: ["ignore", "pipe", "ignore"],
      timeout: limitMs,
    },
  );
  let said = "";
  child.stdout.on("data", (chunk) => (said += chunk));
  await once(child, "close");
  const seen = /^(\d{19})$/m.exec(said)?.[1];
  if (seen === undefined) throw new Error(`start-server-and-test did not run its command: ${said}`);
  return Number(seen) / 1e6 - listenedAt(said);
}

function listenedAt(text) {
  return Number(/^listened at ([\d.]+)$/m.exec(text)?.[1]);
}

function program() {
  const manifest = fileURLToPath(import.meta.resolve("start-server-and-test/package.json"));
  const { bin } = JSON.parse(readFileSync(manifest, "utf8"));
  return join(dirname(manifest), bin["start-server-and-test"]);
}
