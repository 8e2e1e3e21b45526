// Preloaded into the command and into its supervisor: makes the disk fail, or ends the process, at the n-th change of a file.
import childProcess from "node:child_process";
import fs from "node:fs";
import fsPromises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { fileURLToPath } from "node:url";

/** `manner`, `at` (counted from 1), `who` it meets, `from` when. The files `armed` and `met` say how far it is. */
const fault = JSON.parse(process.env.BACKWRIGHT_FAULT);
const self = fileURLToPath(import.meta.url);
const own = /supervisor-main/.test(process.argv[1] ?? "") ? "supervisor" : "command";
const originals = { ...fs };
const writing = fs.constants.O_WRONLY | fs.constants.O_RDWR | fs.constants.O_CREAT | fs.constants.O_TRUNC;
/** What takes room on a disk, beside writes. */
const needsRoom = new Set(["open", "mkdir", "link", "symlink", "mkdtemp", "copyFile", "cp"]);
let count = 0;
let armed = fault.from === "start";
/** What a function of node:fs does with others of node:fs is its own affair. */
let inside = false;

function isArmed() {
  armed ||= originals.existsSync(fault.armed);
  return armed;
}

function arm(text) {
  if (!armed && /"event":"phase-started","phase":"steps"/.test(text)) {
    originals.writeFileSync(fault.armed, "");
  }
}

function error(code, name) {
  return Object.assign(new Error(`${code}: made to fail, ${name}`), { code, syscall: name });
}

function meet(name, ways) {
  if (inside) return ways.act();
  inside = true;
  try {
    return meetFirst(name, ways);
  } finally {
    inside = false;
  }
}

/** What becomes of one change: it is done, a part of it is, or it fails. */
function meetFirst(name, { act, part }) {
  if (!isArmed()) return act();
  count += 1;
  if (fault.manner === "list") {
    originals.appendFileSync(fault.list, `${JSON.stringify({ who: own, name, part: part !== undefined })}\n`);
    return act();
  }
  if (fault.who !== own || count < fault.at) return act();
  const first = count === fault.at;
  if (fault.manner === "SIGKILL" || fault.manner === "torn") {
    if (fault.manner === "torn") part?.();
    originals.writeFileSync(fault.met, name);
    process.kill(process.pid, "SIGKILL");
  }
  if (first) originals.writeFileSync(fault.met, name);
  if (fault.manner === "ENOSPC") {
    if (first && part !== undefined) return part();
    if (part !== undefined || needsRoom.has(name)) throw error("ENOSPC", name);
    return act();
  }
  if (fault.manner === "EIO once" && !first) return act();
  throw error(fault.manner === "EROFS" ? "EROFS" : "EIO", name);
}

function changes(name, args) {
  if (name !== "open") return true;
  const flags = args[1] ?? "r";
  return typeof flags === "number" ? (flags & writing) !== 0 : /[wa+]/.test(flags);
}

function wrapSync(name) {
  const original = originals[`${name}Sync`];
  fs[`${name}Sync`] = (...args) =>
    changes(name, args) ? meet(name, { act: () => original(...args) }) : original(...args);
}

for (const name of [
  "open",
  "fsync",
  "link",
  "rename",
  "unlink",
  "rm",
  "rmdir",
  "mkdir",
  "ftruncate",
  "symlink",
  "mkdtemp",
  "copyFile",
  "cp",
  "appendFile",
  "writeFile",
])
  wrapSync(name);

fs.writeSync = (file, data, ...rest) => {
  if (file <= 2) return originals.writeSync(file, data, ...rest);
  const bytes = Buffer.from(data);
  const result = meet("write", {
    act: () => originals.writeSync(file, data, ...rest),
    part: () => originals.writeSync(file, bytes, 0, Math.floor(bytes.length / 2)),
  });
  arm(bytes.toString());
  return result;
};

for (const name of ["mkdir", "rm", "rename", "unlink", "copyFile", "cp", "mkdtemp", "symlink", "writeFile", "link"]) {
  const original = fsPromises[name];
  fsPromises[name] = async (...args) => meet(name, { act: () => original(...args) });
}

const { spawn } = childProcess;
childProcess.spawn = (program, args, options) =>
  Array.isArray(args) && args[0]?.includes("supervisor-main")
    ? spawn(program, ["--import", self, ...args], {
        ...options,
        env: { ...options.env, BACKWRIGHT_FAULT: process.env.BACKWRIGHT_FAULT },
      })
    : spawn(program, args, options);
syncBuiltinESMExports();
