import { zod } from "./existing-validator.ts";
import type { ErrorKind, Surroundings } from "./surroundings.ts";

const errorClasses: Readonly<Record<ErrorKind, string>> = {
  unauthorized: "UnauthorizedError",
  forbidden: "ForbiddenError",
  notFound: "NotFoundError",
  conflict: "ConflictError",
  tooManyRequests: "TooManyRequestsError",
};

/** The surroundings of modules in an application that is made from nothing. */
export function newSurroundings({ invalidStatus }: { invalidStatus: 400 | 422 }): Surroundings {
  const modules = {
    app: "src/app.ts",
    authRoutes: "src/auth/auth.routes.ts",
    authSchema: "src/auth/auth.schema.ts",
    config: "src/config.ts",
    database: "src/db/client.ts",
    errorHandler: "src/middleware/error-handler.ts",
    errors: "src/errors.ts",
    passwords: "src/auth/passwords.ts",
    rateLimit: "src/middleware/rate-limit.ts",
    requireAuth: "src/auth/require-auth.ts",
    rows: "src/db/rows.ts",
    tables: "src/db/schema.ts",
    testSupport: "test/support.ts",
    tokens: "src/auth/tokens.ts",
    uniqueViolation: "src/db/unique-violation.ts",
    usersRepository: "src/users/users.repository.ts",
    usersSchema: "src/users/users.schema.ts",
    usersTable: "src/db/schema.ts",
    validation: "src/validation.ts",
  };
  return {
    layer: { name: "drizzle", ids: "integer", sync: false, view: {} },
    importEnding: ".ts",
    alias: null,
    zod: "zod",
    validator: zod,
    invalidStatus,
    modules,
    parse: { name: "parse", module: modules.validation },
    db: { name: "db", exported: "named" },
    createApp: { name: "createApp", call: true, exported: "named" },
    errors: {
      exported: "named",
      mediaType: "application/problem+json",
      construct: (kind, message) => ({ className: errorClasses[kind], arguments: message === null ? [] : [message] }),
    },
    passErrors: null,
    conflictsInRouter: false,
    resource({ file }, part) {
      switch (part) {
        case "table":
          return modules.tables;
        case "test":
          return `test/${file}.test.ts`;
        default:
          return `src/${file}/${file}.${part}.ts`;
      }
    },
  };
}
