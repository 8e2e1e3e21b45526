import { readdirSync, readlinkSync } from "node:fs";
import { connect, createServer } from "node:net";

import type { PortOwner } from "../types.ts";
import { lsofListeners } from "./lsof.ts";
import { hasProc, procIds } from "./proc.ts";
import { commandLine } from "./process-table.ts";
import { readTcpListeners } from "./tcp-table.ts";

/** A TCP socket that accepts connections. */
export interface Listener {
  port: number;
  /** The address it is bound to, e.g. `127.0.0.1`, `0.0.0.0`, `::`. */
  host: string;
  inode: string;
  /** Known at once only where `lsof` tells it. */
  pid: number | null;
}

/** All listening TCP sockets of this network namespace. */
export function listeners(): Listener[] {
  return hasProc ? readTcpListeners().map((socket) => ({ ...socket, pid: null })) : lsofListeners();
}

/** Those that one of these processes holds. */
export function listenersOf(pids: readonly number[]): Listener[] {
  const wanted = new Set(pids);
  const all = listeners();
  if (all.length === 0 || pids.length === 0) {
    return [];
  }
  if (!hasProc) {
    return all.filter((listener) => listener.pid !== null && wanted.has(listener.pid));
  }
  const inodes = new Set(pids.flatMap(socketInodes));
  return all.filter((listener) => inodes.has(listener.inode));
}

/** Those with their process, where the system lets us see it. */
export function ownersOf(all: readonly Listener[]): PortOwner[] {
  const unknown = new Map(all.filter((listener) => listener.pid === null).map((listener) => [listener.inode, 0]));
  if (hasProc && unknown.size > 0) {
    for (const pid of procIds()) {
      for (const inode of socketInodes(pid)) {
        if (unknown.get(inode) === 0) {
          unknown.set(inode, pid);
        }
      }
    }
  }
  return all.map(({ port, host, inode, pid }) => {
    const owner = pid ?? (unknown.get(inode) || null);
    return { port, host, pid: owner, command: owner === null ? null : commandLine(owner) };
  });
}

/** Who listens on a port; `null` when nobody does. */
export function portOwner(port: number): Promise<PortOwner | null> {
  const found = ownersOf(listeners().filter((listener) => listener.port === port));
  return Promise.resolve(found.find((owner) => owner.pid !== null) ?? found[0] ?? null);
}

/** A port that was free on both loopback addresses a moment ago. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const port = await bindOnce("127.0.0.1", 0);
    if (port !== null && (await bindOnce("::1", port)) !== null) {
      return port;
    }
  }
  // A machine without IPv6 refuses every `::1`.
  const port = await bindOnce("127.0.0.1", 0);
  if (port === null) {
    throw new Error("No free port on 127.0.0.1.");
  }
  return port;
}

/** Whether something accepts a connection there. */
export function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.setTimeout(1_000);
    function settle(answer: boolean): void {
      socket.destroy();
      resolve(answer);
    }
    socket.once("connect", () => settle(true));
    socket.once("error", () => settle(false));
    socket.once("timeout", () => settle(false));
  });
}

function bindOnce(host: string, port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : null));
    });
  });
}

function socketInodes(pid: number): string[] {
  let names: string[];
  try {
    names = readdirSync(`/proc/${pid}/fd`);
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${name}`))?.[1] ?? [];
    } catch {
      return [];
    }
  });
}
