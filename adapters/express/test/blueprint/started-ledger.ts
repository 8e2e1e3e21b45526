import { spawn } from "node:child_process";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";

/** What happened to 12 transfers of 10 at the same time, from an account that holds 100. */
export interface Transfers {
  readonly done: number;
  readonly refused: number;
  /** Of the account that money left, and of the one that it went to. */
  readonly balances: readonly [number, number];
}

/** Starts the built ledger with its own start command on a database, and asks it over HTTP. */
export async function transfersOf(dir: string, databaseUrl: string): Promise<Transfers> {
  const port = await freePort();
  const server = spawn(process.execPath, ["dist/server.js"], {
    cwd: dir,
    stdio: "ignore",
    env: {
      ...process.env,
      NODE_OPTIONS: "",
      HOST: "127.0.0.1",
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      JWT_SECRET: "a-secret-that-only-this-test-knows",
    },
  });
  const ended = new Promise((resolve) => server.once("exit", resolve));
  try {
    const host = `http://127.0.0.1:${port}`;
    for (let attempt = 0; !(await isReady(host)); attempt += 1) {
      if (attempt === 300 || server.exitCode !== null) {
        throw new Error("The ledger did not start.");
      }
      await setTimeout(100);
    }
    return await transferTogether(host);
  } finally {
    server.kill("SIGTERM");
    await ended;
  }
}

async function transferTogether(host: string): Promise<Transfers> {
  const session = await post(`${host}/auth/register`, { email: "ada@example.com", password: "long enough" });
  const token = String(session["token"]);
  const source = await post(`${host}/accounts`, { name: "from" }, token);
  const target = await post(`${host}/accounts`, { name: "to" }, token);
  const body = { sourceId: source["id"], targetId: target["id"], amount: 10 };

  const statuses = await Promise.all(
    Array.from({ length: 12 }, async () => (await send(`${host}/transfers`, body, token)).status),
  );

  const balances = await Promise.all(
    [source, target].map(async ({ id }) => balanceOf(`${host}/accounts/${id}`, token)),
  );
  const [left = Number.NaN, right = Number.NaN] = balances;
  return {
    done: statuses.filter((status) => status === 201).length,
    refused: statuses.filter((status) => status === 409).length,
    balances: [left, right],
  };
}

async function balanceOf(url: string, token: string): Promise<number> {
  const answer = await fetch(url, { headers: { Authorization: `Bearer ${token}` } });
  const { balance } = (await answer.json()) as { balance: number };
  return balance;
}

async function post(url: string, body: object, token?: string): Promise<Record<string, string | number>> {
  const answer = await send(url, body, token);
  if (answer.status !== 201) {
    throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  }
  return (await answer.json()) as Record<string, string | number>;
}

function send(url: string, body: object, token?: string): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
}

async function isReady(host: string): Promise<boolean> {
  const answer = await fetch(`${host}/health`).catch(() => null);
  return answer?.ok === true;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
