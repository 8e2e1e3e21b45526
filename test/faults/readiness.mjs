import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort, openSupervisor } from "@backwright/supervisor";

const server = fileURLToPath(new URL("timed-server.mjs", import.meta.url));

/** From listen() to detection, in milliseconds, with the port known and unknown, and what a stranger on the port did. */
export async function measureReadiness(count) {
  const workspace = mkdtempSync(join(tmpdir(), "readiness-"));
  const supervisor = await openSupervisor({ workspace, runId: "readiness" });
  const numbers = { known: [], unknown: [], strangers: 0, falseReady: 0 };
  try {
    for (let run = 0; run < count; run += 1) {
      const port = await freePort();
      numbers.known.push(await once(supervisor, { PORT: String(port), DELAY: delay(run) }, port));
      numbers.unknown.push(await once(supervisor, { DELAY: delay(run) }, undefined));
      numbers.strangers += 1;
      numbers.falseReady += (await isFooled(supervisor)) ? 1 : 0;
    }
  } finally {
    await supervisor.close();
    rmSync(workspace, { recursive: true, force: true });
  }
  return numbers;
}

/** So that servers listen at every moment of a polling interval. */
function delay(run) {
  return String((run * 7) % 60);
}

async function once(supervisor, env, port) {
  const tracked = await start(supervisor, env);
  const listened = new Promise((resolve) => {
    const stop = tracked.onLine((line) => {
      const at = /^listened at ([\d.]+)$/.exec(line)?.[1];
      if (at !== undefined) {
        stop();
        resolve(Number(at));
      }
    });
  });
  await tracked.ready({ timeoutMs: 10_000, ...(port === undefined ? {} : { port }) });
  const seen = performance.timeOrigin + performance.now();
  const at = await listened;
  await tracked.stop({ graceMs: 500 });
  return seen - at;
}

/** Whether a server that never listens is taken for ready because someone else holds its port. */
async function isFooled(supervisor) {
  const stranger = createServer((socket) => socket.end());
  await new Promise((resolve) => stranger.listen(0, "127.0.0.1", resolve));
  const tracked = await start(supervisor, { PORT: String(stranger.address().port), DELAY: "60000" });
  const answer = await tracked.ready({ port: stranger.address().port, timeoutMs: 60 }).then(
    () => true,
    () => false,
  );
  await tracked.stop({ graceMs: 0 });
  stranger.close();
  return answer;
}

function start(supervisor, env) {
  const argv = [process.execPath, server];
  return supervisor.start({ name: "server", argv, cwd: "/tmp", env: { PATH: process.env.PATH, ...env } });
}
