import { errorCodes, exitCodes, type ErrorCode, type Outcome } from "@backwright/core";
import type { SupervisorErrorCode } from "@backwright/supervisor";
import type { Output } from "./output.ts";
import { plain } from "./render/plain.ts";

/** What is printed of a failure, and the exit code that it means. */
export interface Failure {
  readonly exitCode: number;
  /** `BUG` for what is not the user's doing. */
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  /** The end of a process's log, or a bug's stack. */
  readonly tail: string | null;
}

const supervisorOutcomes: Record<SupervisorErrorCode, Outcome> = {
  COMMAND_NOT_FOUND: "missing",
  CONTAINMENT_FAILED: "missing",
  CONTAINMENT_UNUSABLE: "missing",
  FOLDER_MISSING: "input",
  KILLED: "killed",
  NAME_INVALID: "input",
  NOT_READY: "failed",
  PID_INVALID: "input",
  PROCESS_EXITED: "failed",
  PROCESS_REUSED: "input",
  PROCESS_UNKNOWN: "input",
  STOP_FAILED: "failed",
  SUPERVISOR_CLOSED: "later",
  SUPERVISOR_LOST: "later",
  WORKSPACE_UNWRITABLE: "input",
};
/** The net under whatever touches files; the code is the one that the core gives to the same trouble. */
const systemErrors: Readonly<Record<string, { readonly code: ErrorCode; readonly hint: string }>> = {
  ENOSPC: { code: "DISK_FULL", hint: "Free some space, then run the same command again." },
  EDQUOT: { code: "DISK_FULL", hint: "Free some of your quota, then run the same command again." },
  EIO: { code: "DISK_FAILED", hint: "Look at the disk, then run the same command again." },
  EROFS: { code: "FOLDER_READ_ONLY", hint: "Name a folder that can be written to with --dir FOLDER." },
  EACCES: {
    code: "FOLDER_READ_ONLY",
    hint: "Give yourself the right to it, or name another folder with --dir FOLDER.",
  },
  EPERM: { code: "FOLDER_READ_ONLY", hint: "Give yourself the right to it, or name another folder with --dir FOLDER." },
};
const outcomes: Readonly<Record<string, Outcome>> = { ...supervisorOutcomes, ...errorCodes };

const report = "This is a bug in Backwright. Please report it with the lines above and the command that you ran.";

/** Reads any thrown value. Errors are known by their code, for an adapter may bring its own copy of the core. */
export function readFailure(error: unknown): Failure {
  const { code, hint, tail, message, stack } = describe(error);
  const system = code === null || hint !== undefined ? undefined : systemErrors[code];
  if (system !== undefined) {
    return { exitCode: exitCodes[errorCodes[system.code]], code: system.code, message, hint: system.hint, tail: null };
  }
  const outcome = code === null ? undefined : outcomes[code];
  if (code === null || hint === undefined || outcome === undefined) {
    return { exitCode: exitCodes.failed, code: "BUG", message, hint: report, tail: stack };
  }
  return { exitCode: exitCodes[outcome], code, message, hint, tail };
}

/** Prints a failure: message, tail, hint and code on standard error; under `--json` also one document. */
export function printFailure(failure: Failure, options: { output: Output; json: boolean }): void {
  const { output } = options;
  output.note(`${output.paintNote("red", "✗")} ${plain(failure.message)}`);
  if (failure.tail !== null && failure.tail.trim() !== "") output.note(indent(plain(failure.tail.trimEnd())));
  if (failure.hint !== null) output.note(`  ${output.paintNote("bold", "hint:")} ${plain(failure.hint)}`);
  output.note(`  ${output.paintNote("dim", `code: ${failure.code}`)}`);
  if (options.json) {
    output.document({ error: { code: failure.code, message: failure.message, hint: failure.hint } });
  }
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, "    ");
}

interface Description {
  readonly code: string | null;
  /** `undefined` on errors that are not ours. */
  readonly hint: string | null | undefined;
  readonly tail: string | null;
  readonly message: string;
  readonly stack: string | null;
}

function describe(error: unknown): Description {
  if (!(error instanceof Error)) {
    return {
      code: null,
      hint: undefined,
      tail: null,
      message: `Something that is no error was thrown: ${String(error)}`,
      stack: null,
    };
  }
  const fields = error as Error & { code?: unknown; hint?: unknown; tail?: unknown };
  return {
    code: typeof fields.code === "string" ? fields.code : null,
    hint: typeof fields.hint === "string" || fields.hint === null ? fields.hint : undefined,
    tail: typeof fields.tail === "string" ? fields.tail : null,
    message: error.message,
    stack: error.stack ?? null,
  };
}
