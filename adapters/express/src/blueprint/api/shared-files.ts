import type { ErrorTemplate } from "@backwright/core";
import { newSurroundings } from "../new-surroundings.ts";
import { fileView } from "../module-view.ts";
import { zod } from "../existing-validator.ts";
import { renderTemplate } from "../render.ts";
import type { AppView } from "../view.ts";
import { columnNames, modules, rowsNames, testNames, validationNames } from "./available.ts";
import type { Importable } from "./imports.ts";
import { byPath, commonView, imported } from "./common.ts";
import type { Draft } from "./common.ts";
import type { ApiHost } from "./host.ts";
import type { ApiModel, EntityModel, ModuleModel } from "./model.ts";
import { belongsTos, idempotencyNames, indexesOf } from "./tables.ts";
import { sampleValue } from "./tests/test-files.ts";
import { apiValidator } from "./validators.ts";
import type { ViewModel } from "./views.ts";

/** What the templates that all new applications share see of a whole API. */
export function apiAppView({ plan, auth }: ApiModel): AppView {
  const password = { minLength: auth?.password.minLength ?? 1, maxLength: auth?.password.maxLength ?? 1 };
  return {
    name: plan.app.name,
    objective: plan.task.objective,
    auth:
      auth === null
        ? null
        : { path: "", expiresInSeconds: auth.expiresInSeconds, roles: [], defaultRole: null, password },
    resources: [],
    rateLimits: plan.rateLimits,
    uses: { ...nothing, lock: true },
  };
}

const nothing: AppView["uses"] = {
  text: false,
  indexedText: false,
  integerText: false,
  numberText: false,
  booleanText: false,
  date: false,
  dateTime: false,
  rowId: false,
  page: false,
  change: false,
  requireRole: false,
  lock: false,
  forbidden: false,
  rows: false,
  unique: false,
};

/** What the tests of an API need in the environment: a database of their own, a secret, and limits that they do not reach. */
export function testSettings({ auth }: ApiModel): Record<string, string> {
  return {
    DATABASE_URL: ":memory:",
    RATE_LIMIT_MAX: "100000",
    ...(auth === null ? {} : { JWT_SECRET: "a-secret-that-only-the-tests-know", AUTH_RATE_LIMIT_MAX: "100000" }),
    LOG_LEVEL: "silent",
  };
}

/** What a new application has around its API, beside what it shares with an API in an app that exists. */
const aroundIt = [
  ".env.example",
  ".gitignore",
  ".oxlintrc.json",
  "package.json",
  "src/config.ts",
  "src/db/client.ts",
  "src/middleware/request-logger.ts",
  "src/server.ts",
  "test/config.test.ts",
  "tsconfig.build.json",
  "tsconfig.json",
];
const asTheyAre = ["src/db/postgres.ts", "src/db/sqlite.ts", "src/logger.ts"];

export interface SharedInput {
  readonly model: ApiModel;
  readonly views: readonly ViewModel[];
  /** The files that belong to an entity: they say what of the shared pieces is needed. */
  readonly written: readonly Draft[];
  /** The app that the API is added to; `null` where it is one of its own. */
  readonly host: ApiHost | null;
}

