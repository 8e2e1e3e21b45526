import type { ErrorPractice, ValidationMiddleware, ValidationPractice } from "@backwright/language-node";
import type { ErrorsInApp } from "./existing-practice.ts";

/** The library with which modules check what requests hold. */
export interface Validator {
  readonly name: "zod" | "joi" | "express-validator";
  /** How modules import joi; `null` with another library. */
  readonly joi: ValidationPractice["joi"];
  /** The app's own function that checks bodies in front of handlers; `null` where handlers do, or one of ours. */
  readonly middleware: ValidationMiddleware | null;
}

export const zod: Validator = { name: "zod", joi: null, middleware: null };

const least = { joi: { joi: 17, "@hapi/joi": 16, celebrate: 12 }, "express-validator": 7 } as const;

/** The library of an app, where new modules can be written with it; else zod. */
export function validatorOf({ library, version, joi, middleware }: ValidationPractice, errors: ErrorsInApp): Validator {
  const major = Number(/\d+/.exec(version ?? "")?.[0] ?? 0);
  const own = middleware !== null && answersAlike(middleware, errors) ? middleware : null;
  if (library === "joi" && joi !== null) {
    const needed = Object.entries(least.joi).find(([name]) => name === joi.specifier)?.[1] ?? Infinity;
    return major >= needed ? { name: "joi", joi, middleware: own } : zod;
  }
  return library === "express-validator" && major >= least["express-validator"]
    ? { name: "express-validator", joi: null, middleware: own }
    : zod;
}

/** Whether a function of the app refuses bodies as other failures of the new routes are answered. */
function answersAlike({ answers }: ValidationMiddleware, { errors, answers: brought }: ErrorsInApp): boolean {
  if (answers.kind === "error") {
    return brought === null && answers.className === errors.className;
  }
  return brought?.body !== null && textsOf(errors).every((path) => answers.paths.includes(path));
}

/** What the tests ask of the body of every failure. */
function textsOf({ body }: ErrorPractice): string[] {
  return [body.message, body.code].filter((path) => path !== null);
}
