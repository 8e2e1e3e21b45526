import { createServer, type Server } from "node:net";

import { expect, it } from "vitest";

import { freePort, portOwner } from "../../src/index.ts";

async function listen(host: string, port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  return server;
}

it.each(["127.0.0.1", "::1", "0.0.0.0", "::"])("tells who listens on %s", async (host) => {
  const port = await freePort();
  const server = await listen(host, port);

  const owner = await portOwner(port);

  expect(owner).toMatchObject({ port, host, pid: process.pid });
  expect(owner?.command).toContain("node");
  server.close();
});

it("gives ports that can be listened on", async () => {
  const ports = await Promise.all([freePort(), freePort(), freePort()]);

  const servers = await Promise.all(ports.map((port) => listen("127.0.0.1", port)));

  expect(servers.map((server) => server.listening)).toEqual([true, true, true]);
  servers.forEach((server) => server.close());
});

it("says null for a port that nobody holds", async () => {
  expect(await portOwner(await freePort())).toBeNull();
});
