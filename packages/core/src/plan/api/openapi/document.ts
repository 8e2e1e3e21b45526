import type { Contract } from "../../../contract/contract.ts";
import { fieldSchema } from "../../openapi/fields.ts";
import type { Json } from "../../openapi/fields.ts";
import { schemaRef } from "../../openapi/names.ts";
import type { PathParameter, QueryParameter } from "../input.ts";
import type { ApiOperation, ApiOutcome } from "../operation.ts";
import type { ApiAuth, ApiPlan } from "../schema.ts";
import { answerSchema, apiSchemas, failureSchema, requestSchema } from "./schemas.ts";

export interface DocumentWords {
  readonly description: string;
  /** Where the words for groups of operations stand, when the task has a contract. */
  readonly contract: Contract | null;
}

/** The OpenAPI 3.1 document of a whole API: every operation with every status that it can answer. */
export function apiDocument(api: ApiPlan, { description, contract }: DocumentWords): Json {
  const guarded = api.operations.some(({ auth }) => auth !== "none");
  return {
    openapi: "3.1.1",
    info: { title: api.title, version: "1.0.0", description },
    servers: [{ url: "/" }],
    tags: [...new Set(api.operations.map(({ tag }) => tag))].map((name) => ({
      name,
      description: tagDescription(name, { api, contract }),
    })),
    paths: paths(api),
    components: {
      schemas: apiSchemas(api),
      ...(guarded && api.auth !== null ? { securitySchemes: { token: securityScheme(api.auth) } } : {}),
    },
  };
}

function tagDescription(name: string, { api, contract }: { api: ApiPlan; contract: Contract | null }): string {
  const tags = (contract?.document.tags ?? []) as readonly { name?: unknown; description?: unknown }[];
  const given = tags.find((tag) => tag.name === name)?.description;
  if (typeof given === "string") return given;
  const entity = api.entities.find((each) => each.name === name);
  if (entity !== undefined) return `Rows of ${entity.table}.`;
  return name === "Accounts" ? "Registration and login." : `Operations on ${name}.`;
}

function securityScheme({ header, expiresInSeconds }: ApiAuth): Json {
  const words = header.schemes.map((scheme) => `\`${scheme}\``).join(" or ");
  const description = `${words}, a space, and a token, which lives ${expiresInSeconds} seconds.`;
  const isBearer =
    header.name.toLowerCase() === "authorization" && header.schemes.some((scheme) => /^bearer$/i.test(scheme));
  return isBearer
    ? { type: "http", scheme: "bearer", bearerFormat: "JWT", description }
    : { type: "apiKey", in: "header", name: header.name, description };
}

function paths(api: ApiPlan): Json {
  const result: Record<string, Json> = {};
  for (const operation of api.operations) {
    const path = operation.path.replaceAll(/:([A-Za-z0-9_]+)/g, "{$1}");
    result[path] = { ...result[path], [operation.method.toLowerCase()]: operationObject(operation, api) };
  }
  return result;
}

const security = { required: [{ token: [] }], optional: [{}, { token: [] }], none: [] };

function operationObject(operation: ApiOperation, api: ApiPlan): Json {
  const input = "input" in operation ? operation.input : null;
  const idempotency = operation.verb === "effects" ? operation.idempotency : null;
  const parameters = [
    ...operation.pathParameters.map(pathParameter),
    ...operation.queryParameters.map(queryParameter),
    ...(idempotency === null ? [] : [idempotencyParameter(idempotency)]),
  ];
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    description: policySentence(operation),
    security: security[operation.auth],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(input === null
      ? {}
      : { requestBody: { required: true, content: { "application/json": { schema: requestSchema(input) } } } }),
    responses: responses(operation, api),
  };
}

function idempotencyParameter({ header, required }: { header: string; required: boolean }): Json {
  return {
    name: header,
    in: "header",
    required,
    description: "The first answer to a key is given again.",
    schema: { type: "string", minLength: 1, maxLength: 255 },
  };
}

function policySentence({ policy, auth }: ApiOperation): string {
  if (policy.check === null) return auth === "required" ? "For everyone who is signed in." : "For anyone.";
  return policy.when === "query" ? `Only rows with: ${policy.text}.` : `For whom this holds: ${policy.text}.`;
}

function pathParameter({ name, ...shape }: PathParameter): Json {
  const schema = fieldSchema({ ...shape, nullable: false, default: null, secret: false }, { use: "query" });
  return { name, in: "path", required: true, schema };
}

function queryParameter({ name, required, ...shape }: QueryParameter): Json {
  const schema = fieldSchema({ ...shape, nullable: false, secret: false }, { use: "query" });
  return {
    name,
    in: "query",
    ...(required ? { required } : {}),
    schema: shape.default === null ? schema : { ...schema, default: shape.default },
  };
}

function responses(operation: ApiOperation, api: ApiPlan): Json {
  const [success, ...failures] = operation.outcomes;
  if (success === undefined) throw new Error(`${operation.id} answers nothing`);
  const schema = answerSchema(operation, api);
  const body = schema === null ? {} : { content: { "application/json": { schema } } };
  const byStatus = new Map<number, ApiOutcome[]>();
  for (const failure of failures) byStatus.set(failure.status, [...(byStatus.get(failure.status) ?? []), failure]);
  const content = { [api.errors.mediaType]: { schema: schemaRef(failureSchema) } };
  return {
    [String(success.status)]: { description: success.description, ...body },
    ...Object.fromEntries(
      [...byStatus].map(([status, causes]) => [String(status), { description: sentences(causes), content }]),
    ),
    default: { description: "Any other failure.", content },
  };
}

function sentences(causes: readonly ApiOutcome[]): string {
  return [...new Set(causes.map(({ description }) => description))].join(" ");
}
