import type { ApiPlan, BlueprintInput, ChangeSet, FileChange, Refusal } from "@backwright/core";
import { detectPackageManager, formatSource, joinPath } from "@backwright/language-node";
import { finish, foreignValidation } from "../existing-app.ts";
import { accessRefusals } from "../existing-refusals.ts";
import { runnerRefusals } from "../existing-runner.ts";
import { packageRefusals } from "../package-refusals.ts";
import type { ExistingApp } from "../existing-surroundings.ts";
import { withoutGenerated } from "../without-generated.ts";
import { apiHost, conventionsOf, hostApp } from "./host.ts";
import { hostEdits } from "./host-edits.ts";
import { apiFolders, settleIn } from "./host-place.ts";
import { renameSettings } from "./host-settings.ts";
import { apiModel } from "./model.ts";
import { mutualImports } from "./imports.ts";
import { apiFiles } from "./new-api.ts";

/** Why a whole API cannot be added to an app; `[]` when it can. */
export function refuseExistingApi(input: BlueprintInput, api: ApiPlan): readonly Refusal[] {
  const conventions = conventionsOf(input);
  if (conventions === null) {
    return [
      input.generated.size > 0
        ? {
            reason: "This task has made the whole application, and a whole API is not written into it a second time.",
            hint: "Run the task in an empty folder.",
          }
        : { reason: "The app has no package.json.", hint: "Run it in the folder of the app." },
    ];
  }
  const refusals = [
    ...accessRefusals(conventions),
    ...runnerRefusals({ project: withoutGenerated(input) }, conventions),
  ];
  const app = refusals.length > 0 ? null : hostApp(input, conventions);
  return app === null
    ? refusals
    : [...packagesOf(input, app, api), ...folderRefusals(input, app, api), ...cycleRefusals(input, app, api)];
}

/** Adds a whole API to an app: a folder of its own in the app's sources, mounted at its base path. */
export async function writeExistingApi(input: BlueprintInput, api: ApiPlan): Promise<ChangeSet> {
  const conventions = conventionsOf(input);
  const app = conventions === null ? null : hostApp(input, conventions);
  if (app === null) {
    throw new Error("The plan cannot be written into this app.");
  }
  const model = apiModel(input.plan, api);
  const host = apiHost(input, app, model);
  const rename = renameSettings(input, app, model);
  const project = withoutGenerated(input);
  const added = await Promise.all(
    apiFiles(model, host).map(async (draft): Promise<FileChange> => {
      const { path, text } = settleIn(app, model, draft);
      if (!draft.path.endsWith(".ts")) {
        const content = draft.path.endsWith(".yaml") ? await formatSource(text, path, app.style) : text;
        return { path, content: content.endsWith("\n") ? content : `${content}\n`, kind: "generated" };
      }
      return finish({ project, generated: input.generated }, app, { path, text: rename(text) });
    }),
  );
  const edits = await hostEdits({ input, app, host, model, rename });
  const database = rename("DATABASE_URL");
  return {
    files: [...added, ...edits].toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    derived: [detectPackageManager(input.project, app.appDir).lockFile ?? joinPath(app.appDir, "package-lock.json")],
    notes: {
      assumptions: [
        `The API keeps its data in a database of its own, beside that of the app: a SQLite file, or PostgreSQL where ${database} names it.`,
        "Its migrations run when the app is loaded, relative to the folder in which the app's scripts run.",
        ...(app.validator.name === "zod" ? foreignValidation(app) : []),
        "Rate limits tell clients apart by the address that the app sees; behind a proxy it needs `trust proxy`.",
        ...(model.auth === null
          ? []
          : [`The server does not start without ${rename("JWT_SECRET")}, a random text of at least 32 characters.`]),
      ],
      technicalDebt: ["Rate limits are counted in memory, so each instance of the server counts for itself."],
      futureWork:
        model.auth === null
          ? []
          : ["Accounts can register and log in; confirming emails and resetting passwords are not there yet."],
    },
  };
}

function packagesOf(input: BlueprintInput, { appDir, runner, validator }: ExistingApp, { auth }: ApiPlan): Refusal[] {
  return packageRefusals({ project: withoutGenerated(input) }, appDir, [
    "drizzle-orm",
    "express-rate-limit",
    "pg",
    "pino",
    ...(validator.name === "zod" ? (["zod"] as const) : []),
    ...(auth === null ? [] : (["jose"] as const)),
    runner,
  ]);
}

/** Views that show each other are modules that import each other, which CommonJS does not load. */
function cycleRefusals(input: BlueprintInput, app: ExistingApp, api: ApiPlan): Refusal[] {
  if (app.language === "ts" || app.modules === "esm") {
    return [];
  }
  const model = apiModel(input.plan, api);
  return mutualImports(apiFiles(model, apiHost(input, app, model))).map(([one, other]) => ({
    reason: `${one} and ${other} would import each other, since each shows the other one, which CommonJS modules cannot.`,
    hint: "Leave one of the two out of the other's view, or use an app in ECMAScript modules or TypeScript.",
  }));
}

/** Folders of the app's own where the API's would stand; what is added by hand to the API's own is no obstacle. */
function folderRefusals({ project, plan, generated }: BlueprintInput, app: ExistingApp, api: ApiPlan): Refusal[] {
  return apiFolders(app, apiModel(plan, api))
    .filter((folder) => {
      const held = project.list().filter((path) => path.startsWith(`${folder}/`));
      return held.length > 0 && !held.some((path) => generated.has(path));
    })
    .map((folder) => ({
      reason: `The app has a folder ${folder} already.`,
      hint: "Give that folder, or the task by `name`, another name.",
    }));
}
