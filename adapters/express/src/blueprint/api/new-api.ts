import { renderOpenapi } from "@backwright/core";
import type { ApiPlan, ChangeSet, FileChange, Plan } from "@backwright/core";
import { formatSource } from "@backwright/language-node";
import { migrationFiles, newAppStyle } from "../new-app.ts";
import type { Draft } from "./common.ts";
import { moduleFiles } from "./module-files.ts";
import type { ApiHost } from "./host.ts";
import { apiModel } from "./model.ts";
import type { ApiModel } from "./model.ts";
import { sharedFiles } from "./shared-files.ts";
import { apiTables } from "./tables.ts";
import { testFiles } from "./tests/test-files.ts";
import { viewModel } from "./views.ts";

/** Writes a new application for a plan of the full form. */
export async function writeNewApi(plan: Plan, api: ApiPlan): Promise<ChangeSet> {
  const model = apiModel(plan, api);
  const formatted = await Promise.all(apiFiles(model, null).map(format));
  return {
    files: formatted.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    derived: ["package-lock.json"],
    notes: {
      assumptions: [
        "SQLite is the database unless DATABASE_URL names PostgreSQL; the migrations run when the server starts.",
        "Clients are told apart by their IP address for rate limits; TRUST_PROXY says how many proxies stand in front.",
      ],
      technicalDebt: ["Rate limits are counted in memory, so each instance of the server counts for itself."],
      futureWork:
        model.auth === null
          ? []
          : ["Accounts can register and log in; confirming emails and resetting passwords are not there yet."],
    },
  };
}

/** Every file of an API, in TypeScript, placed as in an application of its own. */
export function apiFiles(model: ApiModel, host: ApiHost | null): Draft[] {
  const views = model.modules.flatMap((module) => module.views.map((view) => viewModel(model, view)));
  const written = model.modules.flatMap((module) => moduleFiles(model, module, { views, host }));
  return [
    ...written,
    ...sharedFiles({ model, views, written, host }),
    ...model.modules.flatMap((module) => testFiles(model, module)),
    ...migrationFiles(apiTables(model)),
    { path: "openapi.yaml", content: renderOpenapi(model.plan) },
  ];
}

async function format({ path, content }: Draft): Promise<FileChange> {
  const formatted = path.endsWith(".yaml") ? content : await formatSource(content, path, newAppStyle);
  return { path, content: formatted.endsWith("\n") ? formatted : `${formatted}\n`, kind: "generated" };
}
