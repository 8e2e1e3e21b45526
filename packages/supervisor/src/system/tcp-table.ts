import { closeSync, openSync, readFileSync, readSync } from "node:fs";

export interface ListeningSocket {
  port: number;
  host: string;
  inode: string;
}

const listenState = "0A";
const chunkBytes = 512;

/** The listening TCP sockets of this network namespace, from `/proc`. */
export function readTcpListeners(): ListeningSocket[] {
  return [
    ...readTable({ name: "tcp", counter: "TCP", six: false }),
    ...readTable({ name: "tcp6", counter: "TCP6", six: true }),
  ];
}

/**
 * The kernel lists listening sockets first, and then searches a table of up to millions of places for the others. So this
 * reads in small pieces, and no further than the first socket that does not listen or the last one that is in use.
 */
function readTable(table: { name: string; counter: string; six: boolean }): ListeningSocket[] {
  const inUse = socketsInUse(table);
  if (inUse === 0) {
    return [];
  }
  const rows: string[] = [];
  let pending = "";
  let file: number;
  try {
    file = openSync(`/proc/net/${table.name}`, "r");
  } catch {
    return [];
  }
  try {
    const bytes = Buffer.alloc(chunkBytes);
    for (let size = 1; size > 0 && rows.length - 1 < inUse && isListening(rows.at(-1));) {
      size = readSync(file, bytes, 0, chunkBytes, null);
      const lines = (pending + bytes.toString("latin1", 0, size)).split("\n");
      pending = lines.pop() ?? "";
      rows.push(...lines);
    }
  } finally {
    closeSync(file);
  }
  // The first row is the heading.
  return rows.slice(1).flatMap((row) => parseRow(row, table.six));
}

function isListening(row: string | undefined): boolean {
  return row === undefined || row.includes("local_address") || row.trim().split(/\s+/)[3] === listenState;
}

/** How many sockets there are; unknown counts as many. */
function socketsInUse({ counter, six }: { counter: string; six: boolean }): number {
  try {
    const text = readFileSync(six ? "/proc/net/sockstat6" : "/proc/net/sockstat", "utf8");
    const found = new RegExp(`^${counter}: inuse (\\d+)`, "m").exec(text)?.[1];
    return found === undefined ? Number.POSITIVE_INFINITY : Number(found);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function parseRow(row: string, six: boolean): ListeningSocket[] {
  const fields = row.trim().split(/\s+/);
  const [host, port] = fields[1]?.split(":") ?? [];
  if (fields[3] !== listenState || host === undefined || port === undefined) {
    return [];
  }
  const bytes = addressBytes(host);
  return [{ port: Number.parseInt(port, 16), host: six ? formatSix(bytes) : bytes.join("."), inode: fields[9] ?? "" }];
}

/** The kernel prints each 32-bit word in the machine's byte order; all that Node runs on are little-endian. */
function addressBytes(hex: string): number[] {
  const words = hex.match(/.{8}/g) ?? [];
  return words.flatMap((word) => (word.match(/../g) ?? []).toReversed().map((byte) => Number.parseInt(byte, 16)));
}

function formatSix(bytes: readonly number[]): string {
  const last = bytes.at(-1);
  const zeros = bytes.slice(0, -1).every((byte) => byte === 0);
  if (zeros && (last === 0 || last === 1)) {
    return last === 0 ? "::" : "::1";
  }
  const groups = Array.from({ length: 8 }, (_, index) => ((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0));
  return groups.map((group) => group.toString(16)).join(":");
}
