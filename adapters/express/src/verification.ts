import type { Detection, EnvironmentNeed, ErrorConvention, Plan, ProjectReader, Verification } from "@backwright/core";
import { applicationSources, nodeInstallation, readConventions, readEnvironment } from "@backwright/language-node";
import type { ErrorPractice } from "@backwright/language-node";
import { errorsIn, problemType } from "./blueprint/existing-practice.ts";

/** What probes have to know about Express applications. */
export const verification: Verification = {
  errors,
  environment,
  store,
  installation: nodeInstallation,
  // Knex, Prisma, Sequelize and TypeORM migrate by commands of their own, beside the application.
  migrates: ({ orms }) => orms.some((orm) => ["knex", "prisma", "sequelize", "typeorm"].includes(orm)),
};

/** RFC 9457 for a new application; what an existing one answers with, as its own error class tells. */
function errors(project: ProjectReader, detection: Detection | null): ErrorConvention {
  const conventions =
    detection === null ? null : readConventions({ project, appDir: detection.dir, framework: "express" });
  if (conventions === null) {
    return { invalidStatus: 400, mediaType: problemType, schema: problemSchema };
  }
  const { errors: practice, answers } = errorsIn(project, conventions);
  return answers?.body === null
    ? { invalidStatus: conventions.validation.status, mediaType: problemType, schema: problemSchema }
    : {
        invalidStatus: conventions.validation.status,
        mediaType: "application/json",
        schema: bodySchema(practice),
      };
}

/** Mongoose keeps documents; a whole API keeps its own database. */
function store(project: ProjectReader, { dir }: Detection): Plan["store"] {
  const orm = readConventions({ project, appDir: dir, framework: "express" })?.database?.orm;
  return orm === "mongoose" ? "documents" : "tables";
}

function environment(project: ProjectReader, { dir, databases }: Detection): EnvironmentNeed[] {
  return readEnvironment({ project, dir, files: applicationSources(project, dir), databases });
}

function bodySchema({ body, details }: ErrorPractice): Record<string, unknown> {
  const text = { type: "string" };
  const list = details === "list" ? { type: "array", items: {} } : { type: "object" };
  return objectSchema([
    ...[body.message, body.code].flatMap((path) => (path === null ? [] : { path, schema: text, required: true })),
    ...(body.details === null ? [] : [{ path: body.details, schema: list, required: false }]),
  ]);
}

interface BodyPart {
  /** Names joined by dots: `error.message`. */
  readonly path: string;
  readonly schema: Record<string, unknown>;
  readonly required: boolean;
}

function objectSchema(parts: readonly BodyPart[]): Record<string, unknown> {
  const inner = Map.groupBy(parts, ({ path }) => path.split(".")[0] ?? path);
  const properties = [...inner].map(([name, own]) => {
    const below = own.map((part) => ({ ...part, path: part.path.slice(name.length + 1) }));
    const [only] = own;
    return [name, only?.path === name ? only.schema : objectSchema(below)] as const;
  });
  return {
    type: "object",
    required: [...inner].filter(([, own]) => own.some(({ required }) => required)).map(([name]) => name),
    properties: Object.fromEntries(properties),
  };
}

const problemSchema: Record<string, unknown> = {
  type: "object",
  required: ["title", "status"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    instance: { type: "string" },
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["path", "message"],
        properties: { path: { type: "string" }, message: { type: "string" } },
      },
    },
  },
};
