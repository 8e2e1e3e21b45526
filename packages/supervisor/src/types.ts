/** How a command's whole tree is held together, best first. */
export const containments = ["pid-namespace", "cgroup", "subreaper", "process-group"] as const;
export type Containment = (typeof containments)[number];

/** Whether a tier can be used here, and if not, why. */
export interface TierProbe {
  tier: Containment;
  usable: boolean;
  reason: string;
}

export interface ContainmentProbe {
  /** The best usable tier. */
  best: Containment;
  tiers: readonly TierProbe[];
}

export interface ContainmentReport {
  tier: Containment;
  /** One sentence for each better tier that was refused. */
  reasons: readonly string[];
}

export interface SupervisorOptions {
  /** The `.orchestrator` folder: `pids/`, `process-logs/` and `backwright/processes/` stand below it. */
  workspace: string;
  runId: string;
  /** Its appearance ends everything at once, and nothing can be started any more. */
  killFile?: string;
  /** The tier to use; refused with `CONTAINMENT_UNUSABLE` where it does not work. Default: the best that the probe finds. */
  containment?: Containment;
  /** Values that must not reach a log, by the name of their variable; those of each command's own environment are added. */
  secrets?: Readonly<Record<string, string>>;
  /** Size in bytes at which a log is rotated once; default 10 MiB. */
  maxLogBytes?: number;
}

export interface CommandSpec {
  /** Names the log and the pid file: letters, digits, `.`, `_`, `-`, at most 64, not starting with `.`. */
  name: string;
  argv: readonly [string, ...string[]];
  /** An absolute path. */
  cwd: string;
  /** The whole environment, see `minimalEnvironment`. */
  env: Readonly<Record<string, string>>;
}

export interface RunOptions {
  timeoutMs: number;
  /** Ends the command's whole tree at once; the result then has `aborted: true`. */
  signal?: AbortSignal;
  /** Gets each redacted line. Lines are dropped, never buffered without bound, when the caller is slow. */
  onLine?: (line: string) => void;
}

/** How a process ended. */
export interface ExitReport {
  /** As a shell reports it: 128 + n when signal n ended the command. `null` when it was ended before it could report. */
  exitCode: number | null;
  /** The signal's name when the exit code says so, or when the tree was ended from outside. */
  signal: string | null;
  durationMs: number;
  /** Redacted, the last 64 KiB of stdout and stderr in order. */
  tail: string;
  outputBytes: number;
  /** Members of the tree that could not be ended; empty but for processes stuck in the kernel. */
  survivors: readonly number[];
}

export interface CommandResult extends ExitReport {
  timedOut: boolean;
  aborted: boolean;
  logFile: string;
  /** Of the command itself, as seen from the caller's pid namespace. */
  pid: number;
}

/** For the report. Times are ISO 8601 with offset. */
export interface ProcessReport {
  name: string;
  pid: number;
  /** Redacted. */
  command: string;
  started_at: string;
  ended_at: string | null;
  exit_code: number | null;
  signal: string | null;
}

export interface ReadyOptions {
  /** The port that must be listened on. Without it, any port that the tree opens. */
  port?: number;
  timeoutMs: number;
}

export interface ReadyAddress {
  host: "127.0.0.1" | "::1";
  port: number;
  waitedMs: number;
}

export interface StopOptions {
  /** Run first, contained like any command, for at most `graceMs`. */
  stopCommand?: CommandSpec;
  /** Between SIGTERM and SIGKILL; default 3,000. */
  graceMs?: number;
}

export interface TrackedProcess {
  /** The command's name, with `-2`, `-3`, … when another live process of this workspace holds it. */
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /**
   * Resolves when a socket of the tree's own listens on loopback; a stranger on the port never counts.
   * Rejects at once when the tree has ended (`PROCESS_EXITED`), and at the timeout (`NOT_READY`), both with the log's tail.
   */
  ready(options: ReadyOptions): Promise<ReadyAddress>;
  /** The ports that the tree listens on at this moment. */
  ports(): Promise<readonly number[]>;
  /** Gets each redacted line; the first listener also gets those before, as far as the tail holds them. Returns how to stop. */
  onLine(listener: (line: string) => void): () => void;
  /** Resolves when the command and all that it left behind have ended. Never rejects. */
  readonly exited: Promise<ExitReport>;
  /** Stop command, SIGTERM, grace, SIGKILL of the whole tree; waits until its ports are free. Safe to call twice. */
  stop(options?: StopOptions): Promise<ExitReport>;
}

