import type { Importable } from "./imports.ts";
import type { ApiModel } from "./model.ts";
import { idempotencyNames } from "./tables.ts";
import type { ApiValidator } from "./validators.ts";
import type { ViewModel } from "./views.ts";

const drizzle = "and asc count desc eq exists gt gte inArray isNotNull isNull lt lte ne not or sql".split(" ");

/** Where the modules of an app of its own are. */
export const modules = {
  database: "src/db/client.ts",
  rows: "src/db/rows.ts",
  tables: "src/db/schema.ts",
  violations: "src/db/violations.ts",
  errors: "src/errors.ts",
  validation: "src/validation.ts",
  slugs: "src/slugs.ts",
  cursors: "src/cursors.ts",
  idempotency: "src/idempotency.ts",
  passwords: "src/auth/passwords.ts",
  tokens: "src/auth/tokens.ts",
  requireAuth: "src/auth/require-auth.ts",
  rateLimit: "src/middleware/rate-limit.ts",
  passErrors: "src/middleware/pass-errors.ts",
} as const;

function from(module: string, names: readonly string[], isType = false): Importable[] {
  return names.map((name) => ({ name, module, isPackage: false, isType }));
}

function packaged(module: string, names: readonly string[], isType = false): Importable[] {
  return names.map((name) => ({ name, module, isPackage: true, isType }));
}

/** What modules of queries may import. */
export function queryNames(model: ApiModel): Importable[] {
  const joins = model.api.joinTables.map(({ property }) => property);
  return [
    ...packaged("drizzle-orm", drizzle),
    ...packaged("drizzle-orm", ["SQL"], true),
    ...packaged("drizzle-orm/sqlite-core", ["alias"]),
    ...packaged("drizzle-orm/sqlite-core", ["BuildAliasTable"], true),
    ...from(modules.database, ["db", "forUpdate"]),
    ...from(modules.database, ["Transaction"], true),
    ...from(modules.rows, ["grouped", "orNull", "single", "truth"]),
    ...from(modules.rows, ["Reader", "Selected"], true),
    ...from(modules.tables, [
      ...model.entities.map(({ table }) => table),
      ...joins,
      ...idempotencyNames(model).map(({ property }) => property),
    ]),
    ...from(
      modules.tables,
      model.entities.map(({ rowType }) => rowType),
      true,
    ),
    ...from(modules.violations, ["isReferenceViolation", "retryWhenTaken", "uniqueViolation"]),
    ...from(modules.errors, ["AppError", "ForbiddenError", "NotFoundError", "ValidationError"]),
    ...from(modules.slugs, ["randomSuffix", "slugify"]),
    ...from(modules.cursors, ["encodeCursor"]),
    ...from(modules.idempotency, ["answeredOnce"]),
    ...from(modules.passwords, ["hashPassword"]),
    ...from(modules.tokens, ["issueToken"]),
  ];
}

/** What views of all modules export. */
export function viewExports(views: readonly ViewModel[]): Importable[] {
  return views.flatMap(({ entity: { file }, names }) => {
    const module = partOf(file, "views");
    return [
      ...from(module, [names.show, names.select, names.complete, names.fields]),
      ...from(module, [names.row], true),
    ];
  });
}

/** What routers may import from the app. */
export const routeNames: readonly Importable[] = [
  ...packaged("express", ["Router"]),
  ...from(modules.validation, ["parse", "parseBody"]),
  ...from(modules.idempotency, ["optionalKey", "requiredKey"]),
  ...from(modules.requireAuth, ["currentUser", "optionalAuth", "optionalUser", "requireAuth"]),
  ...from(modules.rateLimit, ["authLimit"]),
  ...from(modules.passwords, ["passwordMatches"]),
  ...from(modules.passErrors, ["passErrors"]),
  ...from(modules.errors, ["AppError"]),
];

/** What schemas may import. */
export function schemaNames({ library, checks }: ApiValidator): Importable[] {
  return [library, ...from(modules.validation, checks), ...from(modules.cursors, ["cursorText"])];
}

export function validationNames({ library }: ApiValidator): Importable[] {
  return [library, ...from(modules.errors, ["ValidationError"])];
}

export const rowsNames: readonly Importable[] = [
  ...packaged("drizzle-orm", ["sql"]),
  ...packaged("drizzle-orm", ["Column", "GetColumnData", "SQL"], true),
  ...from(modules.database, ["Database", "Transaction"], true),
];

export function columnNames(dialect: "sqlite" | "postgres"): Importable[] {
  const [module, functions, any] =
    dialect === "sqlite"
      ? ["drizzle-orm/sqlite-core", "index integer primaryKey real sqliteTable text uniqueIndex", "AnySQLiteColumn"]
      : [
          "drizzle-orm/pg-core",
          "bigint boolean date doublePrecision index integer pgTable primaryKey text timestamp unique uuid varchar",
          "AnyPgColumn",
        ];
  return [
    ...packaged("node:crypto", ["randomUUID"]),
    ...packaged(module ?? "", (functions ?? "").split(" ")),
    ...packaged(module ?? "", [any ?? ""], true),
  ];
}

/** Names that one module of an entity exports. */
export function exportsOf(module: string, names: readonly string[], isType = false): Importable[] {
  return from(module, names, isType);
}

export function partOf(file: string, part: "routes" | "repository" | "schema" | "views"): string {
  return `src/${file}/${file}.${part}.ts`;
}

/** What tests may import. */
export function testNames(model: ApiModel): Importable[] {
  return [
    ...packaged("drizzle-orm", ["eq", "ne"]),
    ...packaged("vitest", ["beforeEach", "describe", "expect", "it"]),
    ...from(modules.database, ["db"]),
    ...from(modules.rows, ["single"]),
    ...from(modules.tables, [
      ...model.entities.map(({ table }) => table),
      ...model.api.joinTables.map(({ property }) => property),
    ]),
    ...from(
      modules.tables,
      model.entities.map(({ rowType }) => rowType),
      true,
    ),
    ...from(modules.passwords, ["hashPassword", "passwordMatches"]),
    ...from(
      "test/rows.ts",
      model.entities.map(({ name }) => `add${name}`),
    ),
    ...from("test/support.ts", ["api", "authorization", "expectError"]),
  ];
}
