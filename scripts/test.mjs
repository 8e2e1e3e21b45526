import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { watchLeftovers } from "./lib/leftovers.mjs";
import { readCounts } from "./lib/numbers.mjs";
import { build, install, main, run, toolEnvironment } from "./lib/tools.mjs";

// `npm test`: installs, builds, runs every test, and then looks whether anything that it started is still there.
// Arguments are handed to vitest, so `npm test -- packages/cli` runs a part.
await main(async () => {
  const own = mkdtempSync(join(tmpdir(), "backwright-test-"));
  try {
    const watch = watchLeftovers({ marker: own });
    await install();
    await build();
    const file = join(own, "results.json");
    // The folder's name on PATH marks every process that inherits even the smallest environment from us.
    const path = [join(own, "bin"), toolEnvironment().PATH].join(delimiter);
    mkdirSync(join(own, "bin"));
    const tests = [
      "vitest",
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${file}`,
      ...process.argv.slice(2),
    ];
    const { code } = await run(tests, { env: toolEnvironment({ PATH: path }) });
    const counts = readCounts(file);
    const left = await watch.finish();
    const leftovers = describe(left);
    console.log(
      `\nProcesses seen: ${left.seen}. Left behind: ${left.processes.length} processes, ${left.ports.length} ports.`,
    );
    for (const line of leftovers) console.log(`  left behind: ${line}`);
    if (left.seen === 0) console.log("No process was seen at all, so nothing was watched.");
    const failed = counts.failed + leftovers.length + (left.seen === 0 ? 1 : 0);
    console.log(`${counts.passed} passed, ${failed} failed, ${counts.skipped} skipped`);
    return code === 0 && failed === 0 && counts.passed > 0 ? 0 : 1;
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
});

function describe({ processes, ports }) {
  return [
    ...processes.map((item) => {
      const listens = item.ports.length > 0 ? `, which listens on ${item.ports.join(", ")}` : "";
      return `process ${item.pid}${listens}: ${item.command}`;
    }),
    ...ports.map((port) => `port ${port}, on which no process that can be seen listens`),
  ];
}
