import type { BlueprintInput, ChangeSet, Refusal } from "@backwright/core";
import { appView } from "../app-view.ts";
import { takenTables } from "../existing-migration.ts";
import type { Dialect } from "../existing-migration.ts";
import { refuseNewApp } from "../plan-refusals.ts";
import { madeFiles, madeNotes } from "./files.ts";
import { migrationFolders } from "./read.ts";
import type { MadeApp } from "./read.ts";

/** Why a task cannot be added to an application that was made from nothing; `[]` when it can. */
export async function refuseMadeApp(input: BlueprintInput, made: MadeApp): Promise<readonly Refusal[]> {
  const refusals = [...refuseNewApp(input.plan), ...accountRefusals(input, made), ...tableRefusals(input)];
  return refusals.length > 0 ? refusals : fileRefusals(input, made);
}

/** Adds a task to an application that was made from nothing. Throws where `refuseMadeApp` has an objection. */
export async function writeMadeApp(input: BlueprintInput, made: MadeApp): Promise<ChangeSet> {
  const { files, unreadable } = await madeFiles({ ...input, made });
  if (unreadable.length > 0) {
    throw new Error(`The plan cannot be written into this app: ${unreadable.join(", ")} cannot be changed.`);
  }
  return { files, derived: [], notes: madeNotes };
}

function accountRefusals({ project, plan }: BlueprintInput, { accounts }: MadeApp): Refusal[] {
  const { auth } = plan;
  if (auth === null) {
    return plan.operations.some(({ authenticated }) => authenticated)
      ? [
          {
            reason: "The plan asks for accounts that it does not name.",
            hint: "Add the `auth` that the application was made with to the task, or make its policies `anyone`.",
          },
        ]
      : [];
  }
  if (accounts === null) {
    return [
      {
        reason: "The application was made without accounts, and the blueprint does not add them afterwards yet.",
        hint: "Leave `auth` out of the task and make its policies `anyone`, or make the application anew with both tasks in one.",
      },
    ];
  }
  const mounted = /['"]([^'"]*)['"],\s*authRouter\b/.exec(project.read("src/app.ts") ?? "")?.[1];
  const missing = auth.roles.filter((role) => !accounts.roles.includes(role));
  return [
    ...(mounted === auth.path
      ? []
      : [
          {
            reason: `The accounts of the application are at ${mounted ?? "a place that src/app.ts does not tell"}, those of the task at ${auth.path}.`,
            hint: "Set `path` of `auth` to where the accounts are.",
          },
        ]),
    ...(missing.length === 0
      ? []
      : [
          {
            reason: `The accounts of the application have no role ${missing.join(", ")}.`,
            hint: "Add it to src/users/users.schema.ts and to the tables of users, or leave it out of the task.",
          },
        ]),
  ];
}

/** Tables of the application where new ones would stand. */
function tableRefusals({ project, plan }: BlueprintInput): Refusal[] {
  const view = { ...appView(plan), auth: null };
  const taken = Object.entries(migrationFolders).flatMap(([dialect, folder]) =>
    takenTables({ project, folder, view, dialect: dialect as Dialect }),
  );
  return [...new Set(taken)].map((name) => ({
    reason: `The application has a table ${name} already.`,
    hint: "Give the resource another name in the task.",
  }));
}

async function fileRefusals(input: BlueprintInput, made: MadeApp): Promise<Refusal[]> {
  const { project, generated } = input;
  const { files, unreadable, changed } = await madeFiles({ ...input, made });
  const standing = files.filter(({ path, kind }) => kind === "generated" && project.has(path) && !generated.has(path));
  return [
    ...standing.map(({ path }) => ({
      reason: `The application has a file ${path} already.`,
      hint: "Give that file, or the resource in the task, another name.",
    })),
    ...unreadable.map((path) => ({
      reason: `${path} was changed so that the blueprint cannot extend it.`,
      hint: "Bring it back to the form that it was made in, or use another implementer.",
    })),
    ...changed.map((table) => ({
      reason: `The table ${table} is there already and holds something else than the task says.`,
      hint: "Change the table and the code of the resource by hand, or give the resource another name in the task.",
    })),
  ];
}
