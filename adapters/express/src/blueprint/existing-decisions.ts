import type { BlueprintInput, Decision } from "@backwright/core";
import type { Conventions } from "@backwright/language-node";
import { conventionsBefore } from "./existing-app.ts";
import { assess } from "./existing-refusals.ts";
import type { ExistingApp } from "./existing-surroundings.ts";

/** What the short form uses of an app and what it brings beside that; `[]` where it cannot be added. */
export function existingDecisions(input: BlueprintInput): readonly Decision[] {
  const { app } = assess(input, conventionsBefore(input));
  return app === null
    ? []
    : [data(app), inputs(app), errors(app), ...(input.plan.auth === null ? [] : [accounts(app)]), tests(app)];
}

/** What has an answer for every app, in either form. */
export const questions = {
  data: "What keeps the data?",
  input: "What checks the input?",
  errors: "How do errors look?",
  accounts: "Whose accounts are they?",
  tests: "What runs the tests?",
} as const;

function data({ brought, layer }: ExistingApp): Decision {
  return brought.database
    ? {
        question: questions.data,
        decision: `SQLite through ${layer.name}, which comes with it`,
        reason: "The app keeps no data yet.",
      }
    : {
        question: questions.data,
        decision: `The app's own database, through ${layer.client.module}`,
        reason: `The app keeps its data with ${layer.name}, and one app has one connection.`,
      };
}

/**
 * Whether input is checked by the app's library or by one beside it.
 *
 * @param known libraries that the blueprint can write checks for
 */
export function inputs(
  { validator, validation: { library, version } }: ExistingApp,
  known: readonly string[] = ["zod", "joi", "express-validator"],
): Decision {
  const question = questions.input;
  if (library === null) {
    return { question, decision: `${validator.name}, which comes with it`, reason: "The app has no library for it." };
  }
  if (library === validator.name) {
    return { question, decision: `${library}, as in the app`, reason: "One app checks its input with one library." };
  }
  return {
    question,
    decision: `${validator.name}, beside ${library === "other" ? "the library" : library} of the app`,
    reason: known.includes(library)
      ? `The blueprint does not write checks for ${library} ${version ?? "of an unknown version"}.`
      : `The blueprint writes such checks for ${known.join(" and ")} alone.`,
  };
}

function errors({ brought, errors: { className, module } }: ExistingApp): Decision {
  return brought.answers === null
    ? {
        question: questions.errors,
        decision: `As the app's own: ${className} of ${module}`,
        reason: "The app's handler answers them like all others.",
      }
    : {
        question: questions.errors,
        decision: `${brought.answers.body === null ? "Problem documents" : "The app's shape"}, from ${brought.answers.module}, which comes with it`,
        reason: "The app has no class of errors that new routes could throw.",
      };
}

function accounts({ usersTable }: ExistingApp): Decision {
  return usersTable === null
    ? { question: questions.accounts, decision: "Its own", reason: "The app signs nobody in." }
    : {
        question: questions.accounts,
        decision: `Those in ${usersTable}`,
        reason: "An earlier task has added them, and one app has one set of accounts.",
      };
}

/** Whether the tests run on what the app has. */
export function tests({ tests: own, runner }: Pick<Conventions, "tests"> & Pick<ExistingApp, "runner">): Decision {
  return own === null
    ? { question: questions.tests, decision: `${runner}, which comes with it`, reason: "The app has no tests yet." }
    : {
        question: questions.tests,
        decision: `${runner}, as in the app`,
        reason: "One command runs the tests of all of the app.",
      };
}
