import { renderOpenapi } from "@backwright/core";
import type { BlueprintInput, ChangeSet, FileChange } from "@backwright/core";
import { defaultStyle, formatSource } from "@backwright/language-node";
import { appView } from "./app-view.ts";
import { firstJournal, firstMigration, noSnapshot, postgresSnapshot, sqliteSnapshot } from "./drizzle/history.ts";
import { postgresMigration, postgresTables } from "./drizzle/postgres.ts";
import { sqliteMigration, sqliteTables } from "./drizzle/sqlite.ts";
import { appTables } from "./drizzle/tables.ts";
import type { TableSpec } from "./drizzle/tables.ts";
import { fileView, hasView, resourceFileView } from "./module-view.ts";
import { newSurroundings } from "./new-surroundings.ts";
import { renderTemplate } from "./render.ts";
import type { Surroundings } from "./surroundings.ts";
import type { AppView } from "./view.ts";

export const newAppStyle = { ...defaultStyle, singleQuote: true, printWidth: 100 };

/** Writes a whole application for a plan into an empty folder. */
export async function writeNewApp({ plan }: Pick<BlueprintInput, "plan">): Promise<ChangeSet> {
  const app = appView(plan);
  const surroundings = newSurroundings({ invalidStatus: plan.errors.invalidStatus });
  const files = [
    ...templateFiles(app, surroundings),
    ...migrationFiles(appTables(app)),
    { path: "openapi.yaml", content: renderOpenapi(plan) },
  ];
  const formatted = await Promise.all(files.map(format));
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
        app.auth === null
          ? []
          : ["Accounts can register and log in; confirming emails and resetting passwords are not there yet."],
    },
  };
}

interface Draft {
  readonly path: string;
  readonly content: string;
}

async function format({ path, content }: Draft): Promise<FileChange> {
  const formatted = path.endsWith(".yaml") ? content : await formatSource(content, path, newAppStyle);
  return { path, content: formatted.endsWith("\n") ? formatted : `${formatted}\n`, kind: "generated" };
}

function templateFiles(app: AppView, surroundings: Surroundings): Draft[] {
  const { modules } = surroundings;
  function whole(path: string, template: string): Draft {
    return { path, content: renderTemplate(template, fileView({ app, surroundings, path })) };
  }
  const plain = [
    ...appFiles,
    ...(app.uses.rows ? ["src/db/rows.ts"] : []),
    ...(app.uses.unique ? ["src/db/unique-violation.ts"] : []),
  ];
  const roles = (app.auth?.roles.length ?? 0) > 0;
  return [
    ...plain.map((path) => whole(path, `app/${path.replace(/^\./, "")}`)),
    ...(roles ? [whole("src/scripts/set-role.ts", "app/src/scripts/set-role.ts")] : []),
    ...(app.auth === null ? [] : accountFiles(modules).map(({ path, template }) => whole(path, template))),
    ...app.resources.flatMap((resource) =>
      resourceParts
        .filter(({ part }) => part !== "schema" || hasView(resource))
        .map(({ part, template }) => {
          const path = surroundings.resource(resource, part);
          return { path, content: renderTemplate(template, resourceFileView({ app, surroundings, path, resource })) };
        }),
    ),
  ];
}

const appFiles = [
  ".env.example",
  ".gitignore",
  ".oxlintrc.json",
  "README.md",
  "package.json",
  "src/app.ts",
  "src/config.ts",
  "src/db/client.ts",
  "src/db/postgres.ts",
  "src/db/schema.postgres.ts",
  "src/db/schema.sqlite.ts",
  "src/db/schema.ts",
  "src/db/sqlite.ts",
  "src/errors.ts",
  "src/logger.ts",
  "src/middleware/error-handler.ts",
  "src/middleware/rate-limit.ts",
  "src/middleware/request-logger.ts",
  "src/server.ts",
  "src/validation.ts",
  "test/app.test.ts",
  "test/config.test.ts",
  "test/db.test.ts",
  "test/rate-limit.test.ts",
  "test/setup.ts",
  "test/support.ts",
  "tsconfig.build.json",
  "tsconfig.json",
  "vitest.config.ts",
];

/** Files of a resource by their templates. */
export const resourceParts = [
  { part: "routes", template: "resource/routes.ts" },
  { part: "schema", template: "resource/schema.ts" },
  { part: "repository", template: "layers/drizzle/repository.async.ts" },
  { part: "test", template: "resource/test.ts" },
] as const;

function accountFiles(modules: Surroundings["modules"]): { path: string; template: string }[] {
  return [
    { path: modules.authRoutes, template: "auth/auth.routes.ts" },
    { path: modules.authSchema, template: "auth/auth.schema.ts" },
    { path: modules.passwords, template: "auth/passwords.ts" },
    { path: modules.tokens, template: "auth/tokens.ts" },
    { path: modules.requireAuth, template: "auth/require-auth.ts" },
    { path: modules.usersSchema, template: "users/users.schema.ts" },
    { path: modules.usersRepository, template: "layers/drizzle/users.repository.async.ts" },
    { path: "test/auth.test.ts", template: "auth/auth.test.ts" },
  ];
}

export function migrationFiles(tables: readonly TableSpec[]): Draft[] {
  const sqlite = sqliteTables(tables);
  const postgres = postgresTables(tables);
  const { tag } = firstMigration;
  return [
    { path: `migrations/sqlite/${tag}.sql`, content: sqliteMigration(sqlite) },
    json("migrations/sqlite/meta/_journal.json", firstJournal("sqlite")),
    json("migrations/sqlite/meta/0000_snapshot.json", sqliteSnapshot({ tables: sqlite, prevId: noSnapshot })),
    { path: `migrations/postgres/${tag}.sql`, content: postgresMigration(postgres) },
    json("migrations/postgres/meta/_journal.json", firstJournal("postgresql")),
    json("migrations/postgres/meta/0000_snapshot.json", postgresSnapshot({ tables: postgres, prevId: noSnapshot })),
  ];
}

function json(path: string, value: object): Draft {
  return { path, content: JSON.stringify(value, null, 2) };
}
