import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Living processes that work in a folder or name it, as `pid command`. */
export function processesIn(folder) {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      const words = text(() => readFileSync(`/proc/${pid}/cmdline`, "utf8")).replaceAll("\0", " ");
      const here = text(() => readlinkSync(`/proc/${pid}/cwd`)).startsWith(folder) || words.includes(folder);
      return here && isAlive(pid) ? [`${pid} ${words.trim().slice(0, 120)}`] : [];
    });
}

/** The same once everything had a moment to end. */
export async function leftIn(folder, withinMs = 2_000) {
  const deadline = performance.now() + withinMs;
  for (let left = processesIn(folder); ; left = processesIn(folder)) {
    if (left.length === 0 || performance.now() > deadline) return left;
    await sleep(10);
  }
}

function isAlive(pid) {
  return !/^State:\s+[ZX]/m.test(text(() => readFileSync(`/proc/${pid}/status`, "utf8")) || "State:\tX");
}

/** Empty for a process that has ended. */
function text(read) {
  try {
    return read();
  } catch {
    return "";
  }
}
