import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const program = fileURLToPath(new URL("../faults/main.mjs", import.meta.url));
/** Other tests run at the same time, so times are hardly judged here; `pnpm test:faults` judges them. */
const slack = "20";
/** The exit code where the machine does not allow what is needed to count. */
const notShown = 77;

interface Slice {
  readonly part: string;
  readonly count: number;
  readonly says: RegExp;
}

const slices: readonly Slice[] = [
  { part: "trees", count: 20, says: /^trees: 20 ended \(without a gunicorn\), 0 broken/m },
  { part: "reuses", count: 100, says: /^process ids: \d+ of 100 reuses forced, 0 innocent/m },
  { part: "kills", count: 3, says: /^kill file: 3 runs .* 0 broken$/m },
  { part: "disks", count: 61, says: /^disk: \d+ trials .* 0 broken$/m },
  { part: "crashes", count: 53, says: /^crash: \d trials .* 0 broken$/m },
  { part: "sections", count: 60, says: /^sections: 480 by 8 writers/m },
  { part: "servers", count: 10, says: /^ready, stranger on the port: 0 of 10 taken for ours$/m },
];

it.for(slices)("keeps its promises in a slice of the faults: $part", async ({ part, count, says }, context) => {
  const { code, stdout, stderr } = await run([
    "--only",
    part,
    `--${part}`,
    String(count),
    "--offline",
    "--slack",
    slack,
  ]);

  context.skip(code === notShown, stdout.trim());
  expect(stdout).toMatch(says);
  expect(stdout).toMatch(/^0 broken promises$/m);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});

function run(args: readonly string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...args], { timeout: 200_000 }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}
