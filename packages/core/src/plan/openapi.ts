import type { PlanDraft } from "./checklists.ts";
import type { Json } from "./openapi/fields.ts";
import { operationObject } from "./openapi/operations.ts";
import { componentResponses } from "./openapi/responses.ts";
import { componentSchemas } from "./openapi/schemas.ts";

/** The OpenAPI 3.1 document of what a plan adds: every operation with every status that it can answer. */
export function openapiDocument(plan: PlanDraft): Json {
  return {
    openapi: "3.1.1",
    info: { title: plan.app.name, version: "1.0.0", description: plan.task.objective },
    servers: [{ url: "/" }],
    tags: tags(plan),
    paths: paths(plan),
    components: components(plan),
  };
}

function tags({ auth, entities, operations }: PlanDraft): Json[] {
  const used = entities.filter(({ name }) =>
    operations.some((operation) => "entity" in operation && operation.entity === name),
  );
  return [
    ...(auth === null ? [] : [{ name: "Accounts", description: "Registration and login." }]),
    ...used.map(({ name, path, owned }) => ({
      name,
      description: owned ? `Rows under ${path}; each belongs to an account.` : `Rows under ${path}.`,
    })),
  ];
}

function paths(plan: PlanDraft): Json {
  const result: Record<string, Json> = {};
  for (const operation of plan.operations) {
    const path = operation.path.replaceAll(/:([A-Za-z0-9_]+)/g, "{$1}");
    result[path] = { ...result[path], [operation.method.toLowerCase()]: operationObject(operation, plan) };
  }
  return result;
}

function components(plan: PlanDraft): Json {
  const creates = plan.operations.some(({ statuses }) => statuses[0] === 201);
  const location = {
    description: "Path of what was created.",
    schema: { type: "string", format: "uri-reference" },
  };
  const bearer = { type: "http", scheme: "bearer", bearerFormat: "JWT" };
  const guarded = plan.operations.some(({ authenticated }) => authenticated);
  return {
    schemas: componentSchemas(plan),
    responses: componentResponses(plan),
    ...(creates ? { headers: { Location: location } } : {}),
    ...(guarded ? { securitySchemes: { bearer } } : {}),
  };
}
