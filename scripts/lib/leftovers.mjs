import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { listeningPorts, ownerlessPorts } from "./ports.mjs";

const sampleMs = 200;
const graceMs = 3_000;
// Programs that take in the children of processes that have ended.
const adopters = /^(init|systemd|tini|dumb-init|catatonit|docker-init)$/;

/**
 * Watches what this process starts, down to the last grandchild, and says at the end what of it is still there.
 * A process counts as ours when it was seen below us while it lived, or when it is an orphan that began during the
 * watch and carries our marker, or nothing at all, in its environment: daemons lose their parents, not their origin.
 */
export function watchLeftovers({ marker }) {
  const before = snapshot();
  const known = new Map([...before.values()].map((item) => [identity(item), item]));
  const ledger = new Map();
  const portsBefore = ownerlessPorts();
  function sample() {
    const now = snapshot();
    for (const item of now.values()) {
      if (isBelowUs(item, now) || ledger.has(ancestorIdentity(item, now, ledger))) ledger.set(identity(item), item);
    }
    return now;
  }
  const timer = setInterval(sample, sampleMs);
  timer.unref();
  function remaining() {
    const now = sample();
    return [...now.values()].filter((item) => {
      if (item.pid === process.pid || known.has(identity(item)) || isOwnProbe(item)) return false;
      return ledger.has(identity(item)) || isSuspiciousOrphan(item, now, marker);
    });
  }
  function newOwnerless() {
    return ownerlessPorts().filter((port) => !portsBefore.includes(port));
  }
  return {
    /** The processes and ports that are left once everything had a moment to end. */
    async finish() {
      const deadline = Date.now() + graceMs;
      let left = remaining();
      let ports = newOwnerless();
      while (left.length + ports.length > 0 && Date.now() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, sampleMs));
        left = remaining();
        const still = newOwnerless();
        ports = ports.filter((port) => still.includes(port));
      }
      clearInterval(timer);
      const processes = left.map((item) => ({
        pid: item.pid,
        command: item.command(),
        ports: listeningPorts(item.pid),
      }));
      return { seen: ledger.size, processes, ports };
    },
  };
}

function identity(item) {
  return `${item.pid}@${item.start}`;
}

function isBelowUs(item, all) {
  let current = item;
  for (let depth = 0; depth < 64 && current !== undefined; depth += 1) {
    if (current.parent === process.pid) return true;
    current = all.get(current.parent);
  }
  return false;
}

/** The nearest ancestor that stands in the ledger. */
function ancestorIdentity(item, all, ledger) {
  let current = all.get(item.parent);
  for (let depth = 0; depth < 64 && current !== undefined; depth += 1) {
    if (ledger.has(identity(current))) return identity(current);
    current = all.get(current.parent);
  }
  return null;
}

function isSuspiciousOrphan(item, all, marker) {
  const parent = all.get(item.parent);
  if (item.parent !== 1 && !(parent !== undefined && adopters.test(parent.name))) return false;
  const environment = item.environment();
  return environment !== null && (environment === "" || environment.includes(marker));
}

/** `ps` and `lsof`, which this module itself starts. */
function isOwnProbe(item) {
  return item.parent === process.pid && (item.name === "ps" || item.name === "lsof");
}

function snapshot() {
  return process.platform === "linux" ? linuxSnapshot() : psSnapshot();
}

function linuxSnapshot() {
  const processes = new Map();
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = read(`/proc/${entry}/stat`);
    if (stat === null) continue;
    // The name stands in parentheses and may hold spaces and parentheses itself.
    const end = stat.lastIndexOf(")");
    const fields = stat.slice(end + 2).split(" ");
    // A zombie has ended; only its parent has not yet asked how.
    if (fields[0] === "Z" || fields[0] === "X") continue;
    const pid = Number(entry);
    processes.set(pid, {
      pid,
      parent: Number(fields[1]),
      start: fields[19],
      name: stat.slice(stat.indexOf("(") + 1, end),
      command: () =>
        (read(`/proc/${pid}/cmdline`) ?? "").replaceAll("\0", " ").trim() || stat.slice(stat.indexOf("("), end + 1),
      environment: () => read(`/proc/${pid}/environ`),
    });
  }
  return processes;
}

function psSnapshot() {
  const text = execFileSync("ps", ["-axo", "pid=,ppid=,lstart=,command="], { encoding: "utf8" });
  const processes = new Map();
  for (const line of text.split("\n")) {
    const match = /^\s*(\d+)\s+(\d+)\s+(\w+\s+\w+\s+\d+\s+[\d:]+\s+\d+)\s+(.*)$/.exec(line);
    if (match === null) continue;
    const [, pid, parent, start, command] = match;
    const name = command.split(" ")[0].split("/").at(-1);
    processes.set(Number(pid), {
      pid: Number(pid),
      parent: Number(parent),
      start,
      name,
      command: () => command,
      environment: () => null,
    });
  }
  return processes;
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
