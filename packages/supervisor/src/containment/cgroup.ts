import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

import { identify } from "../system/identity.ts";
import { hasProc } from "../system/proc.ts";
import { signalAll } from "../system/signal.ts";
import { trial } from "./programs.ts";
import type { Tier } from "./tier.ts";

const folderName = /^backwright-[\w.-]{1,120}$/;

/** The tree lives in a cgroup of its own, which no process leaves unless it is root and means to. */
export const cgroupTier: Tier = {
  name: "cgroup",
  probe() {
    const parent = hasProc ? ownFolder() : null;
    if (parent === null) {
      return { usable: false, reason: "No cgroup v2 hierarchy is mounted." };
    }
    const folder = join(parent, `backwright-probe-${process.pid}`);
    try {
      mkdirSync(folder);
    } catch (error) {
      return { usable: false, reason: `${parent} is not writable: ${error instanceof Error ? error.message : ""}.` };
    }
    try {
      if (!existsSync(join(folder, "cgroup.kill"))) {
        return { usable: false, reason: "The kernel is older than 5.14 and has no cgroup.kill." };
      }
      const refusal = trial(["/bin/sh", "-c", 'echo 0 >"$0/cgroup.procs"', folder]);
      return refusal === null
        ? { usable: true, reason: `Below ${parent}.` }
        : { usable: false, reason: `A process cannot be moved into ${folder}: ${refusal}.` };
    } finally {
      removeCgroup(folder);
    }
  },
  prefix() {
    return [];
  },
  folder(id) {
    const parent = ownFolder();
    if (parent === null) {
      throw new Error("No cgroup v2 hierarchy is mounted.");
    }
    return join(parent, `backwright-${id}`);
  },
  prepare(cgroup) {
    if (cgroup !== null) {
      mkdirSync(cgroup);
    }
  },
  members(tree) {
    const own = new Set([tree.holder.pid, tree.guard?.pid]);
    return cgroupMembers(tree.cgroup)
      .filter((pid) => !own.has(pid))
      .flatMap((pid) => identify(pid) ?? []);
  },
  kill(tree) {
    killCgroup(tree.cgroup);
  },
  release(tree) {
    killCgroup(tree.cgroup);
    signalAll(tree.guard === null ? [tree.holder] : [tree.guard, tree.holder], "SIGKILL");
  },
  enter() {
    return null;
  },
  dispose(cgroup) {
    return removeCgroup(cgroup);
  },
};

/** Ends all in a folder that bears our name; one that does not is left alone. */
export function killCgroup(folder: string | null): void {
  if (folder !== null && isOurs(folder)) {
    try {
      writeFileSync(join(folder, "cgroup.kill"), "1");
    } catch (error) {
      ignoreMissing(error);
    }
  }
}

/** Ids in the folder and below it. */
export function cgroupMembers(folder: string | null): number[] {
  if (folder === null || !isOurs(folder)) {
    return [];
  }
  try {
    const own = readFileSync(join(folder, "cgroup.procs"), "utf8").split("\n").filter(Boolean).map(Number);
    return own.concat(subfolders(folder).flatMap((name) => cgroupMembersBelow(join(folder, name))));
  } catch {
    return [];
  }
}

/** Removes an empty folder of ours with its subfolders; returns false while something still lives in it. */
export function removeCgroup(folder: string | null): boolean {
  if (folder === null || !isOurs(folder) || !existsSync(folder)) {
    return true;
  }
  return removeTree(folder);
}

function isOurs(folder: string): boolean {
  const mount = cgroupMount();
  return (
    mount !== null && folder.startsWith(`${mount}/`) && !folder.includes("/../") && folderName.test(basename(folder))
  );
}

function cgroupMembersBelow(folder: string): number[] {
  const own = readFileSync(join(folder, "cgroup.procs"), "utf8").split("\n").filter(Boolean).map(Number);
  return own.concat(subfolders(folder).flatMap((name) => cgroupMembersBelow(join(folder, name))));
}

function removeTree(folder: string): boolean {
  try {
    for (const name of subfolders(folder)) {
      removeTree(join(folder, name));
    }
    rmdirSync(folder);
    return true;
  } catch {
    return !existsSync(folder);
  }
}

function subfolders(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

function ownFolder(): string | null {
  const mount = cgroupMount();
  const own = /^0::(\/.*)$/m.exec(readFileSync("/proc/self/cgroup", "utf8"))?.[1];
  if (mount === null || own === undefined) {
    return null;
  }
  // Commands started from inside a held tree nest below it.
  const folder = own === "/" ? mount : join(mount, own);
  return existsSync(folder) ? folder : null;
}

function cgroupMount(): string | null {
  const mounts = readFileSync("/proc/self/mountinfo", "utf8").split("\n");
  const line = mounts.find((text) => text.includes(" - cgroup2 "));
  return line?.split(" ")[4] ?? null;
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENODEV"))) {
    throw error;
  }
}
