import { livingBelow } from "../system/identity.ts";
import { hasProc } from "../system/proc.ts";
import { signalProcess } from "../system/signal.ts";
import { systemProgram, trial } from "./programs.ts";
import type { Tier } from "./tier.ts";

const common = ["--pid", "--fork", "--kill-child=KILL", "--mount-proc"];
const asUser = ["--user", "--map-current-user", ...common];

let flags: readonly string[] = asUser;

/**
 * The tree lives in a PID namespace whose init is the holder: when the holder dies, the kernel ends all. The parent-death
 * signal leads from the supervisor over `unshare` to the holder, so nothing outlives the supervisor either.
 */
export const pidNamespaceTier: Tier = {
  name: "pid-namespace",
  probe() {
    if (!hasProc) {
      return { usable: false, reason: "This system has no PID namespaces." };
    }
    const missing = ["setpriv", "unshare", "setsid"].filter((name) => systemProgram(name) === null);
    if (missing.length > 0) {
      return { usable: false, reason: `Not installed: ${missing.join(", ")} (package util-linux).` };
    }
    // Root keeps its real users inside, which a user namespace would take away.
    const attempts = process.getuid?.() === 0 ? [common, asUser] : [asUser];
    let refusal: string | null = null;
    for (const attempt of attempts) {
      flags = attempt;
      refusal = trial([...this.prefix(), "/bin/sh", "-c", '[ "$$" = 1 ] && [ -r /proc/1/stat ]']);
      if (refusal === null) {
        return { usable: true, reason: attempt === asUser ? "As the current user." : "As root." };
      }
    }
    return { usable: false, reason: `The system refuses a PID namespace: ${refusal ?? "unknown"}.` };
  },
  prefix() {
    return [
      systemProgram("setpriv") ?? "setpriv",
      "--pdeathsig",
      "KILL",
      systemProgram("unshare") ?? "unshare",
      ...flags,
    ];
  },
  folder() {
    return null;
  },
  prepare() {},
  members(tree) {
    return livingBelow(tree.holder);
  },
  kill(tree) {
    // The launcher ends by itself once the namespace is empty, which is how its end proves that nothing is left.
    signalProcess(tree.holder, "SIGKILL");
  },
  release(tree) {
    signalProcess(tree.holder, "SIGKILL");
  },
  enter(tree) {
    const nsenter = systemProgram("nsenter");
    const user = flags === asUser ? ["--user", "--preserve-credentials"] : [];
    const target = ["--target", String(tree.holder.pid), "--pid", "--mount", ...user, "--"];
    return nsenter === null ? null : [systemProgram("setpriv") ?? "setpriv", "--pdeathsig", "KILL", nsenter, ...target];
  },
  dispose() {
    return true;
  },
};
