import type { ProjectReader } from "@backwright/core";
import { inCase, joinPath } from "@backwright/language-node";
import type { Conventions, ErrorAnswer, ErrorPractice } from "@backwright/language-node";

/** A handler of ours that answers the errors that come from our routers, in an app that has none that would. */
export interface AnswersPractice {
  readonly module: string;
  /** The body in which the app answers failed requests; `null` for a problem document (RFC 9457). */
  readonly body: ErrorAnswer | null;
}

export interface ErrorsInApp {
  readonly errors: ErrorPractice;
  /** `null` where the app's own handler answers its errors. */
  readonly answers: AnswersPractice | null;
}

/** The path of a module that belongs to no resource. */
export function sharedModule({ layout, ...app }: Conventions, name: string): string {
  return joinPath(layout.shared, `${inCase(name, layout.files)}${endingOf(app)}`);
}

/** What the app's source files end with. */
export function endingOf({ language, app }: Pick<Conventions, "language" | "app">): string {
  const module = app?.module ?? "app.js";
  return language === "ts" ? ".ts" : module.slice(module.lastIndexOf("."));
}

/**
 * The errors of an app: its own class where its constructor is understood, else a class of ours with a handler that gives
 * them the shape of the app's other answers.
 */
export function errorsIn(project: ProjectReader, conventions: Conventions): ErrorsInApp {
  const { errors, errorAnswer } = conventions;
  const module = sharedModule(conventions, "answer-errors");
  if (errors !== null && isUnderstood(errors) && !project.has(module)) {
    return { errors, answers: null };
  }
  const problem = errorAnswer === null || project.read(module)?.includes(problemType) === true;
  const body = problem ? null : errorAnswer;
  return {
    errors: {
      className: "HttpError",
      module: sharedModule(conventions, "http-error"),
      exported: "named",
      parameters: [
        { name: "status", role: "status", optional: false },
        { name: "message", role: "message", optional: false },
      ],
      body: {
        message: body === null ? "detail" : (body.entries.find(({ value }) => value === "message")?.path ?? null),
        code: body === null ? "title" : null,
        details: null,
      },
      details: null,
      codes: {},
      codeType: null,
    },
    answers: { module, body },
  };
}

/** The media type of a problem document. */
export const problemType = "application/problem+json";

function isUnderstood({ parameters }: ErrorPractice): boolean {
  return !parameters.some(({ role, optional }) => role === "other" && !optional);
}

/** The name of a module of tables, without its ending: `lists-tables`, `listsTables`. */
export function tablesFile(name: string, { layout }: Pick<Conventions, "layout">): string {
  const joined = inCase(`x-tables`, layout.files).slice(1);
  return name === "*" ? `*${joined}` : inCase(`${name}-tables`, layout.files);
}
