import type { SupervisorErrorCode } from "./errors.ts";
import type {
  CommandSpec,
  Containment,
  ContainmentReport,
  ExitReport,
  ProcessRecord,
  ProcessReport,
  ReadyAddress,
  ReadyOptions,
} from "./types.ts";

/** What opens a session; sent once, first. */
export interface SessionOptions {
  workspace: string;
  runId: string;
  killFile: string | null;
  containment: Containment | null;
  secrets: Readonly<Record<string, string>>;
  maxLogBytes: number;
}

export interface RunEnd extends ExitReport {
  timedOut: boolean;
  aborted: boolean;
  logFile: string;
  pid: number;
}

export interface StartedProcess extends ProcessReport {
  logFile: string;
}

export interface StopRequest {
  graceMs: number;
  stopCommand: CommandSpec | null;
}

/** Each request with its parameters and its answer. `key` names a process and is chosen by the caller. */
export interface Requests {
  open: { ask: SessionOptions; answer: ContainmentReport };
  run: { ask: { key: number; command: CommandSpec; timeoutMs: number; lines: boolean }; answer: RunEnd };
  start: { ask: { key: number; command: CommandSpec; stopCommand: CommandSpec | null }; answer: StartedProcess };
  ready: { ask: { key: number; options: ReadyOptions }; answer: ReadyAddress };
  ports: { ask: { key: number }; answer: readonly number[] };
  lines: { ask: { key: number; on: boolean }; answer: null };
  stop: { ask: { key: number } & StopRequest; answer: ExitReport };
  abort: { ask: { key: number }; answer: null };
  close: { ask: { graceMs: number }; answer: null };
  /** From here on the end of the caller ends nothing; processes end by themselves or by a stop request. */
  release: { ask: { key: number; port: number | null }; answer: ProcessRecord };
}
export type RequestName = keyof Requests;

export type RequestMessage = {
  [Name in RequestName]: { id: number; op: Name; ask: Requests[Name]["ask"] };
}[RequestName];

export interface ErrorMessage {
  code: SupervisorErrorCode | null;
  message: string;
  hint: string | null;
  tail: string | null;
}

export type AnswerMessage = { id: number; answer: unknown } | { id: number; error: ErrorMessage };

export type EventMessage =
  | { event: "started"; key: number; process: StartedProcess }
  | { event: "line"; key: number; line: string }
  | { event: "ended"; key: number; endedAt: string; exit: ExitReport }
  | { event: "killed" };

export type OutgoingMessage = AnswerMessage | EventMessage;

/** Calls back with each line of a stream, and at its end. */
export function readLines(
  stream: NodeJS.ReadableStream,
  listeners: { line: (line: string) => void; end: () => void },
): void {
  let pending = "";
  let ended = false;
  function end(): void {
    if (!ended) {
      ended = true;
      listeners.end();
    }
  }
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    const parts = (pending + chunk).split("\n");
    pending = parts.pop() ?? "";
    parts.forEach(listeners.line);
  });
  stream.on("error", () => {});
  stream.on("end", end);
  stream.on("close", end);
}
