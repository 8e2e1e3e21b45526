import { parseArgs } from "node:util";
import { probeContainment } from "@backwright/supervisor";
import { NotHere } from "./cgroup.mjs";
import { failDisks } from "./disk.mjs";
import { installGunicorn } from "./gunicorn.mjs";
import { killRuns } from "./kills.mjs";
import { createRandom, quantile, summary } from "./numbers.mjs";
import { measureOthers } from "./others.mjs";
import { forcePidReuse } from "./pid-reuse.mjs";
import { measureReadiness } from "./readiness.mjs";
import { appendSections } from "./sections.mjs";
import { faults, judge, runTree } from "./trees.mjs";

// `pnpm test:faults`: each part prints its numbers and counts the promises that were broken. The worst tree and the kill
// file need root, for the control group that counts; the pid reuse needs it for a namespace of its own.
const { values } = parseArgs({
  options: {
    // Only these parts.
    only: { type: "string", multiple: true },
    // How often; disks and crashes meet every so-manieth change of a file.
    trees: { type: "string", default: "1000" },
    reuses: { type: "string", default: "10000" },
    disks: { type: "string", default: "1" },
    crashes: { type: "string", default: "9" },
    kills: { type: "string", default: "200" },
    sections: { type: "string", default: "1000" },
    servers: { type: "string", default: "200" },
    others: { type: "string", default: "20" },
    // Only these containments.
    containment: { type: "string", multiple: true },
    // Without a gunicorn, which comes from the package registry.
    offline: { type: "boolean", default: false },
    // Times the limits, for a machine that has other things to do.
    slack: { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
  },
});
const slack = Number(values.slack);
const latestMomentMs = 800;
const limitsMs = { callerGone: 50, killFile: 250, knownPort: 15, unknownPort: 60 };

const parts = {
  reuses: reusePids,
  sections: addSections,
  disks: breakDisks,
  crashes: crashRuns,
  kills: useKillFile,
  servers: awaitServers,
  others: awaitByOthers,
  trees: endTrees,
};

const unknown = values.only?.find((name) => !(name in parts));
if (unknown !== undefined) throw new Error(`There is no part ${unknown}: ${Object.keys(parts).join(", ")}.`);
/** What a test run takes for skipped, and nobody for passed. */
const notShown = 77;
let broken = 0;
try {
  for (const [name, part] of Object.entries(parts)) {
    const count = Number(values[name]);
    if (!(count > 0)) throw new Error(`--${name} is no number above 0.`);
    if (values.only?.includes(name) ?? true) broken += await part(count);
  }
  console.log(`${broken} broken promises`);
  process.exitCode = broken === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof NotHere)) throw error;
  console.log(`Not shown on this machine: ${error.message}.`);
  process.exitCode = notShown;
}

async function endTrees(count) {
  const random = createRandom(Number(values.seed));
  const { tiers } = await probeContainment();
  const chosen = tiers.filter(({ tier }) => values.containment?.includes(tier) ?? true);
  const usable = chosen.filter((tier) => tier.usable);
  for (const { tier, reason } of chosen.filter((one) => !one.usable))
    console.log(`${tier}: not usable here. ${reason}`);
  const gunicorn = values.offline ? null : installGunicorn();
  let number = 0;
  let failed = 0;
  try {
    for (const { tier: containment } of usable) {
      const results = [];
      for (let run = 0; run < Math.ceil(count / usable.length); run += 1) {
        number += 1;
        const fault = faults[run % faults.length];
        // A stop that is asked for needs a caller that listens; every other way comes at any moment.
        const moment = fault === "stop" || random() < 0.5 ? "ready" : Math.round(random() * latestMomentMs);
        results.push(await runTree({ number, containment, fault, moment, gunicorn: gunicorn?.program ?? "" }));
      }
      failed += judge(containment, results, limitsMs.callerGone * slack);
    }
  } finally {
    gunicorn?.remove();
  }
  console.log(`trees: ${number} ended${values.offline ? " (without a gunicorn)" : ""}, ${failed} broken promises`);
  return number === 0 ? 1 : failed;
}

function reusePids(count) {
  const { forced, signalled } = forcePidReuse(count);
  console.log(`process ids: ${forced} of ${count} reuses forced, ${signalled} innocent processes signalled`);
  return forced > count / 2 ? signalled : 1;
}

async function addSections(each) {
  const { tookMs, written, foreign, tornWritten, ...wrong } = await appendSections(each);
  const failed = Object.values(wrong).reduce((sum, one) => sum + Math.abs(one), 0);
  console.log(
    `sections: ${written} by 8 writers in ${(tookMs / 1000).toFixed(1)} s, among ${foreign} whole and ${tornWritten} torn ones of a stranger: ${JSON.stringify(wrong)}`,
  );
  return written === 8 * each && foreign > 0 ? failed : failed + 1;
}

async function breakDisks(stride) {
  return printDisks("disk", await failDisks({ stride }));
}

/** The whole run, not its end alone. */
async function crashRuns(stride) {
  return printDisks("crash", await failDisks({ stride, from: "start", chosen: ["SIGKILL"] }));
}

function printDisks(name, { changes, trials, met, outcomes, resumed, broken: all }) {
  const ends = Object.entries(outcomes).map(([end, times]) => `${times}× ${end}`);
  console.log(
    `${name}: ${trials} trials on ${changes} changes of a file, ${met} met, ${resumed} crashed runs resumed, ${all.length} broken`,
  );
  console.log(`  ended with ${ends.join("; ")}`);
  for (const one of all.slice(0, 5)) console.log(`    ${JSON.stringify(one)}`);
  // Few may be missed: how often a supervisor looks at its files depends on the clock.
  return trials > 0 && met > trials * 0.9 ? all.length : all.length + 1;
}

async function useKillFile(count) {
  const { killed, completed, tookMs, wholeMs, broken: all } = await killRuns(count, createRandom(Number(values.seed)));
  const late = quantile(tookMs, 0.99) > limitsMs.killFile * slack;
  console.log(
    `kill file: ${killed} runs of ${Math.round(wholeMs)} ms killed (${completed} were done before), gone after: ${summary(tookMs)}, ${all.length} broken${late ? ", too late" : ""}`,
  );
  for (const one of all.slice(0, 5)) console.log(`    ${JSON.stringify(one)}`);
  return killed === count ? all.length + (late ? 1 : 0) : all.length + 1;
}

async function awaitServers(count) {
  const { known, unknown, strangers, falseReady } = await measureReadiness(count);
  console.log(`ready, port known    ${summary(known)}`);
  console.log(`ready, port unknown  ${summary(unknown)}`);
  console.log(`ready, stranger on the port: ${falseReady} of ${strangers} taken for ours`);
  const late = [
    quantile(known, 0.95) > limitsMs.knownPort * slack,
    quantile(unknown, 0.95) > limitsMs.unknownPort * slack,
  ];
  return falseReady + late.filter(Boolean).length;
}

async function awaitByOthers(count) {
  for (const [name, numbers] of Object.entries(await measureOthers(count)))
    console.log(`ready by ${name.padEnd(21)} ${summary(numbers)}`);
  return 0;
}
