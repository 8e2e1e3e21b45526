import type { ProcessListing } from "@backwright/supervisor";
import { plainLine } from "./plain.ts";
import { table } from "./table.ts";

/** Tables of what runs; a sentence where nothing does. */
export function renderProcesses(listing: ProcessListing): string {
  const parts: string[] = [];
  if (listing.ours.length > 0) {
    const rows = listing.ours.map((record) => [
      record.name,
      record.process === null ? "–" : String(record.process.pid),
      record.alive ? "running" : "ended",
      record.port === null ? "–" : String(record.port),
      record.startedAt,
      plainLine(record.command),
    ]);
    parts.push(table(["NAME", "PID", "STATE", "PORT", "STARTED", "COMMAND"], rows));
  }
  if (listing.foreign.length > 0) {
    const rows = listing.foreign.map((item) => [
      plainLine(item.name),
      String(item.pid),
      item.reused ? "ended; the id is somebody else's" : item.alive ? "running" : "ended",
      plainLine(item.command ?? "–"),
    ]);
    parts.push(`Pid files of others:\n${table(["NAME", "PID", "STATE", "COMMAND"], rows)}`);
  }
  if (listing.strangers.length > 0) {
    const rows = listing.strangers.map((owner) => [
      `${owner.host}:${owner.port}`,
      owner.pid === null ? "–" : String(owner.pid),
      plainLine(owner.command ?? "–"),
    ]);
    parts.push(`Strangers that listen here:\n${table(["ADDRESS", "PID", "COMMAND"], rows)}`);
  }
  return parts.length === 0 ? "Nothing that was started here is running." : parts.join("\n\n");
}
