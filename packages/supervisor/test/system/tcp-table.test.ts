import { connect, createServer, type Server } from "node:net";

import { expect, it, onTestFinished } from "vitest";

import { readTcpListeners } from "../../src/system/tcp-table.ts";

async function listen(host: string): Promise<{ server: Server; port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  return { server, port: typeof address === "object" && address !== null ? address.port : 0 };
}

it("finds every listener among many and among connections", async () => {
  const hosts = Array.from({ length: 60 }, (_, index) => ["127.0.0.1", "::1", "0.0.0.0", "::"][index % 4] ?? "");
  const opened = await Promise.all(hosts.map((host) => listen(host)));
  const clients = opened
    .slice(0, 20)
    .map(({ port }, index) => connect({ port, host: index % 2 === 0 ? "127.0.0.1" : "::1" }));
  onTestFinished(() => {
    clients.forEach((client) => client.destroy());
  });
  clients.forEach((client) => client.on("error", () => {}));
  await Promise.all(
    clients.map((client) => new Promise((resolve) => client.once("connect", resolve).once("error", resolve))),
  );

  const found = readTcpListeners();

  const missing = opened.filter(
    ({ port }, index) => !found.some((one) => one.port === port && one.host === hosts[index]),
  );
  expect(missing).toEqual([]);
  const ports = new Set(opened.map(({ port }) => port));
  expect(found.filter(({ port }) => ports.has(port))).toHaveLength(opened.length);
});

it("no longer lists what was closed", async () => {
  const { server, port } = await listen("127.0.0.1");

  await new Promise((resolve) => server.close(resolve));

  expect(readTcpListeners().some((one) => one.port === port)).toBe(false);
});
