import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

// `pnpm bench:understand`: accuracy against labelled repositories, speed beside others, large repositories, and spoiled
// files. Each part prints its figures beside their targets; the exit code is 1 where one is missed.
const { values } = parseArgs({
  options: {
    // Folders of checked-out repositories and of fixtures, and of their labels.
    checkouts: { type: "string", default: process.env["BACKWRIGHT_CHECKOUTS"] },
    fixtures: { type: "string", default: process.env["BACKWRIGHT_FIXTURES"] },
    labels: { type: "string", default: fileURLToPath(new URL("../../../../shared/corpus", import.meta.url)) },
    // Only these parts: scores, speed, size, command, mutations.
    only: { type: "string", multiple: true },
    // Names what was not as labelled.
    misses: { type: "boolean", default: false },
    rounds: { type: "string", default: "5" },
    mutations: { type: "string", default: "2000" },
    seed: { type: "string", default: "1" },
  },
});

const main = fileURLToPath(new URL("../../../packages/cli/dist/main.js", import.meta.url));
const command = `${process.execPath} ${main} understand --json`;
const { misses, labels } = values;
const [checkouts, fixtures] = [values.checkouts ?? null, values.fixtures ?? null];
const rounds = Number(values.rounds);

async function folders() {
  const { foldersIn } = await import("./speed.mjs");
  if (checkouts !== null) return foldersIn(checkouts);
  console.log("No --checkouts: the examples of this repository stand in for them.");
  return foldersIn(fileURLToPath(new URL("../../../examples", import.meta.url)));
}

const parts = {
  async scores() {
    const { scoreRepositories, scoreRoutes } = await import("./scores.mjs");
    return (
      scoreRepositories({ labels, checkouts, command, misses }) + scoreRoutes({ labels, fixtures, command, misses })
    );
  },
  async speed() {
    const { measureSpeed } = await import("./speed.mjs");
    return measureSpeed({ folders: await folders(), rounds });
  },
  async size() {
    const { measureSize } = await import("./synthetic.mjs");
    return measureSize();
  },
  async command() {
    const { measureCommand } = await import("./command.mjs");
    return measureCommand({ folders: await folders(), main, rounds: Math.min(rounds, 3) });
  },
  async mutations() {
    const { readMutated } = await import("./mutations.mjs");
    return readMutated({ count: Number(values.mutations), seed: Number(values.seed) });
  },
};

if (
  (values.only === undefined || values.only.some((part) => part === "scores" || part === "command")) &&
  !existsSync(main)
) {
  console.error("The command is not built yet: run `pnpm build` first.");
  process.exit(2);
}
let missed = 0;
for (const [name, run] of Object.entries(parts)) {
  if (values.only === undefined || values.only.includes(name)) {
    console.log(`\n${name}`);
    missed += await run();
  }
}
console.log(`\n${missed} targets missed`);
process.exitCode = missed === 0 ? 0 : 1;
