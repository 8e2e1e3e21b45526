import { BackwrightError } from "../errors.ts";

const full = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);
const refused = new Set(["EROFS", "EACCES", "EPERM"]);

/** Says what a failed write means to the user; anything but a full, failing or read-only disk comes back as it was. */
export function diskError(path: string, cause: unknown): unknown {
  const code = (cause as NodeJS.ErrnoException | null)?.code ?? "";
  if (full.has(code)) {
    return new BackwrightError("DISK_FULL", {
      message: `The disk is full: ${path} could not be written.`,
      hint: "Free some space and run the task again; no half-written file was left.",
      cause,
    });
  }
  if (refused.has(code)) {
    return new BackwrightError("FOLDER_READ_ONLY", {
      message: `${path} could not be written (${code}).`,
      hint: "Give this user write permission on the project's folder, or name another with --dir.",
      cause,
    });
  }
  if (code === "EIO") {
    return new BackwrightError("DISK_FAILED", {
      message: `The disk failed: ${path} could not be read or written (EIO).`,
      hint: "Look at the disk (on Linux `dmesg` says what it reported), then run the same command again.",
      cause,
    });
  }
  return cause;
}
