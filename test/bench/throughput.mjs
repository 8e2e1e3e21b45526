import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import autocannon from "autocannon";
import { andThen, installApp, run, startApp, writeApp } from "./support/generated-app.mjs";

// `pnpm bench:throughput`: the list and the creation of accounts in the generated ledger beside the plainest code by hand
// that answers the same (`fixtures/plain-ledger.js`), in turns, so that both see the same machine.
const rounds = 7;
const seconds = 3;
const connections = 10;
const expected = 0.9;

const dir = mkdtempSync(join(tmpdir(), "backwright-throughput-"));
const limits = { RATE_LIMIT_MAX: "100000000", AUTH_RATE_LIMIT_MAX: "100000000" };
let created = 0;

async function send(url, { token, body }) {
  const answer = await fetch(url, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  if (answer.status !== 201) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

/** Requests a second; throws when one was not answered as it should be. */
async function measure(host, kind, token) {
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  const create = {
    method: "POST",
    setupRequest(request) {
      created += 1;
      return { ...request, body: JSON.stringify({ name: `new ${created}` }) };
    },
  };
  const result = await autocannon({
    url: `${host}/accounts`,
    headers,
    connections,
    duration: seconds,
    requests: [kind === "create" ? create : { method: "GET" }],
  });
  if (result.errors + result.timeouts + result.non2xx > 0 || result["2xx"] === 0) {
    throw new Error(
      `${kind} at ${host}: ${result.errors} errors, ${result.timeouts} timeouts, ${result.non2xx} refused`,
    );
  }
  return result["2xx"] / result.duration;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

const servers = [];
async function cleanUp() {
  for (const { app } of servers) await app.stop();
  rmSync(dir, { recursive: true, force: true });
}

await andThen(cleanUp, async () => {
  await writeApp("ledger", dir);
  installApp(dir);
  run(dir, ["npm", "run", "build"]);
  copyFileSync(fileURLToPath(new URL("fixtures/plain-ledger.js", import.meta.url)), join(dir, "plain.js"));

  const seed = await startApp(dir, { env: { ...limits, DATABASE_URL: join(dir, "generated.db") } });
  const { token } = await send(`${seed.host}/auth/register`, {
    body: { email: "a@example.com", password: "long enough" },
  });
  for (let n = 100; n < 130; n += 1) await send(`${seed.host}/accounts`, { token, body: { name: `account ${n}` } });
  await seed.stop();
  copyFileSync(join(dir, "generated.db"), join(dir, "plain.db"));

  for (const [name, entry] of [
    ["generated", "dist/server.js"],
    ["plain", "plain.js"],
  ]) {
    const env = { ...limits, DATABASE_URL: join(dir, `${name}.db`), LOG_LEVEL: "info" };
    servers.push({ name, app: await startApp(dir, { entry, env }) });
  }
  const [ours, theirs] = await Promise.all(
    servers.map(async ({ app }) => {
      const answer = await fetch(`${app.host}/accounts?limit=5`, { headers: { Authorization: `Bearer ${token}` } });
      return answer.text();
    }),
  );
  if (ours !== theirs) throw new Error(`They do not answer the same:\n${ours}\n${theirs}`);

  console.log(
    `Requests a second, ${rounds} rounds of ${seconds} s in turns, ${connections} connections, Node ${process.version}`,
  );
  const ratios = [];
  for (const kind of ["list", "create"]) {
    const rates = { generated: [], plain: [] };
    for (let round = -1; round < rounds; round += 1) {
      for (const { name, app } of round % 2 === 0 ? servers : servers.toReversed()) {
        const rate = await measure(app.host, kind, token);
        // The first round warms them up.
        if (round >= 0) rates[name].push(rate);
      }
    }
    const ratio = median(rates.generated.map((rate, round) => rate / rates.plain[round]));
    ratios.push(ratio);
    const [generated, plain] = [median(rates.generated), median(rates.plain)].map((rate) => rate.toFixed(0));
    console.log(`${kind.padEnd(8)}generated ${generated}  plain ${plain}  median of ratios ${ratio.toFixed(2)}`);
  }
  console.log(`At least ${expected} is expected of each.`);
  process.exitCode = ratios.every((ratio) => ratio >= expected) ? 0 : 1;
});
