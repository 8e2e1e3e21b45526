import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const fixtures = new URL("../../packages/core/test/fixtures/", import.meta.url);
const fromSource = "--conditions=@backwright/source";
const writer = fileURLToPath(new URL("append-many.ts", fixtures));
const reader = fileURLToPath(new URL("read-sections.ts", fixtures));
const writers = 8;
const fence = "```";

/** So many writers at once, and a stranger who appends whole and torn sections among theirs. */
export async function appendSections(each) {
  const folder = mkdtempSync(join(tmpdir(), "faults-sections-"));
  const file = join(folder, ".orchestrator/verification_steps.md");
  try {
    const began = performance.now();
    const children = Array.from({ length: writers }, (_, number) =>
      spawn(process.execPath, [fromSource, writer, file, String(number), String(each)], {
        stdio: ["ignore", "ignore", "inherit"],
      }),
    );
    const all = Promise.all(children.map(async (child) => (await once(child, "exit"))[0]));
    let running = true;
    void all.finally(() => (running = false));
    const foreign = await writeForeign(file, { isRunning: () => running, most: each / 4 });
    const codes = await all;
    return { tookMs: performance.now() - began, ...judge(read(file), { codes, each, foreign }) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function writeForeign(file, { isRunning, most }) {
  const foreign = { whole: 0, torn: 0, tornFrames: 0 };
  while (isRunning() && foreign.whole < most) {
    try {
      // Each kind is appended between those of the others, as an agent would that knows nothing of frames.
      appendFileSync(file, section(`F-${foreign.whole}`));
      foreign.whole += 1;
      appendFileSync(file, `\n## TORN-${foreign.torn}\n\n### Build Verification\n${fence}bash\necho cut`);
      foreign.torn += 1;
      appendFileSync(
        file,
        `\n<!-- begin CUT-${foreign.tornFrames} bytes=900 sha256=${"0".repeat(64)} -->\n## CUT-${foreign.tornFrames}\n\n${fence}bash\necho cut`,
      );
      foreign.tornFrames += 1;
    } catch (error) {
      if (error.code !== "ENOENT") throw error;
    }
    await sleep(10);
  }
  return foreign;
}

/** One write. The table below its heading lets a reader find it behind a torn one. */
function section(id) {
  return `\n## ${id}\n\n| Field | Value |\n|-------|-------|\n| Agent | other |\n\n### Build Verification\n${fence}bash\ntrue\n${fence}\n\n---\n`;
}

function read(file) {
  const text = execFileSync(process.execPath, [fromSource, reader, file], { maxBuffer: 2 ** 28, encoding: "utf8" });
  return JSON.parse(text);
}

function judge({ sections, skipped }, { codes, each, foreign }) {
  const ids = sections.map(({ taskId }) => taskId);
  const counts = { lost: 0, disordered: 0, torn: 0 };
  for (let number = 0; number < writers; number += 1) {
    const own = ids.filter((id) => id.startsWith(`W${number}-`));
    counts.lost += each - new Set(own).size;
    if (own.join() !== Array.from({ length: each }, (_, index) => `W${number}-${index}`).join()) counts.disordered += 1;
  }
  for (const { taskId, programs } of sections) {
    const [, index] = /^W\d+-(\d+)$/.exec(taskId) ?? [];
    if (index !== undefined && programs[0] !== `echo ${"x".repeat((Number(index) * 37) % 900)}`) counts.torn += 1;
  }
  const wholeForeign = ids.filter((id) => id.startsWith("F-")).length;
  const ran = ids.filter((id) => /^(TORN|CUT)-/.test(id)).length;
  return {
    failed: codes.filter((code) => code !== 0).length,
    written: writers * each,
    ...counts,
    foreign: foreign.whole,
    foreignLost: foreign.whole - wholeForeign,
    tornWritten: foreign.torn + foreign.tornFrames,
    tornRun: ran,
    tornUnreported: foreign.torn + foreign.tornFrames - skipped.length,
  };
}
