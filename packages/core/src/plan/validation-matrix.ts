import type { Json } from "./openapi/fields.ts";
import { plannedOperations } from "./planned.ts";
import type { PlannedOperation } from "./planned.ts";
import type { Plan } from "./schema.ts";
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
export function validationMatrix(plan: MatrixPlan): MatrixRow[] {
  return plannedOperations(plan).map((operation) => {
    const found = findOperation(operation, plan.openapi);
    const outputs = found === null ? [] : outputsOf(found, plan.openapi);
    return {
      operation: operation.id,
      inputs: found === null ? [notInContract(operation)] : inputsOf(found, { operation, plan }),
      outputs,
      leaks: outputs.filter((field) => isSecret(field, { operation, plan })),
    };
  });
}

type MatrixPlan = Pick<Plan, "operations" | "entities" | "api" | "openapi">;

function findOperation({ id }: PlannedOperation, openapi: Json): Json | null {
  const paths = Object.values((openapi.paths ?? {}) as Record<string, Json>);
  const operations = paths.flatMap((path) => Object.values(path) as Json[]);
  return operations.find(({ operationId }) => operationId === id) ?? null;
}

function notInContract({ method, path }: PlannedOperation): MatrixInput {
  return { in: "path", name: `${method} ${path}, which the contract does not hold,`, validatedBy: null };
}

interface InputContext {
  readonly operation: PlannedOperation;
  readonly plan: MatrixPlan;
}

function inputsOf(found: Json, { operation, plan }: InputContext): MatrixInput[] {
  const { openapi } = plan;
  const declared = ((found.parameters ?? []) as Json[]).map((parameter) => resolveRef(parameter, openapi));
  const parameters = declared.map((parameter) => ({
    in: parameter.in as "path" | "query",
    name: `${String(parameter.in)}.${String(parameter.name)}`,
    validatedBy: boundOf(parameter, plan),
  }));
  const names = operation.path.split("/").flatMap((part) => (part.startsWith(":") ? [`path.${part.slice(1)}`] : []));
  const missing = names.filter((name) => !parameters.some((parameter) => parameter.name === name));
  return [
    ...missing.map((name) => ({ in: "path" as const, name, validatedBy: null })),
    ...parameters,
    ...bodyInputs(found, openapi).filter(({ name }) => name !== "body.*" || !ignoresMore(plan, operation)),
  ];
}

/** A text in a path is only compared with what is stored, so that one which names nothing finds nothing. */
function boundOf(parameter: Json, { openapi, api }: MatrixPlan): string | null {
  const schema = resolveRef((parameter.schema ?? {}) as Json, openapi);
  const bound = inputBound(schema);
  return bound === null && api !== null && parameter.in === "path" && schema.type === "string"
    ? "a text that names a row"
    : bound;
}

/** Where the task says so, fields that nobody asked for are left out before the handler. */
function ignoresMore({ api }: MatrixPlan, { id }: PlannedOperation): boolean {
  const operation = api?.operations.find((each) => each.id === id);
  return operation !== undefined && "input" in operation && operation.input?.strict === false;
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

function isSecret(field: string, { operation, plan }: { operation: PlannedOperation; plan: MatrixPlan }): boolean {
  const name = field.split(".").at(-1) ?? "";
  if (name === "*" || /^(password|passwordHash|hash)$/.test(name)) return true;
  if (plan.api !== null) return plan.api.entities.some(({ fields }) => holdsSecret(fields, name));
  const found = plan.operations.find(({ id }) => id === operation.id);
  const entity =
    found !== undefined && "entity" in found ? plan.entities.find((each) => each.name === found.entity) : undefined;
  return entity !== undefined && holdsSecret(entity.fields, name);
}

function holdsSecret(fields: readonly { readonly secret: boolean; readonly name: string }[], name: string): boolean {
  return fields.some((field) => field.secret && field.name === name);
}
