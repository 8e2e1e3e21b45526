import type { BlueprintInput, ChangeSet, FileChange, Refusal } from "@backwright/core";
import {
  addBraces,
  detectPackageManager,
  formatSource,
  joinPath,
  readConventions,
  sortImports,
  stripTypes,
  toCommonJs,
} from "@backwright/language-node";
import { appView } from "./app-view.ts";
import { existingEdits } from "./existing-edits.ts";
import { existingFiles } from "./existing-files.ts";
import type { Rendered } from "./existing-files.ts";
import { existingMigration } from "./existing-migration.ts";
import { assess } from "./existing-refusals.ts";
import type { ExistingApp } from "./existing-surroundings.ts";

/** Why a plan cannot be written into an app that exists; `[]` when it can. */
export function refuseExistingApp(input: BlueprintInput): readonly Refusal[] {
  const conventions = readConventions({
    project: input.project,
    appDir: input.detection?.dir ?? ".",
    framework: "express",
  });
  return assess(input, conventions).refusals;
}

/** Writes a plan into an app that exists, in that app's own manner. Throws where `refuseExistingApp` has an objection. */
export async function writeExistingApp(input: BlueprintInput): Promise<ChangeSet> {
  const { project, plan } = input;
  const appDir = input.detection?.dir ?? ".";
  const { app, refusals } = assess(input, readConventions({ project, appDir, framework: "express" }));
  if (app === null) {
    throw new Error(`The plan cannot be written into this app: ${refusals.map(({ reason }) => reason).join(" ")}`);
  }
  const view = appView(plan);
  const added = await Promise.all(existingFiles(app, view).map((file) => finish(app, file)));
  const migration = existingMigration({ project, folder: app.drizzle.migrations, view });
  const edits = await existingEdits({ project, app, view });
  const files = [...added, ...migration, ...edits];
  return {
    files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    derived: [detectPackageManager(project, appDir).lockFile ?? joinPath(appDir, "package-lock.json")],
    notes: {
      assumptions: [
        "Rate limits tell clients apart by the address that the app sees; behind a proxy it needs `trust proxy`.",
        ...(view.auth === null
          ? []
          : ["The server does not start without JWT_SECRET, a random text of at least 32 characters."]),
      ],
      technicalDebt: ["Rate limits are counted in memory, so each instance of the server counts for itself."],
      futureWork:
        view.auth === null
          ? []
          : ["Accounts can register and log in; confirming emails and resetting passwords are not there yet."],
    },
  };
}

/** A module in the app's language, module system and style. */
async function finish(app: ExistingApp, { path, text }: Rendered): Promise<FileChange> {
  const source = sortImports(path, app.language === "ts" ? text : stripTypes(text), app.alias?.prefix);
  const braced = app.braces ? addBraces(path, source) : source;
  const module = app.language === "js" && app.modules === "cjs" ? toCommonJs(braced) : braced;
  const formatted = await formatSource(module, path, app.style);
  return { path, content: app.elseBelow ? breakElse(formatted) : formatted, kind: "generated" };
}

/** Puts `else` and `catch` of formatted code on a line below the brace. */
function breakElse(text: string): string {
  return text.replaceAll(/^([\t ]*)\} (?=(?:else|catch|finally)\b)/gm, "$1}\n$1");
}
