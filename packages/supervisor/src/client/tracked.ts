import type { StartedProcess } from "../protocol.ts";
import type { ExitReport, TrackedProcess } from "../types.ts";
import type { Channel } from "./channel.ts";

/** What the session tells a tracked process, and the process itself once it has started. */
export interface TrackedHandle {
  line(line: string): void;
  ended(exit: ExitReport): void;
  begin(started: StartedProcess): TrackedProcess;
}

const defaultGraceMs = 3_000;

export function createTracked(channel: Channel, key: number): TrackedHandle {
  const exited = Promise.withResolvers<ExitReport>();
  const listeners = new Set<(line: string) => void>();

  function listen(listener: (line: string) => void): () => void {
    listeners.add(listener);
    if (listeners.size === 1) {
      channel.ask("lines", { key, on: true }).catch(() => {});
    }
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) {
        channel.ask("lines", { key, on: false }).catch(() => {});
      }
    };
  }

  return {
    line(line) {
      for (const listener of listeners) {
        listener(line);
      }
    },
    ended: exited.resolve,
    begin: ({ name, pid, logFile }) => ({
      name,
      pid,
      logFile,
      ready: (options) => channel.ask("ready", { key, options }),
      ports: () => channel.ask("ports", { key }),
      onLine: listen,
      exited: exited.promise,
      stop: ({ stopCommand, graceMs } = {}) =>
        channel
          .ask("stop", { key, stopCommand: stopCommand ?? null, graceMs: graceMs ?? defaultGraceMs })
          // A lost supervisor took the process with it, or its records are being cleaned.
          .catch(() => exited.promise),
    }),
  };
}
