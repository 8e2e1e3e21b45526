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
  process.send({ crash, megabytes: process.resourceUsage().maxRSS / 1024 });
}
