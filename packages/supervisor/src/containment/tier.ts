import type { ProcessEntry } from "../system/process-entry.ts";
import type { Containment, ProcessIdentity } from "../types.ts";

/** Who is who in one held tree. */
export interface HeldTree {
  /** The child that the supervisor started: the holder itself, or what set it up. */
  launcher: ProcessIdentity;
  holder: ProcessIdentity;
  /** Ends the tree when the supervisor is gone; `null` where the kernel does. */
  guard: ProcessIdentity | null;
  process: ProcessIdentity;
  cgroup: string | null;
  /** All that was ever seen in the tree, by pid; kept by the last tier only. */
  ledger: Map<number, ProcessEntry>;
  /** In the environment of every member that did not clear it, and in the name of their output; used by the last tier only. */
  marker: string;
  /** Start times by pid of the processes that were looked at and do not carry the marker. */
  unmarked: Map<number, string>;
}

/** The variable that carries the marker. */
export const markerName = "BACKWRIGHT_TREE";

/** One way to hold a tree together. Calls are synchronous: they are short, and no event may come between look and kill. */
export interface Tier {
  readonly name: Containment;
  /** Whether it works here, found by trying it. */
  probe(): { usable: boolean; reason: string };
  /** Program and arguments before the holder's shell. */
  prefix(): readonly string[];
  /** The cgroup folder that a tree of this id will have, where it has one. Recorded before it is made. */
  folder(id: string): string | null;
  /** Makes what the tree needs before the spawn. */
  prepare(cgroup: string | null): void;
  /** Living members, without holder and guard. */
  members(tree: HeldTree): ProcessIdentity[];
  /** One round of SIGKILL for everything. Called again until `members` is empty. */
  kill(tree: HeldTree): void;
  /** After the last member: ends holder and guard. */
  release(tree: HeldTree): void;
  /**
   * Program and arguments that run a further command among the members, where process ids mean what they mean to them;
   * `null` where they mean the same outside.
   */
  enter(tree: HeldTree): readonly string[] | null;
  /** Removes what `prepare` made; returns false while it is still in use. */
  dispose(cgroup: string | null): boolean;
}
