/** What a failure means to the caller; one exit code each. */
export const exitCodes = { done: 0, failed: 1, input: 2, later: 3, missing: 4, killed: 5 } as const;
export type Outcome = keyof typeof exitCodes;

/** Every code there is, permanent. Each has a section in docs/errors.md. */
export const errorCodes = {
  ADAPTER_AMBIGUOUS: "input",
  ADAPTER_FAILED: "missing",
  ADAPTER_INVALID: "missing",
  ADAPTER_NONE: "missing",
  ADAPTER_UNKNOWN: "missing",
  COMMAND_MISSING: "missing",
  CONTAINMENT_FAILED: "missing",
  DATABASE_MISSING: "missing",
  DISK_FAILED: "later",
  DISK_FULL: "later",
  FOLDER_MISSING: "input",
  FOLDER_READ_ONLY: "input",
  IMPLEMENTER_UNSUPPORTED: "input",
  INPUT_INVALID: "input",
  INSTALL_FAILED: "later",
  INTERRUPTED: "killed",
  KILLED: "killed",
  PLAN_CONTRADICTION: "input",
  PROCESS_UNKNOWN: "input",
  REPORT_MISSING: "input",
  RUN_HELD: "later",
  STEPS_MISSING: "input",
  STEPS_UNREADABLE: "input",
  SUPERVISOR_LOST: "later",
  TASK_ID_INVALID: "input",
  TASK_INVALID: "input",
  TASK_MISSING: "input",
  TASK_UNREADABLE: "input",
  WORKSPACE_UNSAFE: "input",
} as const satisfies Record<string, Outcome>;
export type ErrorCode = keyof typeof errorCodes;

export interface ErrorDetails {
  /** What happened and why, a full sentence in the user's words. */
  message: string;
  /** What to do now, with a command to paste where there is one. */
  hint?: string;
  cause?: unknown;
}

/** A failure that a user can do something about. Bugs stay plain errors. */
export class BackwrightError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | null;

  constructor(code: ErrorCode, details: ErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "BackwrightError";
    this.code = code;
    this.hint = details.hint ?? null;
  }

  get exitCode(): number {
    return exitCodes[errorCodes[this.code]];
  }
}
