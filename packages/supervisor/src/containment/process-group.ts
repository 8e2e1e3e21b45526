import type { ProcessEntry } from "../system/process-entry.ts";
import { listProcessTable } from "../system/process-table.ts";
import { signalAll } from "../system/signal.ts";
import type { HeldTree, Tier } from "./tier.ts";

/**
 * A process group and a ledger of all that was seen below it. Works everywhere; a process that leaves the group and loses
 * its parent between two looks is not found again.
 */
export const processGroupTier: Tier = {
  name: "process-group",
  probe() {
    return { usable: true, reason: "Best effort: what leaves its group unseen is not found again." };
  },
  prefix() {
    return [];
  },
  folder() {
    return null;
  },
  prepare() {},
  members(tree) {
    return updateLedger(tree);
  },
  kill(tree) {
    signalAll(updateLedger(tree), "SIGKILL");
  },
  release(tree) {
    signalAll(tree.guard === null ? [tree.holder] : [tree.guard, tree.holder], "SIGKILL");
  },
  enter() {
    return null;
  },
  dispose() {
    return true;
  },
};

/** Adds what is new, drops what has ended, and returns the living. */
function updateLedger(tree: HeldTree): ProcessEntry[] {
  const table = listProcessTable().filter((entry) => !entry.zombie);
  const byPid = new Map(table.map((entry) => [entry.pid, entry]));
  for (const [pid, known] of tree.ledger) {
    if (byPid.get(pid)?.start !== known.start) {
      tree.ledger.delete(pid);
    }
  }
  // The kernel keeps a group's id from being used again while the group has a member.
  const { holder } = tree;
  const holderLives = byPid.get(holder.pid)?.start === holder.start;
  const groupIsOurs = holderLives || [...tree.ledger.values()].some(({ pid }) => byPid.get(pid)?.group === holder.pid);
  const apart = new Set([holder.pid, tree.guard?.pid]);
  let before: number;
  do {
    before = tree.ledger.size;
    for (const entry of table) {
      const inGroup = groupIsOurs && entry.group === holder.pid;
      const inside = inGroup || (holderLives && entry.ppid === holder.pid) || tree.ledger.has(entry.ppid);
      if (inside && !apart.has(entry.pid) && entry.ppid !== tree.guard?.pid) {
        tree.ledger.set(entry.pid, entry);
      }
    }
  } while (tree.ledger.size > before);
  return [...tree.ledger.values()];
}
