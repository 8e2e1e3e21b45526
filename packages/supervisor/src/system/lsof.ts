import { spawnSync } from "node:child_process";

/** For systems without `/proc`: the listening TCP sockets with their processes. */
export function lsofListeners(): { port: number; host: string; inode: string; pid: number | null }[] {
  const args = ["-nP", "-iTCP", "-sTCP:LISTEN", "-Fptn"];
  const { stdout } = spawnSync("lsof", args, { encoding: "utf8", timeout: 5_000 });
  const found: ReturnType<typeof lsofListeners> = [];
  let pid: number | null = null;
  let type = "";
  for (const line of (stdout ?? "").split("\n")) {
    if (line.startsWith("p")) {
      pid = Number(line.slice(1));
    } else if (line.startsWith("t")) {
      type = line.slice(1);
    }
    const name = /^n(.*):(\d+)$/.exec(line);
    if (name !== null) {
      const everywhere = type === "IPv6" ? "::" : "0.0.0.0";
      const host = (name[1] ?? "").replace(/^\[|\]$/g, "").replace("*", everywhere);
      found.push({ port: Number(name[2]), host, inode: `${String(pid)}:${line}`, pid });
    }
  }
  return found;
}
