import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

// `pnpm bench:startup`: the built command beside a Node that does nothing, in turns, so that both see the same machine.
const rounds = 40;
const limit = 2;
const main = fileURLToPath(new URL("../../packages/cli/dist/main.js", import.meta.url));
const cases = [
  { name: "node -e 0", args: ["-e", "0"] },
  { name: "backwright --version", args: [main, "--version"] },
  { name: "backwright --help", args: [main, "--help"] },
];

if (!existsSync(main)) {
  console.error("The command is not built yet: run `pnpm build` first.");
  process.exit(1);
}

const times = new Map(cases.map(({ name }) => [name, []]));
for (let round = -3; round < rounds; round += 1) {
  for (const { name, args } of cases) {
    const began = performance.now();
    const { status } = spawnSync(process.execPath, args, { stdio: "ignore" });
    if (status !== 0) throw new Error(`${name} ended with exit code ${status}`);
    // The first rounds fill the caches.
    if (round >= 0) times.get(name).push(performance.now() - began);
  }
}

function quantile(values, share) {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];
}

const bare = quantile(times.get("node -e 0"), 0.5);
console.log(`Start-up in ms, ${rounds} runs each, Node ${process.version}`);
for (const { name } of cases) {
  const median = quantile(times.get(name), 0.5);
  const p90 = quantile(times.get(name), 0.9);
  console.log(`${name.padEnd(22)} median ${median.toFixed(1)}  p90 ${p90.toFixed(1)}  ${(median / bare).toFixed(2)}×`);
}
const ratio = quantile(times.get("backwright --version"), 0.5) / bare;
console.log(`backwright --version takes ${ratio.toFixed(2)} times as long as bare node; the limit is ${limit}.`);
process.exitCode = ratio <= limit ? 0 : 1;