export interface Supervisor {
  readonly containment: ContainmentReport;
  /** Runs to completion. What the command left behind is ended before this resolves. */
  run(command: CommandSpec, options: RunOptions): Promise<CommandResult>;
  /** Starts a server. Rejects with `COMMAND_NOT_FOUND` or `FOLDER_MISSING` before anything is started. */
  start(command: CommandSpec): Promise<TrackedProcess>;
  /** Everything that was run or started, in order. */
  tracked(): readonly ProcessReport[];
  /** The kill file was seen: everything is already being ended. Called at once when that was before. */
  onKill(listener: () => void): void;
  /** Ends everything, gracefully and then hard. Safe to call twice. */
  close(options?: { graceMs?: number }): Promise<{ stillRunning: readonly ProcessReport[] }>;
}

/** A process that can be told from any other, even when its id is used again. */
export interface ProcessIdentity {
  pid: number;
  /** Start time as the kernel gives it: clock ticks since boot, or `lstart` of ps. */
  start: string;
}

/** What is written to `backwright/processes/<name>.json`, durably, before and after the spawn. */
export interface ProcessRecord {
  name: string;
  runId: string;
  /** `intent` before the command was let go, then `running`. */
  state: "intent" | "running";
  containment: Containment;
  /** Redacted. */
  command: string;
  cwd: string;
  logFile: string;
  startedAt: string;
  bootId: string;
  pidNamespace: string;
  supervisor: ProcessIdentity;
  /** The process that holds the tree: the init of the namespace, or the wrapper. */
  holder: ProcessIdentity | null;
  /** Ends the tree when the supervisor is gone; `null` where the kernel does. */
  guard: ProcessIdentity | null;
  /** The command itself. */
  process: ProcessIdentity | null;
  cgroup: string | null;
  /** In the environment of every member that did not clear it, and in the name of their output; `null` in the tiers that need none. */
  marker: string | null;
  /** Members that were seen; only the last tier needs it. */
  ledger: readonly ProcessIdentity[];
  /** Survives the command that started it. */
  detached: boolean;
  port: number | null;
}

export interface DetachedOptions {
  workspace: string;
  runId: string;
  command: CommandSpec;
  killFile?: string;
  containment?: Containment;
  secrets?: Readonly<Record<string, string>>;
  maxLogBytes?: number;
  /** Wait for readiness; when it is not reached, the process is ended and this rejects. */
  ready?: ReadyOptions;
  /** Run first by `stopProcess`; the process's supervisor keeps it in memory. */
  stopCommand?: CommandSpec;
}

/** A pid file of another writer. */
export interface ForeignProcess {
  name: string;
  pid: number;
  alive: boolean;
  /** `null` when the process is gone. */
  command: string | null;
  /** The process started after the file was written, so it is somebody else's. */
  reused: boolean;
}

/** Who listens on a port. `pid` and `command` are `null` where the system does not let us see them. */
export interface PortOwner {
  port: number;
  host: string;
  pid: number | null;
  command: string | null;
}

export interface ListedProcess extends ProcessRecord {
  alive: boolean;
}

export interface ProcessListing {
  ours: readonly ListedProcess[];
  foreign: readonly ForeignProcess[];
  /** Only with `all`: listeners on loopback or all addresses that are none of the above. */
  strangers: readonly PortOwner[];
}

export interface StopProcessOptions {
  workspace: string;
  name: string;
  graceMs?: number;
}

export interface StopProcessResult {
  name: string;
  pid: number;
  /** `gone`: it had ended before. */
  outcome: "stopped" | "gone";
}

export interface ReadLogOptions {
  workspace: string;
  name: string;
  /** Only the last lines; default all that is kept. */
  lines?: number;
}

export interface SweepReport {
  /** Records and pid files removed, by name. */
  removed: readonly string[];
  /** Processes of a crashed run that were ended. */
  ended: readonly { name: string; pid: number }[];
  /** Members of a crashed run that could not be ended. */
  survivors: readonly { name: string; pid: number }[];
}
