import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

const listening = "0A";

/** The TCP ports on which one process listens. */
export function listeningPorts(pid) {
  if (process.platform !== "linux") return lsofPorts(pid);
  const inodes = new Set(socketsOf(pid));
  return unique(sockets().filter((socket) => inodes.has(socket.inode)));
}

/** Ports that are listened on while no process that we can see holds their socket. Only Linux can tell. */
export function ownerlessPorts() {
  if (process.platform !== "linux" || process.getuid() !== 0) return [];
  const all = sockets();
  const owned = new Set(
    readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap(socketsOf),
  );
  return unique(all.filter((socket) => !owned.has(socket.inode)));
}

function sockets() {
  return ["tcp", "tcp6"].flatMap((name) =>
    lines(`/proc/net/${name}`)
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === listening)
      .map((fields) => ({ port: Number.parseInt(fields[1].split(":")[1], 16), inode: fields[9] })),
  );
}

function socketsOf(pid) {
  const folder = `/proc/${pid}/fd`;
  return entries(folder).flatMap((name) => /^socket:\[(\d+)\]$/.exec(target(`${folder}/${name}`))?.[1] ?? []);
}

function unique(list) {
  return [...new Set(list.map((socket) => socket.port))];
}

function lsofPorts(pid) {
  try {
    const args = ["-nP", "-a", "-p", String(pid), "-iTCP", "-sTCP:LISTEN", "-Fn"];
    const text = execFileSync("lsof", args, { encoding: "utf8" });
    return [...new Set([...text.matchAll(/^n.*:(\d+)$/gm)].map((match) => Number(match[1])))];
  } catch {
    // lsof ends with 1 where there is nothing to list.
    return [];
  }
}

// A process may end between two looks at it.
function entries(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function target(link) {
  try {
    return readlinkSync(link);
  } catch {
    return "";
  }
}

function lines(file) {
  try {
    return readFileSync(file, "utf8").split("\n");
  } catch {
    return [];
  }
}
