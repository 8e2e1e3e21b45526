import { SupervisorError } from "@backwright/supervisor";
import type { SupervisorErrorCode } from "@backwright/supervisor";
import { BackwrightError } from "./errors.ts";
import type { ErrorCode } from "./errors.ts";
import { diskError } from "./workspace/disk-error.ts";

const supervisorCodes: Partial<Record<SupervisorErrorCode, ErrorCode>> = {
  COMMAND_NOT_FOUND: "COMMAND_MISSING",
  CONTAINMENT_FAILED: "CONTAINMENT_FAILED",
  CONTAINMENT_UNUSABLE: "CONTAINMENT_FAILED",
  KILLED: "KILLED",
  SUPERVISOR_CLOSED: "SUPERVISOR_LOST",
  SUPERVISOR_LOST: "SUPERVISOR_LOST",
  WORKSPACE_UNWRITABLE: "FOLDER_READ_ONLY",
};
const diskCodes = /ENOSPC|EDQUOT|EFBIG|EROFS|\bEIO\b/;

const diskOutcomes: Readonly<Record<string, ErrorCode>> = {
  EDQUOT: "DISK_FULL",
  EFBIG: "DISK_FULL",
  EIO: "DISK_FAILED",
  ENOSPC: "DISK_FULL",
};

/** What was thrown, as an error that a user can do something about; `null` where it is a bug. */
export function knownError(cause: unknown): BackwrightError | null {
  if (cause instanceof BackwrightError) {
    return cause;
  }
  if (cause instanceof SupervisorError) {
    return fromSupervisor(cause);
  }
  const { code, path } = (cause ?? {}) as NodeJS.ErrnoException;
  // Whether a file was refused to a reader or a writer cannot be told here, so EACCES stays what it is.
  const known = diskCodes.test(code ?? "") ? diskError(path ?? "A temporary file", cause) : null;
  return known instanceof BackwrightError ? known : null;
}

function fromSupervisor(cause: SupervisorError): BackwrightError | null {
  const [disk] = diskCodes.exec(cause.message) ?? [];
  const code = (disk === undefined ? undefined : diskOutcomes[disk]) ?? supervisorCodes[cause.code];
  const hint = cause.hint === null ? {} : { hint: cause.hint };
  return code === undefined ? null : new BackwrightError(code, { message: cause.message, ...hint, cause });
}