/** The files that belong to no entity, placed as in an application of its own. */
export function sharedFiles({ model, views, written, host }: SharedInput): Draft[] {
  const app = apiAppView(model);
  const surroundings = newSurroundings({ invalidStatus: 422 });
  const uses = usesOf(model, written);
  const validator = host?.validator ?? zod;
  const checks = apiValidator(validator);
  const createApp = host?.createApp ?? surroundings.createApp;
  const shared = { ...commonView(model), ...tablesView(model), app, uses, views, host, createApp, validator };
  function own(path: string, template: string, rest: object = {}): Draft {
    return { path, content: renderTemplate(template, { ...shared, ...rest }) };
  }
  function withNames(draft: Draft, available: readonly Importable[]): Draft {
    return imported(draft.path, draft.content, available);
  }
  const { errors, operations, basePath } = model.api;
  const routers = mounted(model.modules).map(({ entity }) => entity);
  const limits = { bodyLimit: bodyLimit(model), limited: limitedBy(model) };
  const around =
    host === null
      ? [
          own("README.md", "api/README.md", { operations }),
          own("vitest.config.ts", "api/vitest.config.ts"),
          own("test/rate-limit.test.ts", "api/test/rate-limit.test.ts", limits),
          own("src/app.ts", "api/src/app.ts", { routers, basePath, ...limits }),
        ]
      : [
          own("src/config.ts", checks.templates.config),
          own("src/db/client.ts", "api/existing/client.ts"),
          own("src/router.ts", "api/existing/router.ts", { routers, ...limits }),
          own("test/config.test.ts", "api/existing/config.test.ts"),
          own("test/rate-limit.test.ts", "api/existing/rate-limit.test.ts", limits),
          ...(host.losesFailures ? [own(modules.passErrors, "existing/pass-errors.ts")] : []),
          ...(host.runner === "vitest"
            ? []
            : [own("test/environment.ts", "existing/environment.ts", { environment: testSettings(model) })]),
        ];
  return [
    ...around,
    ...[...asTheyAre, ...(host === null ? aroundIt : [])].map((path) => {
      const view = { ...fileView({ app, surroundings, path }), migrations: host?.migrations ?? null };
      return { path, content: renderTemplate(`app/${path.replace(/^\./, "")}`, view) };
    }),
    own("test/setup.ts", host?.runner === "mocha" ? "api/existing/mocha-setup.ts" : "api/test/setup.ts"),
    own("test/support.ts", "api/test/support.ts"),
    withNames(own("test/rows.ts", "api/test/rows.ts"), testNames(model)),
    own("test/app.test.ts", "api/test/app.test.ts", limits),
    own("test/db.test.ts", "api/test/db.test.ts"),
    own(modules.errors, "api/src/errors.ts", { outside: outsideOfKeys(errors.template) }),
    own("src/middleware/error-handler.ts", "api/src/middleware/error-handler.ts"),
    own(modules.rateLimit, "api/src/middleware/rate-limit.ts"),
    withNames(own(modules.validation, checks.templates.validation), validationNames(checks)),
    withNames(own(modules.rows, "api/src/db/rows.ts"), rowsNames),
    own(modules.violations, "api/src/db/violations.ts", { together: uniqueTogether(model) }),
    own(modules.tables, "api/src/db/tables.ts"),
    ...(["sqlite", "postgres"] as const).map((dialect) =>
      withNames(own(`src/db/schema.${dialect}.ts`, "api/src/db/schema.ts", { dialect }), columnNames(dialect)),
    ),
    ...(uses.slugs ? [own(modules.slugs, "api/src/slugs.ts", { slugLength: slugLength(model) })] : []),
    ...(uses.cursors ? [withNames(own(modules.cursors, checks.templates.cursors), [checks.library])] : []),
    ...(uses.idempotency
      ? [own(modules.idempotency, "api/src/idempotency.ts", { idempotency: firstIdempotency(model) })]
      : []),
    ...(model.auth === null
      ? []
      : [
          { path: modules.passwords, content: renderTemplate("auth/passwords.ts", {}) },
          own(modules.tokens, "api/src/auth/tokens.ts"),
          own(modules.requireAuth, "api/src/auth/require-auth.ts"),
          own("test/tokens.test.ts", "api/test/tokens.test.ts"),
        ]),
  ];
}

/** Routers with a fixed path where another has a parameter come first. */
function mounted(all: readonly ModuleModel[]): ModuleModel[] {
  const withRoutes = all.filter(({ operations }) => operations.length > 0);
  return withRoutes.toSorted((a, b) => {
    const pairs = a.operations.flatMap((left) => b.operations.map((right) => byPath({ op: left }, { op: right })));
    return pairs.find((order) => order !== 0) ?? 0;
  });
}

function tablesView(model: ApiModel): object {
  return {
    entities: model.entities.map((entity) => ({
      ...entity,
      sample: sampleValue,
      belongsTo: belongsTos(entity).map((relation) => ({ ...relation, target: model.entity(relation.entity) })),
      indexes: indexesOf(entity),
      uniques: entity.entity.uniques.map((properties) => ({
        properties,
        columns: properties.map((property) => columnIn(entity, property)),
      })),
    })),
    joins: model.api.joinTables.map((join) => ({
      join,
      sides: join.sides.map((side) => ({ ...side, target: model.entity(side.entity) })),
    })),
    idempotencyTables: idempotencyNames(model),
  };
}

