import { SupervisorError } from "../errors.ts";
import { accepts, listeners, ownersOf, type Listener } from "../system/sockets.ts";
import { sleep } from "../system/wait.ts";
import type { ReadyAddress, ReadyOptions } from "../types.ts";
import type { Tree } from "./tree.ts";

export interface ReadinessSubject {
  name: string;
  tree: Tree;
  tail: () => string;
  /** The `PORT` of its environment, preferred when several ports are open. */
  hintedPort: number | null;
  /** Resolves at the next line of output that holds a number. */
  nextNumber: () => Promise<void>;
}

const eagerMs = 2_000;
const eagerPauseMs = 5;
const longestPauseMs = 200;
const walkPauseMs = 50;
const settleMs = 200;
/** Node's inspector, debugpy and delve: they open before the server does. */
const debuggers = new Set([9229, 5678, 2345]);
const hosts = ["127.0.0.1", "::1"] as const;

/** Waits until a socket of the tree's own accepts connections on loopback. */
export async function waitReady(subject: ReadinessSubject, options: ReadyOptions): Promise<ReadyAddress> {
  const began = performance.now();
  let over = false;
  let foundAt: number | undefined;
  void subject.tree.ended.then(() => {
    over = true;
  });
  for (;;) {
    const found = options.port === undefined ? await anyPort(subject) : await onePort(subject, options.port);
    const waitedMs = Math.round(performance.now() - began);
    if (found !== null) {
      foundAt ??= waitedMs;
      // A server that opens several ports gets a moment to open the one that it was given.
      if (options.port !== undefined || isExpected(subject, found) || waitedMs - foundAt >= settleMs) {
        return { ...found, waitedMs };
      }
    }
    if (over) {
      throw await exited(subject);
    }
    if (waitedMs >= options.timeoutMs) {
      throw notReady(subject, options);
    }
    const rest = options.timeoutMs - waitedMs + 1;
    const pause = options.port === undefined && found === null ? walkPauseMs : connectPause(waitedMs);
    await Promise.race([subject.nextNumber(), sleep(Math.min(pause, rest)), subject.tree.ended]);
  }
}

function isExpected(subject: ReadinessSubject, { port }: Address): boolean {
  return subject.hintedPort === null || subject.hintedPort === 0 || subject.hintedPort === port;
}

function connectPause(waitedMs: number): number {
  return waitedMs < eagerMs ? eagerPauseMs : Math.min(waitedMs / 50, longestPauseMs);
}

type Address = Omit<ReadyAddress, "waitedMs">;

/** Connecting is cheap, so it goes first; whose socket it is matters only once something accepts. */
async function onePort(subject: ReadinessSubject, port: number): Promise<Address | null> {
  const answers = await Promise.all(hosts.map((host) => accepts(host, port)));
  if (!answers.includes(true)) {
    return null;
  }
  const own = subject.tree.listeners().filter((listener) => listener.port === port);
  return firstServed(own, port);
}

/** The first loopback address that reaches one of these sockets. */
async function firstServed(own: readonly Listener[], port: number): Promise<Address | null> {
  for (const host of hosts) {
    if (own.some((listener) => serves(listener, host)) && (await accepts(host, port))) {
      return { host, port };
    }
  }
  return null;
}

async function anyPort(subject: ReadinessSubject): Promise<Address | null> {
  const own = subject.tree.listeners().filter(({ port }) => !debuggers.has(port) || port === subject.hintedPort);
  const mentioned = subject.tail().slice(-4_096);
  for (const listener of own.sort((a, b) => rank(b) - rank(a))) {
    const address = await firstServed([listener], listener.port);
    if (address !== null) {
      return address;
    }
  }
  return null;

  function rank({ port }: Listener): number {
    if (port === subject.hintedPort) {
      return 2;
    }
    return new RegExp(`\\b${port}\\b`).test(mentioned) ? 1 : 0;
  }
}

/** Whether a connection to this loopback address reaches a socket bound there. */
function serves(listener: Listener, host: string): boolean {
  const everywhere = listener.host === "::" || (listener.host === "0.0.0.0" && host === "127.0.0.1");
  return everywhere || listener.host === host || (listener.host.endsWith("7f00:1") && host === "127.0.0.1");
}

async function exited(subject: ReadinessSubject): Promise<SupervisorError> {
  const { exitCode, signal } = await subject.tree.ended;
  return new SupervisorError("PROCESS_EXITED", {
    message: `"${subject.name}" ended with ${String(exitCode ?? signal)} before it was ready.`,
    hint: `Read its log: backwright logs ${subject.name}`,
    tail: subject.tail(),
  });
}

function notReady(subject: ReadinessSubject, options: ReadyOptions): SupervisorError {
  const own = [...new Set(subject.tree.listeners().map(({ port }) => port))];
  const wanted = options.port;
  const what = wanted === undefined ? "opened no port" : `did not listen on port ${wanted}`;
  const instead = own.length > 0 ? ` It listens on ${own.join(", ")}.` : "";
  return new SupervisorError("NOT_READY", {
    message: `"${subject.name}" ${what} in ${options.timeoutMs} ms.${instead}${strangerOn(subject, wanted)}`,
    hint: "Give the port that it listens on, let it read PORT from its environment, or wait longer.",
    tail: subject.tail(),
  });
}

function strangerOn(subject: ReadinessSubject, port: number | undefined): string {
  const own = new Set(subject.tree.listeners().map(({ inode }) => inode));
  const [stranger] = ownersOf(listeners().filter((one) => one.port === port && !own.has(one.inode)));
  if (stranger === undefined) {
    return "";
  }
  const who =
    stranger.pid === null ? "a process of another user" : `process ${stranger.pid} (${stranger.command ?? "?"})`;
  return ` Port ${stranger.port} is held by ${who}, which is not ours.`;
}
