import { hasProc } from "../system/proc.ts";
import type { ProcessEntry } from "../system/process-entry.ts";
import { listProcessTable } from "../system/process-table.ts";
import { signalAll } from "../system/signal.ts";
import { isMarked } from "./marker.ts";
import { type HeldTree, type Tier } from "./tier.ts";

/**
 * A process group, a ledger of all that was seen below it, and on Linux a marker in the environment and on the output.
 * Works everywhere; what leaves the group, loses its parent, clears its environment and redirects its output, all between
 * two looks, is not found again.
 */
export const processGroupTier: Tier = {
  name: "process-group",
  probe() {
    return {
      usable: true,
      reason:
        "Best effort: what leaves its group unseen, with neither its environment nor its output, is not found again.",
    };
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
      const belongs = inside || carriesMarker(tree, entry);
      if (belongs && !apart.has(entry.pid) && entry.ppid !== tree.guard?.pid) {
        tree.ledger.set(entry.pid, entry);
      }
    }
  } while (tree.ledger.size > before);
  return [...tree.ledger.values()];
}

/** For what has left the group and its parents unseen. Only what started after the holder is looked at, and once. */
function carriesMarker(tree: HeldTree, entry: ProcessEntry): boolean {
  if (!hasProc || Number(entry.start) < Number(tree.holder.start) || tree.unmarked.get(entry.pid) === entry.start) {
    return false;
  }
  const marked = isMarked(entry.pid, tree.marker);
  if (marked === false) {
    tree.unmarked.set(entry.pid, entry.start);
  }
  return marked === true;
}
