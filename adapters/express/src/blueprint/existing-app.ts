import type { BlueprintInput, ChangeSet, FileChange, Refusal } from "@backwright/core";
import {
  addBraces,
  defineBeforeUse,
  detectPackageManager,
  formatSource,
  joinPath,
  mergeModule,
  readConventions,
  sortImports,
  stripTypes,
  toCommonJs,
  wrapComments,
} from "@backwright/language-node";
import type { Conventions } from "@backwright/language-node";
import { appView } from "./app-view.ts";
import { existingEdits } from "./existing-edits.ts";
import { addsTables, existingFiles, ownTables } from "./existing-files.ts";
import type { Rendered } from "./existing-files.ts";
import { assess } from "./existing-refusals.ts";
import { forRunner } from "./existing-runner.ts";
import type { ExistingApp } from "./existing-surroundings.ts";
import { withoutGenerated } from "./without-generated.ts";

/** Why a plan cannot be written into an app that exists; `[]` when it can. */
export function refuseExistingApp(input: BlueprintInput): readonly Refusal[] {
  return assess(input, conventionsBefore(input)).refusals;
}

/** The conventions of the app as it was before earlier runs of the task, whose files are in whatever form it gave them since. */
export function conventionsBefore(input: BlueprintInput): Conventions | null {
  const appDir = input.detection?.dir ?? ".";
  return readConventions({ project: withoutGenerated(input), appDir, framework: "express" });
}

/** Writes a plan into an app that exists, in that app's own manner. Throws where `refuseExistingApp` has an objection. */
export async function writeExistingApp(input: BlueprintInput): Promise<ChangeSet> {
  const { project, plan } = input;
  const appDir = input.detection?.dir ?? ".";
  const { app, refusals } = assess(input, conventionsBefore(input));
  if (app === null) {
    throw new Error(`The plan cannot be written into this app: ${refusals.map(({ reason }) => reason).join(" ")}`);
  }
  const view = appView(plan);
  const added = await Promise.all(existingFiles(input, app, view).map((file) => finish(input, app, file)));
  const own = ownTables(app, view);
  const changes = addsTables(own) ? app.layer.changes({ ...input, view: own }) : [];
  const edits = await existingEdits({ project, generated: input.generated, app, view });
  const unchanged = added.filter(({ path, content, kind }) => kind === "edit" && content === project.read(path));
  const files = [...added.filter((file) => !unchanged.includes(file)), ...changes, ...edits];
  return {
    files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    derived: [detectPackageManager(project, appDir).lockFile ?? joinPath(appDir, "package-lock.json")],
    notes: {
      assumptions: [
        "Rate limits tell clients apart by the address that the app sees; behind a proxy it needs `trust proxy`.",
        ...app.layer.assumptions,
        ...(app.validator.name === "zod" ? foreignValidation(app) : []),
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

/** What to know where zod checks input in an app that has another library for it. */
export function foreignValidation({ validation: { library } }: Pick<ExistingApp, "validation">): string[] {
  return library === null || library === "zod"
    ? []
    : [
        `The new routes check their input with zod, beside ${library === "other" ? "the library" : library} of the app.`,
      ];
}

/** A module in the app's language, module system and style. */
export async function finish(
  { project, generated, extended: later }: Pick<BlueprintInput, "project" | "generated" | "extended">,
  app: ExistingApp,
  { path, text, written = app }: Rendered,
): Promise<FileChange> {
  const test = forRunner(app, { path, text });
  const source = sortImports(path, written.language === "ts" ? test : stripTypes(test), app.alias?.prefix);
  const ordered = app.linter?.definesFirst === true ? defineBeforeUse(path, source) : source;
  const braced = app.braces ? addBraces(path, ordered) : ordered;
  const required = written.language === "js" && written.modules === "cjs";
  const module = required ? toCommonJs(braced) : app.linter?.prefersDefault === true ? onlyExport(braced) : braced;
  const { printWidth: width, tabWidth } = app.style;
  const formatted = wrapComments(await formatSource(module, path, app.style), { width, tabWidth });
  const content = app.elseBelow ? breakElse(formatted) : formatted;
  const present = generated.has(path) && later?.has(path) !== true ? null : project.read(path);
  return present === null
    ? { path, content, kind: "generated" }
    : { path, content: await extended(app, path, { present, content }), kind: "edit" };
}

/** A module that an earlier task has added, with what this one needs of it beyond that. */
async function extended(
  app: ExistingApp,
  path: string,
  { present, content }: { readonly present: string; readonly content: string },
): Promise<string> {
  const { modules, style } = app;
  const merged = mergeModule(path, present, content, { modules: app.language === "ts" ? "esm" : modules, style });
  return merged === present ? present : formatSource(merged, path, style);
}

/** Tells a linter that asks for a default that a module's only export has a name. */
function onlyExport(text: string): string {
  const exports = [...text.matchAll(/^export (?:async )?(?:const|function|class) /gm)];
  return exports.length === 1
    ? text.replace(/^export /m, "// eslint-disable-next-line import/prefer-default-export\nexport ")
    : text;
}

/** Puts `else` and `catch` of formatted code on a line below the brace. */
function breakElse(text: string): string {
  return text.replaceAll(/^([\t ]*)\} (?=(?:else|catch|finally)\b)/gm, "$1}\n$1");
}
