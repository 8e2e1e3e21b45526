import { extendOpenapi } from "@backwright/core";
import type { ChangeSet, FileChange, Plan, ProjectReader } from "@backwright/core";
import { formatSource, mergeModule } from "@backwright/language-node";
import { appView } from "../app-view.ts";
import { existingMigration } from "../existing-migration.ts";
import type { Dialect } from "../existing-migration.ts";
import { fileView, hasView, resourceFileView } from "../module-view.ts";
import { newAppStyle, resourceParts } from "../new-app.ts";
import { newSurroundings } from "../new-surroundings.ts";
import { renderTemplate } from "../render.ts";
import type { Surroundings } from "../surroundings.ts";
import type { AppView } from "../view.ts";
import { declarationsIn, emptyTables, listEndpoints, mountRouters, nameTables } from "./edits.ts";
import type { MadeEdit } from "./edits.ts";
import { migrationFolders } from "./read.ts";
import type { MadeApp } from "./read.ts";

export interface MadeInput {
  readonly project: ProjectReader;
  readonly plan: Plan;
  readonly made: MadeApp;
}

interface Draft {
  readonly path: string;
  /** `null` where what the edit needs was not found. */
  readonly text: string | null;
}

/** Every file of a further task, and those that could not be changed as it needs. */
export interface MadeFiles {
  readonly files: readonly FileChange[];
  readonly unreadable: readonly string[];
  /** Tables of these resources that are there already, and hold something else. */
  readonly changed: readonly string[];
}

/** A task's resources in an application that was made from nothing, as a new one with them would hold them. */
export async function madeFiles(input: MadeInput): Promise<MadeFiles> {
  const { project, plan, made } = input;
  const view = appView(plan);
  const surroundings = newSurroundings({ invalidStatus: made.invalidStatus });
  const own = await resourceFiles(input, { view, surroundings });
  const drafts = [
    ...(await sharedFiles(input, { view, surroundings })),
    { path: "openapi.yaml", text: openapi(project, plan) },
  ];
  const edits = await Promise.all(drafts.map((draft) => finish(input, draft)));
  return {
    files: [...own, ...migrations(project, view), ...edits.flat()].toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    unreadable: drafts.filter(({ text }) => text === null).map(({ path }) => path),
    changed: await changedTables(input, { view: { ...view, auth: null }, surroundings }),
  };
}

/** What whoever merges a further task should know. */
export const madeNotes: ChangeSet["notes"] = {
  assumptions: ["The limits of requests that the application has count those for the new routes too."],
  technicalDebt: [],
  futureWork: [],
};

interface Shown {
  readonly view: AppView;
  readonly surroundings: Surroundings;
}

async function resourceFiles({ made }: MadeInput, { view, surroundings }: Shown): Promise<FileChange[]> {
  const drafts = view.resources.flatMap((resource) =>
    resourceParts
      .filter(({ part }) => part !== "schema" || hasView(resource))
      .map(({ part, template }) => {
        const path = surroundings.resource(resource, part);
        return { path, text: renderTemplate(template, resourceFileView({ app: view, surroundings, path, resource })) };
      }),
  );
  return Promise.all(
    drafts.map(async ({ path, text }) => ({
      path,
      content: await formatSource(text, path, made.style),
      kind: "generated",
    })),
  );
}

/** Modules that all resources share, with what the new ones need of them. */
async function sharedFiles({ project, made }: MadeInput, shown: Shown): Promise<Draft[]> {
  const { view } = shown;
  const edit: MadeEdit = { project, style: made.style, resources: view.resources };
  const tables: AppView = { ...view, auth: null };
  async function merged(path: string, app = view): Promise<Draft> {
    const wanted = await wantedModule(path, { ...shown, view: app });
    const text = project.read(path);
    return {
      path,
      text: text === null ? wanted : mergeModule(path, text, wanted, { modules: "esm", style: made.style }),
    };
  }
  const names = await wantedModule("src/db/schema.ts", { ...shown, view: tables });
  const modules = await Promise.all([
    merged("src/db/client.ts"),
    merged("src/db/schema.postgres.ts", tables),
    merged("src/db/schema.sqlite.ts", tables),
    merged("src/errors.ts"),
    merged("src/validation.ts"),
    ...(view.auth === null ? [] : [merged("src/auth/require-auth.ts")]),
    ...(view.uses.rows ? [merged("src/db/rows.ts")] : []),
    ...(view.uses.unique ? [merged("src/db/unique-violation.ts"), errorHandler(project, shown)] : []),
  ]);
  return [
    ...modules,
    { path: "src/app.ts", text: mountRouters(edit) },
    { path: "src/db/schema.ts", text: nameTables(edit, names) },
    { path: "test/setup.ts", text: emptyTables(edit) },
    { path: "README.md", text: listEndpoints(edit) ?? project.read("README.md") ?? "" },
  ];
}

async function changedTables({ project }: MadeInput, shown: Shown): Promise<string[]> {
  const tables = shown.view.resources.map(({ table }) => table);
  const changed = await Promise.all(
    ["src/db/schema.postgres.ts", "src/db/schema.sqlite.ts"].map(async (path) => {
      const before = declarationsIn(path, project.read(path) ?? "");
      const wanted = declarationsIn(path, await wantedModule(path, shown));
      return tables.filter((table) => before.has(table) && before.get(table) !== wanted.get(table));
    }),
  );
  return [...new Set(changed.flat())];
}

/** A module as a new application has it. */
async function wantedModule(path: string, { view, surroundings }: Shown): Promise<string> {
  const template = path.startsWith("src/auth/") ? path.slice("src/".length) : `app/${path}`;
  return formatSource(renderTemplate(template, fileView({ app: view, surroundings, path })), path, newAppStyle);
}

/** The handler of errors, which has to know fields that are taken; it may be told so where nobody has changed it. */
async function errorHandler(project: ProjectReader, shown: Shown): Promise<Draft> {
  const path = "src/middleware/error-handler.ts";
  const text = project.read(path) ?? "";
  if (/\buniqueViolation\(/.test(text)) {
    return { path, text };
  }
  const { view } = shown;
  const before = await wantedModule(path, { ...shown, view: { ...view, uses: { ...view.uses, unique: false } } });
  return { path, text: text === before ? await wantedModule(path, shown) : null };
}

function openapi(project: ProjectReader, plan: Plan): string | null {
  const text = project.read("openapi.yaml");
  return text === null ? "" : extendOpenapi(text, plan);
}

function migrations(project: ProjectReader, view: AppView): FileChange[] {
  return Object.entries(migrationFolders)
    .flatMap(([dialect, folder]) =>
      existingMigration({ project, folder, view: { ...view, auth: null }, dialect: dialect as Dialect }),
    )
    .map((file) => ({ ...file, content: file.content.endsWith("\n") ? file.content : `${file.content}\n` }));
}

/** A file that is there is changed only where it has to be; one that the application does without stays away. */
async function finish({ project, made }: MadeInput, { path, text }: Draft): Promise<FileChange[]> {
  const before = project.read(path);
  if (text === null || text === (before ?? "")) {
    return [];
  }
  const content = /\.(?:ts|md)$/.test(path) ? await formatSource(text, path, made.style) : text;
  return content === before ? [] : [{ path, content, kind: before === null ? "generated" : "edit" }];
}
