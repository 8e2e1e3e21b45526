import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// Survivors are counted from outside: everything that a run starts lives in a control group of the run's own, so that
// nothing is counted by its name, its parent or its arguments, which the tree changes as it likes.

/** Something that this machine does not allow, without which nothing can be shown. */
export class NotHere extends Error {}

export function makeGroup(name) {
  const mount = /^\S+ \S+ \S+ \S+ (\S+) .* - cgroup2 /m.exec(readFileSync("/proc/self/mountinfo", "utf8"))?.[1];
  if (mount === undefined) throw new NotHere("no cgroup v2 hierarchy is mounted to count with");
  const folder = join(mount, name);
  try {
    mkdirSync(folder);
  } catch (error) {
    throw new NotHere(`no control group can be made to count with: ${error.message}`);
  }
  if (!existsSync(join(folder, "cgroup.kill"))) {
    rmdirSync(folder);
    throw new NotHere("this kernel has no cgroup.kill");
  }
  return folder;
}

/** Ids of all that lives in a group or below it. */
export function membersOf(folder) {
  try {
    const own = readFileSync(join(folder, "cgroup.procs"), "utf8").split("\n").filter(Boolean).map(Number);
    return own.concat(subgroups(folder).flatMap((name) => membersOf(join(folder, name))));
  } catch {
    return [];
  }
}

export async function removeGroup(folder) {
  writeFileSync(join(folder, "cgroup.kill"), "1");
  for (let attempt = 0; attempt < 200 && existsSync(folder); attempt += 1) {
    removeEmpty(folder);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function removeEmpty(folder) {
  try {
    for (const name of subgroups(folder)) removeEmpty(join(folder, name));
    rmdirSync(folder);
  } catch {
    // Still in use; tried again.
  }
}

function subgroups(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}
