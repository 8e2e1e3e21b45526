import { SupervisorError } from "../errors.ts";
import {
  containments,
  type Containment,
  type ContainmentProbe,
  type ContainmentReport,
  type TierProbe,
} from "../types.ts";
import { cgroupTier } from "./cgroup.ts";
import { pidNamespaceTier } from "./pid-namespace.ts";
import { processGroupTier } from "./process-group.ts";
import { subreaperTier } from "./subreaper.ts";
import type { Tier } from "./tier.ts";

const tiers: Readonly<Record<Containment, Tier>> = {
  "pid-namespace": pidNamespaceTier,
  cgroup: cgroupTier,
  subreaper: subreaperTier,
  "process-group": processGroupTier,
};

/** Tries every tier. */
export function probeContainment(): Promise<ContainmentProbe> {
  const results = containments.map((name): TierProbe => ({ tier: name, ...tiers[name].probe() }));
  return Promise.resolve({ best: results.find((result) => result.usable)?.tier ?? "process-group", tiers: results });
}

/** The wanted tier, or the best; tries no more than it must. Throws `CONTAINMENT_UNUSABLE`. */
export function chooseTier(wanted: Containment | undefined): { tier: Tier; report: ContainmentReport } {
  const reasons: string[] = [];
  for (const name of wanted === undefined ? containments : [wanted]) {
    const { usable, reason } = tiers[name].probe();
    if (usable) {
      return { tier: tiers[name], report: { tier: name, reasons } };
    }
    reasons.push(`${name}: ${reason}`);
  }
  throw new SupervisorError("CONTAINMENT_UNUSABLE", {
    message: `The containment "${wanted ?? ""}" does not work here. ${reasons.join(" ")}`,
    hint: "Leave the choice out to use the best that works.",
  });
}
