import { existsSync, readFileSync } from "node:fs";
import { understand } from "@backwright/core";
import { openCatalog } from "./catalog.mjs";

// Reads each folder that it is told, and says how that ended and how much memory was used so far.
process.on("message", (dir) => void answer(dir));

async function answer(dir) {
  let crash = null;
  try {
    await understand({ dir, catalog: await openCatalog(dir) });
  } catch (error) {
    // To match two adapters equally well is an answer.
    crash = error.code === "ADAPTER_AMBIGUOUS" ? null : `${error.message} ${error.cause?.stack ?? error.stack}`;
  }
  process.send({ crash, megabytes: mostUsed() });
}

/** The most memory that this program has held; on Linux `maxRSS` counts what held the process before it was this program. */
function mostUsed() {
  const status = existsSync("/proc/self/status") ? readFileSync("/proc/self/status", "utf8") : "";
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS) / 1024;
}
