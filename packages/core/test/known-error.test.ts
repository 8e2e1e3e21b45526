import { SupervisorError } from "@backwright/supervisor";
import { describe, expect, it } from "vitest";
import { BackwrightError } from "../src/errors.ts";
import { knownError } from "../src/known-error.ts";

describe("knownError", () => {
  it.each([
    ["SUPERVISOR_LOST", "SUPERVISOR_LOST", 3],
    ["CONTAINMENT_FAILED", "CONTAINMENT_FAILED", 4],
    ["COMMAND_NOT_FOUND", "COMMAND_MISSING", 4],
    ["KILLED", "KILLED", 5],
    ["WORKSPACE_UNWRITABLE", "FOLDER_READ_ONLY", 2],
  ] as const)("reads %s of the supervisor as %s with exit code %i", (from, code, exitCode) => {
    const cause = new SupervisorError(from, { message: "It said so.", hint: "Do this." });

    expect(knownError(cause)).toMatchObject({ code, exitCode, message: "It said so.", hint: "Do this.", cause });
  });

  it("tells a full disk from a refused one in the words of the supervisor", () => {
    const message = '"server" was not started: ENOSPC: no space left on device, write.';

    expect(knownError(new SupervisorError("WORKSPACE_UNWRITABLE", { message }))?.code).toBe("DISK_FULL");
  });

  it("reads what the system says of a disk, and leaves its own errors as they are", () => {
    const own = new BackwrightError("RUN_HELD", { message: "Held." });

    expect(knownError(Object.assign(new Error("full"), { code: "ENOSPC", path: "/a/b" }))).toMatchObject({
      code: "DISK_FULL",
      message: "The disk is full: /a/b could not be written.",
    });
    expect(knownError(Object.assign(new Error("read-only"), { code: "EROFS" }))?.code).toBe("FOLDER_READ_ONLY");
    expect(knownError(Object.assign(new Error("failed"), { code: "EIO" }))).toMatchObject({
      code: "DISK_FAILED",
      exitCode: 3,
    });
    expect(knownError(own)).toBe(own);
  });

  it.each([new TypeError("x is undefined"), new SupervisorError("NAME_INVALID", { message: "x" }), "text", null])(
    "takes %s for a bug",
    (cause) => {
      expect(knownError(cause)).toBeNull();
    },
  );
});
