import { constants } from "node:os";

import type { HeldTree, Tier } from "../containment/tier.ts";
import { isAlive } from "../system/identity.ts";
import { signalProcess } from "../system/signal.ts";
import { listeners, listenersOf, type Listener } from "../system/sockets.ts";
import { sleep, within } from "../system/wait.ts";
import type { ProcessIdentity } from "../types.ts";
import type { Holder } from "./holder.ts";

/** How a tree came to its end. */
export interface TreeEnd {
  exitCode: number | null;
  signal: string | null;
  survivors: readonly number[];
}

/** A running tree, and the ways to end it. */
export interface Tree {
  members(): readonly { pid: number }[];
  /** What runs a further command among the members, see `Tier.enter`. */
  enter(): readonly string[] | null;
  listeners(): Listener[];
  /** SIGTERM to all, SIGKILL after the grace, and a wait until its ports are free. */
  terminate(graceMs: number): Promise<void>;
  /** Ends all at once. */
  kill(): Promise<void>;
  /** Resolves when nothing is left and the output is complete. */
  readonly ended: Promise<TreeEnd>;
}

const endTimeoutMs = 3_000;
const portsTimeoutMs = 100;
const lookMs = 50;

/**
 * Watches a tree to its end. With `untilCommandEnds`, what the command left behind is ended with it; else the tree ends
 * with its last member.
 */
export function watchTree(options: { tier: Tier; held: HeldTree; holder: Holder; untilCommandEnds: boolean }): Tree {
  const { tier, held, holder } = options;
  const ended = Promise.withResolvers<TreeEnd>();
  let ending: Promise<void> | undefined;
  let over = false;
  let exitCode: number | null = null;

  function members(): readonly ProcessIdentity[] {
    return over ? [] : tier.members(held);
  }

  async function end(): Promise<void> {
    const survivors = await endEverything(tier, { held, holder });
    over = true;
    ended.resolve({ exitCode, signal: signalName(exitCode), survivors });
  }

  function kill(): Promise<void> {
    ending ??= end();
    return ending;
  }

  async function terminate(graceMs: number): Promise<void> {
    const before = listenersOf(members().map(({ pid }) => pid));
    const deadline = Date.now() + graceMs;
    const asked = new Set<number>();
    let pause = 2;
    for (let left = members(); left.length > 0 && Date.now() < deadline && ending === undefined; left = members()) {
      for (const member of left) {
        if (!asked.has(member.pid)) {
          asked.add(member.pid);
          signalProcess(member, "SIGTERM");
          // A stopped process takes no signal before it goes on.
          signalProcess(member, "SIGCONT");
        }
      }
      await sleep(pause);
      pause = Math.min(pause * 2, 20);
    }
    if (members().length === 0) {
      await within(holder.status, lookMs);
    }
    await kill();
    await untilFree(before);
  }

  async function watch(): Promise<void> {
    exitCode = await holder.status;
    // `null`: the holder itself was ended, by us or by someone else, and there is no one left to wait for the rest.
    while (!options.untilCommandEnds && exitCode !== null && ending === undefined && members().length > 0) {
      await sleep(lookMs);
    }
    await kill();
  }

  void watch();
  return {
    members,
    enter: () => tier.enter(held),
    listeners: () => listenersOf(members().map(({ pid }) => pid)),
    terminate,
    kill,
    ended: ended.promise,
  };
}

/** Kills until two looks in a row find nothing. Returns what could not be ended. */
async function endEverything(tier: Tier, tree: { held: HeldTree; holder: Holder }): Promise<number[]> {
  const { held, holder } = tree;
  const deadline = Date.now() + endTimeoutMs;
  let left: ProcessIdentity[] = [];
  for (let empty = 0; empty < 2 && Date.now() < deadline;) {
    tier.kill(held);
    left = tier.members(held);
    empty = left.length === 0 ? empty + 1 : 0;
    if (left.length > 0) {
      await sleep(2);
    }
  }
  tier.release(held);
  if (!(await within(holder.closed, left.length === 0 ? endTimeoutMs : 100))) {
    signalProcess(held.launcher, "SIGKILL");
  }
  for (let attempt = 0; attempt < 20 && !tier.dispose(held.cgroup); attempt += 1) {
    await sleep(5);
  }
  return left.filter(isAlive).map(({ pid }) => pid);
}

/** Sockets can outlive their process by some milliseconds. */
async function untilFree(before: readonly Listener[]): Promise<void> {
  const deadline = Date.now() + portsTimeoutMs;
  const inodes = new Set(before.map(({ inode }) => inode));
  while (before.length > 0 && Date.now() < deadline && listeners().some(({ inode }) => inodes.has(inode))) {
    await sleep(5);
  }
}

/** As shells tell it: 128 + n. Without an exit code, the tree was killed. */
function signalName(exitCode: number | null): string | null {
  if (exitCode === null) {
    return "SIGKILL";
  }
  const found = Object.entries(constants.signals).find(([, number]) => number === exitCode - 128);
  return found?.[0] ?? null;
}
