import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const program = fileURLToPath(new URL("../bench/understand/main.mjs", import.meta.url));

it("understands spoiled manifests and sources without a crash, a hang or much memory", async () => {
  const words = ["--conditions=@backwright/source", program, "--only", "mutations", "--mutations", "66"];
  const { stdout } = await promisify(execFile)(process.execPath, words, { timeout: 100_000 });

  expect(stdout).toMatch(/^mutations: 66 read, 22 kinds, 0 crashed or hung$/m);
  expect(stdout).toMatch(/^0 targets missed$/m);
}, 120_000);
