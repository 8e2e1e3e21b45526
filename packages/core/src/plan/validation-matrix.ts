import type { Json } from "./openapi/fields.ts";
import type { Operation, Plan } from "./schema.ts";
import { inputBound } from "./schema-bound.ts";
import { objectFields, resolveRef } from "./schema-walk.ts";

export interface MatrixInput {
  readonly in: "path" | "query" | "body";
  /** `query.limit`, `body.title` */
  readonly name: string;
  /** What bounds its values, as the contract says it; `null` where nothing does. */
  readonly validatedBy: string | null;
}

/** What comes into one operation, and what can leave it. */
export interface MatrixRow {
  readonly operation: string;
  readonly inputs: readonly MatrixInput[];
  /** Every field that one of its responses can hold, at any depth: `token`, `user.email`. */
  readonly outputs: readonly string[];
  /** Those of the outputs that are secret, and `*` where a response may hold anything. */
  readonly leaks: readonly string[];
}

/**
 * Reads the contract of a plan back: what validates each input of each operation, and which fields its responses can
 * hold. It is derived from the document alone, so that it also finds what the planner got wrong.
 */
export function validationMatrix(plan: Pick<Plan, "operations" | "entities" | "openapi">): MatrixRow[] {
  return plan.operations.map((operation) => {
    const found = findOperation(operation, plan.openapi);
    const outputs = found === null ? [] : outputsOf(found, plan.openapi);
    return {
      operation: operation.id,
      inputs: found === null ? [notInContract(operation)] : inputsOf(found, { operation, openapi: plan.openapi }),
      outputs,
      leaks: outputs.filter((field) => isSecret(field, { operation, plan })),
    };
  });
}

function findOperation({ id }: Operation, openapi: Json): Json | null {
  const paths = Object.values((openapi.paths ?? {}) as Record<string, Json>);
  const operations = paths.flatMap((path) => Object.values(path) as Json[]);
  return operations.find(({ operationId }) => operationId === id) ?? null;
}

function notInContract({ method, path }: Operation): MatrixInput {
  return { in: "path", name: `${method} ${path}, which the contract does not hold,`, validatedBy: null };
}

interface InputContext {
  readonly operation: Operation;
  readonly openapi: Json;
}

function inputsOf(found: Json, { operation, openapi }: InputContext): MatrixInput[] {
  const declared = ((found.parameters ?? []) as Json[]).map((parameter) => resolveRef(parameter, openapi));
  const parameters = declared.map((parameter) => ({
    in: parameter.in as "path" | "query",
    name: `${String(parameter.in)}.${String(parameter.name)}`,
    validatedBy: inputBound(resolveRef((parameter.schema ?? {}) as Json, openapi)),
  }));
  const names = operation.path.split("/").flatMap((part) => (part.startsWith(":") ? [`path.${part.slice(1)}`] : []));
  const missing = names.filter((name) => !parameters.some((parameter) => parameter.name === name));
  return [
    ...missing.map((name) => ({ in: "path" as const, name, validatedBy: null })),
    ...parameters,
    ...bodyInputs(found, openapi),
  ];
}

function bodyInputs(found: Json, openapi: Json): MatrixInput[] {
  const contents = Object.values(((found.requestBody as Json | undefined)?.content ?? {}) as Record<string, Json>);
  return contents.flatMap(({ schema = {} }) => {
    const { fields, open } = objectFields(resolveRef(schema as Json, openapi), openapi);
    return [
      ...fields.map((field) => ({
        in: "body" as const,
        name: `body.${field.name}`,
        validatedBy: inputBound(field.schema),
      })),
      ...(open ? [{ in: "body" as const, name: "body.*", validatedBy: null }] : []),
    ];
  });
}

/** Failures are left out: their shape is the application's own, and probes look into them. */
function outputsOf(found: Json, openapi: Json): string[] {
  const responses = Object.entries((found.responses ?? {}) as Record<string, Json>);
  const successes = responses.filter(([status]) => status.startsWith("2"));
  const fields = successes.flatMap(([, response]) => {
    const contents = Object.values((resolveRef(response, openapi).content ?? {}) as Record<string, Json>);
    return contents.flatMap(({ schema = {} }) => outputNames(resolveRef(schema as Json, openapi), openapi));
  });
  return [...new Set(fields)];
}

function outputNames(schema: Json, openapi: Json): string[] {
  const { fields, open } = objectFields(schema, openapi);
  return [...fields.map(({ name }) => name), ...(open ? ["*"] : [])];
}

function isSecret(field: string, { operation, plan }: { operation: Operation; plan: Pick<Plan, "entities"> }): boolean {
  const name = field.split(".").at(-1) ?? "";
  if (name === "*" || /^(password|passwordHash|hash)$/.test(name)) return true;
  const entity = "entity" in operation ? plan.entities.find((each) => each.name === operation.entity) : undefined;
  return entity?.fields.some((each) => each.secret && each.name === name) ?? false;
}
