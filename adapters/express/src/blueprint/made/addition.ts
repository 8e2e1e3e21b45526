import type { BlueprintInput, ChangeSet, Decision, Detection, ProjectReader, Refusal } from "@backwright/core";
import { joinPath } from "@backwright/language-node";
import { refuseExistingApp, writeExistingApp } from "../existing-app.ts";
import { existingDecisions } from "../existing-decisions.ts";
import { refuseMadeApp, writeMadeApp } from "./made-app.ts";
import { below, fromBelow, inputBelow } from "./place.ts";
import { drivesBoth, readMadeApp } from "./read.ts";
import type { MadeApp } from "./read.ts";

/** Why a plan cannot be written into an app that exists, one that was made from nothing or another; `[]` when it can. */
export async function refuseAddition(input: BlueprintInput): Promise<readonly Refusal[]> {
  const made = await madeApp(input);
  if (made !== null) {
    return refuseMadeApp(inputBelow(input), made);
  }
  return drivesBoth(inputBelow(input).project)
    ? [
        {
          reason:
            "The application drives SQLite and PostgreSQL through one client, but lacks what an application from a task in the short form has: it was made from a task in the full form, or was changed since.",
          hint: "Add the resources to the task that the application was made with and make it anew, or use another implementer.",
        },
      ]
    : refuseExistingApp(input);
}

/** What a plan uses of an app that exists and what it brings beside that; an app that was made from nothing has it all. */
export async function additionDecisions(input: BlueprintInput): Promise<readonly Decision[]> {
  return (await madeApp(input)) === null ? existingDecisions(input) : [];
}

/** Writes a plan into an app that exists. Throws where `refuseAddition` has an objection. */
export async function writeAddition(input: BlueprintInput): Promise<ChangeSet> {
  const made = await madeApp(input);
  return made === null
    ? writeExistingApp(input)
    : fromBelow(await writeMadeApp(inputBelow(input), made), input.detection?.dir ?? ".");
}

/** Files with the accounts of an app that was made from nothing; `[]` where it is another, or has none. */
export async function madeAccounts(project: ProjectReader, detection: Detection): Promise<readonly string[]> {
  const made = await madeApp({ project, detection });
  return made === null || made.accounts === null ? [] : accountFiles.map((path) => joinPath(detection.dir, path));
}

const accountFiles = ["src/auth/auth.routes.ts", "src/db/schema.postgres.ts", "src/db/schema.sqlite.ts"];

async function madeApp({ project, detection }: Pick<BlueprintInput, "project" | "detection">): Promise<MadeApp | null> {
  return detection === null ? null : readMadeApp(below(project, detection.dir));
}
