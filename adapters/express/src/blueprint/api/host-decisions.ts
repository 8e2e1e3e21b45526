import type { ApiPlan, BlueprintInput, Decision } from "@backwright/core";
import { inputs, questions, tests } from "../existing-decisions.ts";
import type { ExistingApp } from "../existing-surroundings.ts";
import { conventionsOf, hostApp } from "./host.ts";
import { renameSettings } from "./host-settings.ts";
import type { Rename } from "./host-settings.ts";
import { apiModel } from "./model.ts";

/** What a whole API uses of an app and what it brings beside that; `[]` where it cannot be added. */
export function hostDecisions(input: BlueprintInput, api: ApiPlan): readonly Decision[] {
  const conventions = conventionsOf(input);
  const app = conventions === null ? null : hostApp(input, conventions);
  if (app === null) {
    return [];
  }
  const rename = renameSettings(input, app, apiModel(input.plan, api));
  return [
    {
      question: "Where do the routes stand?",
      decision: `In a router of its own${api.basePath === "" ? "" : ` at ${api.basePath}`}, behind the app's in ${app.app.module}`,
      reason: "No route of the app has a path of the API, so each keeps answering its own.",
    },
    data(app, rename),
    inputs(app, ["zod", "joi"]),
    {
      question: questions.errors,
      decision: "As the task says, for the routes of the API alone",
      reason: "The contract has a shape of its own; the app's handler answers the rest as before.",
    },
    ...(api.auth === null ? [] : [accounts(app, rename)]),
    tests(app),
  ];
}

function data({ database }: ExistingApp, rename: Rename): Decision {
  const variable = rename("DATABASE_URL");
  return database === null
    ? {
        question: questions.data,
        decision: `SQLite through drizzle, or PostgreSQL where ${variable} names it`,
        reason: "The app keeps no data yet.",
      }
    : {
        question: questions.data,
        decision: `A database of its own through drizzle, named by ${variable}, beside ${database.orm === "drizzle" ? "the connection" : database.orm} of the app`,
        reason: `A whole API is written for SQLite and PostgreSQL at once, ${database.orm === "drizzle" ? "and the app's connection is to one of them" : "with drizzle"}. A database that is the API's alone has no table in common with the app's.`,
      };
}

function accounts({ auth }: ExistingApp, rename: Rename): Decision {
  return auth === null
    ? { question: questions.accounts, decision: "Its own", reason: "The app signs nobody in." }
    : {
        question: questions.accounts,
        decision: `Its own, beside those of the app (${auth.kind}, ${auth.source})`,
        reason: `The task says what an account of the API is. Its tokens are signed with ${rename("JWT_SECRET")}; those of the app do not open it, nor the other way round.`,
      };
}
