import { readdirSync } from "node:fs";
import { join } from "node:path";
import { NodeFS } from "@netlify/build-info/node";
import { Project } from "@netlify/build-info";
import { understand } from "@backwright/core";
import { analyser, FSProvider } from "@specfy/stack-analyser";
import "@specfy/stack-analyser/dist/autoload.js";
import { openCatalog } from "./catalog.mjs";
import { judge, quantile } from "./numbers.mjs";

const silent = { error() {}, warn() {}, info() {}, debug() {}, log() {} };

/** What is measured, each reading a folder in this process. */
const readers = {
  "backwright without routes": async (dir) => understand({ dir, catalog: await openCatalog(dir, { routes: false }) }),
  backwright: async (dir) => understand({ dir, catalog: await openCatalog(dir) }),
  "@specfy/stack-analyser": (dir) => analyser({ provider: new FSProvider({ path: dir }) }),
  "@netlify/build-info": (dir) => {
    const files = new NodeFS();
    files.logger = silent;
    return new Project(files, dir, dir).getBuildSettings();
  },
};

/** Time in this process beside two others over the same folders, in turns; gives how many targets were missed. */
export async function measureSpeed({ folders, rounds }) {
  if (folders.length === 0) {
    console.log("SKIPPED the speed beside others: there are no folders.");
    return 0;
  }
  const times = new Map(Object.keys(readers).map((name) => [name, []]));
  const failures = new Map();
  for (const dir of folders) {
    const own = new Map(Object.keys(readers).map((name) => [name, []]));
    for (let round = -1; round < rounds; round += 1) {
      for (const [name, read] of Object.entries(readers)) {
        const began = performance.now();
        try {
          await read(dir);
        } catch {
          failures.set(name, new Set([...(failures.get(name) ?? []), dir]));
        }
        // The first round fills the caches of the disk.
        if (round >= 0) own.get(name).push(performance.now() - began);
      }
    }
    for (const [name, values] of own) times.get(name).push(quantile(values, 0.5));
  }
  const base = quantile(times.get("backwright"), 0.5);
  console.log(`In process over ${folders.length} folders, the median of ${rounds} runs each, ms`);
  for (const [name, values] of times) {
    const [median, p90] = [quantile(values, 0.5), quantile(values, 0.9)];
    const failed = failures.get(name)?.size ?? 0;
    console.log(
      `  ${name.padEnd(26)} median ${median.toFixed(1).padStart(7)}  p90 ${p90.toFixed(1).padStart(7)}  ${(median / base).toFixed(2)}× of backwright${failed === 0 ? "" : `, threw in ${failed}`}`,
    );
  }
  const without = times.get("backwright without routes");
  return (
    judge("median without routes", quantile(without, 0.5), { most: 5 }) +
    judge("p90 without routes", quantile(without, 0.9), { most: 40 }) +
    judge("median with routes", base, { most: 25 })
  );
}

/** The folders of a folder. */
export function foldersIn(dir) {
  return dir === null ? [] : readdirSync(dir).map((name) => join(dir, name));
}
