import { resolveRef } from "../plan/schema-walk.ts";
import type { LineOf } from "../task/yaml-source.ts";
import type { Contract, ContractOperation, ContractParameter, Json } from "./contract.ts";

const methods = ["get", "post", "put", "patch", "delete"] as const;

/** What a task needs of a valid OpenAPI document. */
export function readContract({ document, file, lineOf }: { document: Json; file: string; lineOf: LineOf }): Contract {
  const paths = (document.paths ?? {}) as Record<string, Json>;
  return {
    file,
    title: textOf((document.info as Json | undefined)?.title) ?? "API",
    basePath: basePathOf(document),
    operations: Object.entries(paths).flatMap(([path, item]) =>
      methods.flatMap((method) => {
        const operation = item[method] as Json | undefined;
        const line = lineOf(["paths", path, method]);
        return operation === undefined ? [] : [readOperation(operation, { document, path, item, method, line })];
      }),
    ),
    document,
  };
}

function basePathOf({ servers }: Json): string {
  const [first] = (servers ?? []) as { url?: string }[];
  const path = new URL(first?.url ?? "/", "http://localhost").pathname;
  return path.replace(/\/+$/, "");
}

interface OperationPlace {
  readonly document: Json;
  readonly path: string;
  readonly item: Json;
  readonly method: (typeof methods)[number];
  readonly line: number | null;
}

function readOperation(operation: Json, place: OperationPlace): ContractOperation {
  const { document, path, item, method, line } = place;
  const [tag] = (operation.tags ?? []) as string[];
  const words = [operation.summary, operation.description].find((text) => typeof text === "string");
  return {
    id: textOf(operation.operationId) ?? `${method} ${path}`,
    method: method.toUpperCase() as ContractOperation["method"],
    path: path.replaceAll(/\{([^}]+)\}/g, ":$1"),
    line,
    summary: words?.replace(/[.\s]+$/, "") ?? null,
    tag: tag ?? null,
    security: securityOf(operation.security ?? document.security),
    parameters: parametersOf([item.parameters, operation.parameters], document),
    body: contentSchema(operation.requestBody, document),
    responses: new Map(
      Object.entries((operation.responses ?? {}) as Record<string, Json>)
        .filter(([status]) => /^\d{3}$/.test(status))
        .map(([status, response]) => [Number(status), contentSchema(response, document)] as const),
    ),
  };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function securityOf(security: unknown): ContractOperation["security"] {
  if (!Array.isArray(security)) return null;
  if (security.length === 0) return "none";
  return security.some((way) => Object.keys(way as Json).length === 0) ? "optional" : "required";
}

/** Those of the operation win over those of its path. */
function parametersOf(lists: readonly unknown[], document: Json): ContractParameter[] {
  const found = new Map<string, ContractParameter>();
  for (const given of lists.flatMap((list) => (list ?? []) as Json[])) {
    const parameter = resolveRef(given, document);
    if (parameter.in !== "path" && parameter.in !== "query") continue;
    found.set(`${parameter.in} ${String(parameter.name)}`, {
      name: String(parameter.name),
      in: parameter.in,
      required: parameter.required === true,
      schema: resolveRef((parameter.schema ?? {}) as Json, document),
    });
  }
  return [...found.values()];
}

function contentSchema(holder: unknown, document: Json): Json | null {
  if (typeof holder !== "object" || holder === null) return null;
  const content = resolveRef(holder as Json, document).content as Record<string, Json> | undefined;
  const type = Object.keys(content ?? {}).find((name) => /^application\/(.+\+)?json\b/.test(name));
  const schema = type === undefined ? undefined : content?.[type]?.schema;
  return schema === undefined ? null : resolveRef(schema as Json, document);
}
