import type { EventMessage, StartedProcess } from "../protocol.ts";
import { sweepStale } from "../records/sweep.ts";
import { isoWithOffset } from "../records/pid-files.ts";
import { longestTimerMs } from "../system/wait.ts";
import type { CommandSpec, ExitReport, ProcessReport, RunOptions, Supervisor, SupervisorOptions } from "../types.ts";
import { openChannel, type Channel } from "./channel.ts";
import { createTracked, type TrackedHandle } from "./tracked.ts";

const defaultGraceMs = 3_000;
export const defaultMaxLogBytes: number = 10 * 1024 * 1024;

/** How a tree ended that the supervisor took with it. */
const lostExit: ExitReport = {
  exitCode: null,
  signal: "SIGKILL",
  durationMs: 0,
  tail: "",
  outputBytes: 0,
  survivors: [],
};

/** Starts a supervisor process, which ends everything when this process ends, by whatever cause. */
export async function openSupervisor(options: SupervisorOptions): Promise<Supervisor> {
  const reports = new Map<number, ProcessReport>();
  const handles = new Map<number, TrackedHandle>();
  const lineListeners = new Map<number, (line: string) => void>();
  const killListeners: (() => void)[] = [];
  let killed = false;
  let nextKey = 0;
  let closing: Promise<{ stillRunning: readonly ProcessReport[] }> | undefined;

  const channel = openChannel(receive);

  function receive(event: EventMessage): void {
    if (event.event === "killed") {
      killed = true;
      killListeners.splice(0).forEach((listener) => listener());
    } else if (event.event === "line") {
      lineListeners.get(event.key)?.(event.line);
      handles.get(event.key)?.line(event.line);
    } else if (event.event === "started") {
      reports.set(event.key, report(event.process));
    } else {
      ended(event.key, event.endedAt, event.exit);
    }
  }

  function ended(key: number, endedAt: string, exit: ExitReport): void {
    const known = reports.get(key);
    if (known?.ended_at === null && exit.survivors.length === 0) {
      reports.set(key, { ...known, ended_at: endedAt, exit_code: exit.exitCode, signal: exit.signal });
    }
    handles.get(key)?.ended(exit);
  }

  /** Only the lower tiers can leave something when their supervisor is killed; its records say what. */
  async function supervisorGone(): Promise<void> {
    await sweepStale(options.workspace).catch(() => {});
    for (const [key, { ended_at }] of reports) {
      if (ended_at === null) {
        ended(key, isoWithOffset(new Date()), lostExit);
      }
    }
  }
  const swept = channel.gone.then(supervisorGone);

  async function close(graceMs: number): Promise<{ stillRunning: readonly ProcessReport[] }> {
    await channel.ask("close", { graceMs }).catch(() => {});
    channel.hangUp();
    await swept;
    return { stillRunning: [...reports.values()].filter(({ ended_at }) => ended_at === null) };
  }

  function key(): number {
    nextKey += 1;
    return nextKey;
  }

  const containment = await channel
    .ask("open", {
      workspace: options.workspace,
      runId: options.runId,
      killFile: options.killFile ?? null,
      containment: options.containment ?? null,
      secrets: options.secrets ?? {},
      maxLogBytes: options.maxLogBytes ?? defaultMaxLogBytes,
    })
    .catch((error: unknown) => {
      channel.hangUp();
      throw error;
    });

  return {
    containment,
    run: (command, runOptions) => run(channel, { key: key(), command, runOptions, lineListeners }),
    async start(command) {
      const chosen = key();
      const tracked = createTracked(channel, chosen);
      handles.set(chosen, tracked);
      return tracked.begin(await channel.ask("start", { key: chosen, command, stopCommand: null }));
    },
    tracked: () => [...reports.values()],
    onKill(listener) {
      if (killed) {
        listener();
      } else {
        killListeners.push(listener);
      }
    },
    close(closeOptions) {
      closing ??= close(closeOptions?.graceMs ?? defaultGraceMs);
      return closing;
    },
  };
}

async function run(
  channel: Channel,
  ask: {
    key: number;
    command: CommandSpec;
    runOptions: RunOptions;
    lineListeners: Map<number, (line: string) => void>;
  },
): ReturnType<Supervisor["run"]> {
  const { key, command, lineListeners } = ask;
  const { timeoutMs, signal, onLine } = ask.runOptions;
  signal?.throwIfAborted();
  if (onLine !== undefined) {
    lineListeners.set(key, onLine);
  }
  function abort(): void {
    channel.ask("abort", { key }).catch(() => {});
  }
  signal?.addEventListener("abort", abort);
  try {
    return await channel.ask("run", {
      key,
      command,
      timeoutMs: Math.min(timeoutMs, longestTimerMs),
      lines: onLine !== undefined,
    });
  } finally {
    signal?.removeEventListener("abort", abort);
    lineListeners.delete(key);
  }
}

function report(started: StartedProcess): ProcessReport {
  const { name, pid, command, started_at, ended_at, exit_code, signal } = started;
  return { name, pid, command, started_at, ended_at, exit_code, signal };
}