/** What several columns that are unique together are called in an error: the one that a request can change. */
function uniqueTogether({ entities }: ApiModel): { columns: string; name: string }[] {
  return entities.flatMap((one) =>
    one.entity.uniques.map((properties) => {
      const fields = one.entity.fields.filter(({ property }) => properties.includes(property));
      return {
        columns: properties.map((property) => columnIn(one, property)).join(", "),
        name: fields.at(-1)?.name ?? properties.at(-1) ?? "",
      };
    }),
  );
}

function columnIn(entity: EntityModel, property: string): string {
  const relation = belongsTos(entity).find((one) => one.property === property);
  return entity.entity.fields.find((field) => field.property === property)?.column ?? relation?.column ?? property;
}

function usesOf(model: ApiModel, written: readonly Draft[]): Record<string, boolean> {
  const text = written.map(({ content }) => content).join("\n");
  function some(name: string): boolean {
    return new RegExp(String.raw`\b${name}\b`).test(text);
  }
  const names =
    "text indexedText pathText emptyAsNull integerText numberText booleanText parseBody optionalKey requiredKey grouped truth orNull authLimit requireAuth optionalAuth";
  const idempotency = idempotencyNames(model).length > 0;
  return {
    ...Object.fromEntries(names.split(" ").map((name) => [name, some(name)])),
    date: some("dateText"),
    dateTime: some("dateTimeText"),
    reader: some("Reader"),
    selected: some("Selected"),
    strict: some("strictObject"),
    retry: some("retryWhenTaken"),
    inUse: some("isReferenceViolation"),
    forbidden: some("ForbiddenError"),
    notFound: some("NotFoundError"),
    slugs: some("slugify"),
    cursors: some("encodeCursor"),
    idempotency,
  };
}

/** Operations that the stricter limit holds, and how one of them is called. */
function limitedBy({ api }: ApiModel): { method: string; path: string }[] {
  return api.operations
    .filter(({ rateLimit }) => rateLimit === "auth")
    .map(({ method, path }) => ({ method: method.toLowerCase(), path: path.replaceAll(/:\w+/g, "1") }));
}

function firstIdempotency({ api }: ApiModel): object {
  const [first] = api.operations.flatMap((op) =>
    op.verb === "effects" && op.idempotency !== null ? [op.idempotency] : [],
  );
  return first ?? {};
}

/** The longest slug that leaves room for a suffix. */
function slugLength({ entities }: ApiModel): number | null {
  const lengths = entities.flatMap(({ entity }) =>
    entity.fields.flatMap(({ derive, maxLength }) =>
      derive?.kind === "slug" && maxLength !== null ? [maxLength] : [],
    ),
  );
  return lengths.length === 0 ? null : Math.max(1, Math.min(...lengths) - 9);
}

/** What the body parser lets in: the largest valid input, each character at its largest. */
function bodyLimit({ api }: ApiModel): string {
  const sizes = api.operations.flatMap((op) =>
    "input" in op && op.input !== null
      ? [
          op.input.fields.reduce(
            (sum, field) => sum + 4 * (field.maxLength ?? 100) * (field.kind === "tags" ? field.maxItems : 1),
            0,
          ),
        ]
      : [],
  );
  const kilobytes = Math.ceil(Math.max(0, ...sizes) / 1000);
  return kilobytes <= 100 ? "100kb" : kilobytes <= 1000 ? "1mb" : `${Math.ceil(kilobytes / 1000)}mb`;
}

/** The parts of an error's body that speak of the first problem alone. */
function outsideOfKeys(template: ErrorTemplate): ErrorTemplate[] {
  switch (template.kind) {
    case "object":
      return template.entries.flatMap(({ value }) => outsideOfKeys(value));
    case "byKey":
    case "list":
      return [];
    default:
      return [template];
  }
}
