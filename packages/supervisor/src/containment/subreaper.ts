import { existsSync } from "node:fs";

import { livingBelow } from "../system/identity.ts";
import { hasProc } from "../system/proc.ts";
import { signalAll } from "../system/signal.ts";
import { systemProgram, trial } from "./programs.ts";
import type { Tier } from "./tier.ts";

/** prctl(PR_SET_CHILD_SUBREAPER) survives exec, so a one-line program of either language can set it for the holder's shell. */
const prctlNumbers: Readonly<Record<string, number>> = { x64: 157, arm64: 167, riscv64: 167, ppc64: 171, s390x: 172 };
const inPerl = "syscall(shift @ARGV, 36, 1, 0, 0, 0) == 0 or die qq($!\\n); exec { $ARGV[0] } @ARGV or die qq($!\\n)";
const inPython =
  "import ctypes, os, sys; ctypes.CDLL(None).prctl(36, 1, 0, 0, 0) == 0 or sys.exit(1); os.execv(sys.argv[1], sys.argv[1:])";

/** The holder adopts every orphan of the tree, so the tree is whatever stands below the holder. */
export const subreaperTier: Tier = {
  name: "subreaper",
  probe() {
    if (!hasProc) {
      return { usable: false, reason: "Only Linux has subreapers." };
    }
    if (!existsSync(`/proc/self/task/${process.pid}/children`)) {
      return { usable: false, reason: "The kernel does not list the children of a process in /proc." };
    }
    const prefix = this.prefix();
    if (prefix.length === 0) {
      return { usable: false, reason: "It needs perl or python3 to make the system call, and neither is installed." };
    }
    // The orphan must be handed to the shell that was made a subreaper.
    const script = "(/bin/sleep 1 >/dev/null 2>&1 &) ; read -r children </proc/$$/task/$$/children; kill $children";
    const refusal = trial([...prefix, "/bin/sh", "-c", script]);
    return refusal === null
      ? { usable: true, reason: `With ${prefix[0] ?? ""}.` }
      : { usable: false, reason: `The subreaper trial failed: ${refusal}.` };
  },
  prefix() {
    const number = prctlNumbers[process.arch];
    const perl = systemProgram("perl");
    if (perl !== null && number !== undefined) {
      return [perl, "-e", inPerl, String(number)];
    }
    const python = systemProgram("python3");
    return python === null ? [] : [python, "-I", "-S", "-c", inPython];
  },
  folder() {
    return null;
  },
  prepare() {},
  members(tree) {
    return livingBelow(tree.holder).filter(({ pid, ppid }) => pid !== tree.guard?.pid && ppid !== tree.guard?.pid);
  },
  kill(tree) {
    signalAll(this.members(tree), "SIGKILL");
  },
  release(tree) {
    signalAll(tree.guard === null ? [tree.holder] : [tree.guard, tree.holder], "SIGKILL");
  },
  enter() {
    return null;
  },
  dispose() {
    return true;
  },
};
