import { writeFileSync } from "node:fs";

// Loaded in front of a program, so that it tells how long it computed itself, without the programs that it started.
const file = process.env["CPU_FILE"];
delete process.env["CPU_FILE"];
process.on("exit", () => {
  if (file !== undefined) writeFileSync(file, JSON.stringify({ ...process.cpuUsage(), uptime: process.uptime() }));
});
