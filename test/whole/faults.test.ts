import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const program = fileURLToPath(new URL("../faults/main.mjs", import.meta.url));
/** Other tests run at the same time, so times are hardly judged here; `pnpm test:faults` judges them. */
const slack = "20";
const isRoot = process.getuid?.() === 0;

interface Slice {
  readonly part: string;
  readonly count: number;
  readonly says: RegExp;
  /** Counts with a control group, or has a process namespace of its own. */
  readonly needsRoot: boolean;
}

const slices: readonly Slice[] = [
  { part: "trees", count: 20, says: /^trees: 20 ended \(without a gunicorn\), 0 broken/m, needsRoot: true },
  { part: "reuses", count: 100, says: /^process ids: \d+ of 100 reuses forced, 0 innocent/m, needsRoot: true },
  { part: "kills", count: 3, says: /^kill file: 3 runs .* 0 broken$/m, needsRoot: true },
  { part: "disks", count: 61, says: /^disk: \d+ trials .* 0 broken$/m, needsRoot: false },
  { part: "crashes", count: 53, says: /^crash: \d trials .* 0 broken$/m, needsRoot: false },
  { part: "sections", count: 60, says: /^sections: 480 by 8 writers/m, needsRoot: false },
  { part: "servers", count: 10, says: /^ready, stranger on the port: 0 of 10 taken for ours$/m, needsRoot: false },
];

it.for(slices)(
  "keeps its promises in a slice of the faults: $part",
  async ({ part, count, says, needsRoot }, context) => {
    context.skip(needsRoot && !isRoot, "it needs root, to count from outside");
    const { code, stdout, stderr } = await run([
      "--only",
      part,
      `--${part}`,
      String(count),
      "--offline",
      "--slack",
      slack,
    ]);

    expect(stdout).toMatch(says);
    expect(stdout).toMatch(/^0 broken promises$/m);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  },
);

function run(args: readonly string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...args], { timeout: 200_000 }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}
