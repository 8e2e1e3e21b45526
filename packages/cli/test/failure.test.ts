import { BackwrightError, errorCodes, exitCodes, type ErrorCode } from "@backwright/core";
import { SupervisorError, supervisorErrorCodes } from "@backwright/supervisor";
import { describe, expect, test } from "vitest";
import { readFailure } from "../src/failure.ts";
import { UsageError } from "../src/usage-error.ts";

describe("readFailure", () => {
  test.each(Object.keys(errorCodes) as ErrorCode[])("gives %s the exit code of its table, and no stack", (code) => {
    const failure = readFailure(new BackwrightError(code, { message: "It broke.", hint: "Mend it." }));

    expect(failure).toEqual({
      exitCode: exitCodes[errorCodes[code]],
      code,
      message: "It broke.",
      hint: "Mend it.",
      tail: null,
    });
  });

  test.each(supervisorErrorCodes)("knows %s of the supervisor, and keeps the log's tail", (code) => {
    const failure = readFailure(new SupervisorError(code, { message: "It broke.", tail: "last words" }));

    expect(failure.code).toBe(code);
    expect(failure.tail).toBe("last words");
    expect(failure.exitCode).toBeGreaterThan(0);
  });

  test("knows an error of another copy of the core by its code", () => {
    const foreign = Object.assign(new Error("No adapter."), { code: "ADAPTER_NONE", hint: null });

    expect(readFailure(foreign)).toMatchObject({ code: "ADAPTER_NONE", exitCode: exitCodes.missing, tail: null });
  });

  test("gives a wrong command line the exit code of wrong input", () => {
    expect(readFailure(new UsageError("No.", "Yes."))).toMatchObject({ code: "INPUT_INVALID", exitCode: 2 });
  });

  test.each([
    ["ENOSPC", "DISK_FULL", 3],
    ["EROFS", "FOLDER_READ_ONLY", 2],
    ["EACCES", "FOLDER_READ_ONLY", 2],
  ])("tells %s of the system as %s", (systemCode, code, exitCode) => {
    const error = Object.assign(new Error(`${systemCode}: no`), { code: systemCode, syscall: "write" });

    expect(readFailure(error)).toMatchObject({ code, exitCode, tail: null });
  });

  test("shows the stack of a bug and how to report it", () => {
    const failure = readFailure(new TypeError("x is not a function"));

    expect(failure.code).toBe("BUG");
    expect(failure.exitCode).toBe(1);
    expect(failure.tail).toContain("failure.test.ts");
    expect(failure.hint).toContain("report");
  });

  test("survives what is no error at all", () => {
    expect(readFailure("oops")).toMatchObject({ code: "BUG", exitCode: 1 });
    expect(readFailure(undefined).message).toContain("undefined");
  });
});
