import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";

const leaver = fileURLToPath(new URL("fixtures/leaver.mjs", import.meta.url));
const run = promisify(execFile);

interface Answer {
  readonly seen: number;
  readonly processes: readonly { pid: number; command: string; ports: readonly number[] }[];
}

async function leave(kind: string): Promise<Answer> {
  const marker = `backwright-leftovers-${process.pid}-${kind}`;
  const { stdout } = await run(process.execPath, [leaver, kind, marker], { timeout: 20_000 });
  const { seen, processes } = JSON.parse(stdout) as Answer;
  // Other tests run beside this one, and what they start is theirs.
  const own = processes.filter((item) => item.command.endsWith(marker));
  onTestFinished(() => {
    for (const { pid } of own) process.kill(pid, "SIGKILL");
  });
  return { seen, processes: own };
}

test("says that nothing is left when everything has ended", async () => {
  expect(await leave("ended")).toEqual({ seen: 1, processes: [] });
});

test("finds a child that was left, with the port on which it listens", async () => {
  const { processes } = await leave("child");

  expect(processes).toHaveLength(1);
  expect(processes[0]?.command).toContain("createServer");
  expect(processes[0]?.ports).toHaveLength(1);
});

test.each(["daemon", "bare-daemon"])("finds a %s that has left its parent", async (kind) => {
  const { processes } = await leave(kind);

  expect(processes).toHaveLength(1);
  expect(processes[0]?.command).toContain("setTimeout");
});
