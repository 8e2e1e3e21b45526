import type { HeldTree, Tier } from "../containment/tier.ts";
import { hasProc } from "../system/process-table.ts";
import type { ProcessIdentity } from "../types.ts";
import type { Tree } from "./tree.ts";

const sampleMs = hasProc ? 100 : 500;

/**
 * For the tier that has nothing but what it has seen: looks again and again, and writes down who has left the group.
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
  const timer = setInterval(() => {
    options.tree.members();
    const apart = [...options.held.ledger.values()].filter((entry) => entry.group !== options.held.holder.pid);
    const ids = apart.map(({ pid }) => pid).join(" ");
    if (ids !== written) {
      written = ids;
      options.save(apart.map(({ pid, start }) => ({ pid, start })));
    }
  }, sampleMs);
  return () => clearInterval(timer);
}
