import type { Conventions, ErrorPractice } from "@backwright/language-node";
import type { ExistingApp } from "./existing-surroundings.ts";
import type { ErrorKind, ErrorStyle } from "./surroundings.ts";

interface KindOfError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const kinds: Readonly<Record<ErrorKind, KindOfError>> = {
  unauthorized: { status: 401, code: "unauthorized", message: "A valid access token is required" },
  forbidden: { status: 403, code: "forbidden", message: "You may not do this" },
  notFound: { status: 404, code: "not_found", message: "There is no such thing" },
  conflict: { status: 409, code: "conflict", message: "This is taken already" },
  tooManyRequests: { status: 429, code: "too_many_requests", message: "Too many requests, try again later" },
};

/** Makes errors of the app's own class, with the arguments in its order and its codes. */
export function errorStyle(errors: ErrorPractice, mediaType: string): ErrorStyle {
  return {
    exported: errors.exported,
    mediaType,
    construct(kind, message) {
      return { className: errors.className, arguments: argumentsFor(errors, kinds[kind], message) };
    },
  };
}

/** The error for input that is not valid, where the app has no helper that throws it; its message is `problems`. */
export function invalidError({ errors, validation }: Pick<ExistingApp, "errors" | "validation">): {
  readonly className: string;
  readonly arguments: readonly string[];
} {
  const kind = { status: validation.status, code: "invalid_input", message: "" };
  return { className: errors.className, arguments: argumentsFor(errors, kind, "problems") };
}

/** The code of the app for an error: the one it gives for this status already, else a word in the manner of its others. */
export function codeFor(errors: ErrorPractice, kind: ErrorKind | "invalid", invalidStatus: number): string {
  const { status, code } = kind === "invalid" ? { status: invalidStatus, code: "invalid_input" } : kinds[kind];
  return errors.codes[status] ?? inMannerOf(Object.values(errors.codes), code);
}

/** Codes that the app's closed union of codes has to hold for these kinds of errors; `[]` where it takes any text. */
export function missingCodes(conventions: Conventions, wanted: readonly ErrorKind[]): string[] {
  const { errors, validation } = conventions;
  if (errors?.codeType === undefined || errors.codeType === null) {
    return [];
  }
  const { members } = errors.codeType;
  return wanted.map((kind) => codeFor(errors, kind, validation.status)).filter((code) => !members.includes(code));
}

function argumentsFor(errors: ErrorPractice, kind: KindOfError, message: string | null): string[] {
  const code = errors.codes[kind.status] ?? inMannerOf(Object.values(errors.codes), kind.code);
  const values = errors.parameters.map(({ role }) => {
    switch (role) {
      case "status":
        return String(kind.status);
      case "code":
        return JSON.stringify(code);
      case "message":
        return message === null ? JSON.stringify(kind.message) : withoutStop(message);
      case "details":
      case "other":
        return "undefined";
    }
  });
  const lastNeeded = errors.parameters.findLastIndex(({ optional, role }) => !optional || isGiven(role));
  return values.slice(0, lastNeeded + 1);
}

function isGiven(role: ErrorPractice["parameters"][number]["role"]): boolean {
  return role === "status" || role === "code" || role === "message";
}

/** `NOT_FOUND`, `not-found` or `notFound`, as the codes that are there. */
function inMannerOf(codes: readonly string[], code: string): string {
  if (codes.length > 0 && codes.every((one) => one === one.toUpperCase())) {
    return code.toUpperCase();
  }
  if (codes.some((one) => one.includes("-"))) {
    return code.replaceAll("_", "-");
  }
  const camel = codes.some((one) => /^[a-z]+[A-Z]/.test(one));
  return camel ? code.replaceAll(/_(\w)/g, (_all, letter: string) => letter.toUpperCase()) : code;
}

/** Source text of a message without the full stop that our own messages end with. */
function withoutStop(source: string): string {
  return source.replace(/\.(['"`])$/, "$1");
}
