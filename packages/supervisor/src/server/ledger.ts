import type { HeldTree, Tier } from "../containment/tier.ts";
import { hasProc } from "../system/proc.ts";
import type { ProcessIdentity } from "../types.ts";
import type { Tree } from "./tree.ts";

const sampleMs = hasProc ? 100 : 500;
const shortestWriteMs = 1_000;

/**
 * For the tier that has nothing but what it has seen: looks again and again, and writes down who is in the tree.
 * Returns how to stop.
 */
export function keepLedger(
  tier: Tier,
  options: { tree: Tree; held: HeldTree; save: (ledger: ProcessIdentity[]) => void },
): () => void {
  if (tier.name !== "process-group") {
    return () => {};
  }
  let written = "";
  let writtenAt = 0;
  const timer = setInterval(() => {
    options.tree.members();
    const members = [...options.held.ledger.values()];
    const ids = members.map(({ pid }) => pid).join(" ");
    if (ids !== written && Date.now() - writtenAt > shortestWriteMs) {
      written = ids;
      writtenAt = Date.now();
      options.save(members.map(({ pid, start }) => ({ pid, start })));
    }
  }, sampleMs);
  return () => clearInterval(timer);
}
