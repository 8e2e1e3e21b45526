import { spawnSync } from "node:child_process";
import { judge, quantile } from "./numbers.mjs";

/** The whole command over folders; gives how many targets were missed. */
export function measureCommand({ folders, main, rounds }) {
  if (folders.length === 0) {
    console.log("SKIPPED the whole command: there are no folders.");
    return 0;
  }
  const times = folders.map((dir) => {
    const own = [];
    for (let round = -1; round < rounds; round += 1) {
      const began = performance.now();
      const { status } = spawnSync(process.execPath, [main, "understand", "--json", dir], {
        stdio: "ignore",
        timeout: 120_000,
      });
      if (status !== 0) throw new Error(`understand ended with exit code ${status} in ${dir}`);
      if (round >= 0) own.push(performance.now() - began);
    }
    return quantile(own, 0.5);
  });
  console.log(`Whole command over ${folders.length} folders: p90 ${quantile(times, 0.9).toFixed(0)} ms`);
  return judge("median of the whole command", quantile(times, 0.5), { most: 130 });
}
