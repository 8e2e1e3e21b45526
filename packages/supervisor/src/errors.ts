/** Every code, permanent. */
export const supervisorErrorCodes = [
  "COMMAND_NOT_FOUND",
  "CONTAINMENT_FAILED",
  "CONTAINMENT_UNUSABLE",
  "FOLDER_MISSING",
  "KILLED",
  "NAME_INVALID",
  "NOT_READY",
  "PID_INVALID",
  "PROCESS_EXITED",
  "PROCESS_REUSED",
  "PROCESS_UNKNOWN",
  "STOP_FAILED",
  "SUPERVISOR_CLOSED",
  "SUPERVISOR_LOST",
  "WORKSPACE_UNWRITABLE",
] as const;
export type SupervisorErrorCode = (typeof supervisorErrorCodes)[number];

export interface SupervisorErrorDetails {
  /** What happened and why, a full sentence. */
  message: string;
  /** What to do now. */
  hint?: string;
  /** The end of the process's redacted log, where there is one. */
  tail?: string;
  cause?: unknown;
}

/** A failure that the caller can act on. Bugs stay plain errors. */
export class SupervisorError extends Error {
  readonly code: SupervisorErrorCode;
  readonly hint: string | null;
  readonly tail: string | null;

  constructor(code: SupervisorErrorCode, details: SupervisorErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "SupervisorError";
    this.code = code;
    this.hint = details.hint ?? null;
    this.tail = details.tail ?? null;
  }
}
