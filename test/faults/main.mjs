import { parseArgs } from "node:util";
import { probeContainment } from "@backwright/supervisor";
import { createRandom, quantile, summary } from "./numbers.mjs";
import { forcePidReuse } from "./pid-reuse.mjs";
import { measureReadiness } from "./readiness.mjs";
import { faults, judge, runTree } from "./trees.mjs";

// `pnpm test:faults`: the worst tree, ended in every way and at any moment, and counted from outside; forced reuse of
// process ids; how long readiness takes. Needs root, for the control group that counts.
const { values } = parseArgs({
  options: {
    trees: { type: "string", default: "1000" },
    reuses: { type: "string", default: "10000" },
    servers: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    containment: { type: "string", multiple: true },
  },
});
const latestMomentMs = 500;
const limits = { knownPortMs: 15, unknownPortMs: 60 };

async function endTrees(count) {
  const random = createRandom(Number(values.seed));
  const { tiers } = await probeContainment();
  const chosen = tiers.filter(({ tier }) => values.containment?.includes(tier) ?? true);
  const usable = chosen.filter((tier) => tier.usable);
  for (const { tier, reason } of chosen.filter((one) => !one.usable))
    console.log(`${tier}: not usable here. ${reason}`);
  let number = 0;
  let broken = 0;
  for (const { tier: containment } of usable) {
    const results = [];
    for (let run = 0; run < Math.ceil(count / usable.length); run += 1) {
      number += 1;
      const fault = faults[run % faults.length];
      // A stop that is asked for needs a caller that listens; every other way comes at any moment.
      const moment = fault === "stop" || random() < 0.5 ? "ready" : Math.round(random() * latestMomentMs);
      results.push(await runTree({ number, containment, fault, moment }));
    }
    broken += judge(containment, results);
  }
  console.log(`trees: ${number} ended, ${broken} broken promises`);
  return number === 0 ? 1 : broken;
}

function reusePids(count) {
  const { forced, signalled, reason } = forcePidReuse(count);
  console.log(
    `process ids: ${reason ?? `${forced} of ${count} reuses forced, ${signalled} innocent processes signalled`}`,
  );
  return reason === undefined && forced > count / 2 ? signalled : 1;
}

async function awaitServers(count) {
  const { known, unknown, strangers, falseReady } = await measureReadiness(count);
  console.log(`ready, port known    ${summary(known)}`);
  console.log(`ready, port unknown  ${summary(unknown)}`);
  console.log(`ready, stranger on the port: ${falseReady} of ${strangers} taken for ours`);
  const late = [quantile(known, 0.95) > limits.knownPortMs, quantile(unknown, 0.95) > limits.unknownPortMs];
  return falseReady + late.filter(Boolean).length;
}

let failures = 0;
if (Number(values.reuses) > 0) failures += reusePids(Number(values.reuses));
if (Number(values.servers) > 0) failures += await awaitServers(Number(values.servers));
if (Number(values.trees) > 0) failures += await endTrees(Number(values.trees));
process.exitCode = failures === 0 ? 0 : 1;
