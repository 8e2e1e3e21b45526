import { camelCase } from "change-case";
import type { ContractOperation, Json } from "../../../contract/contract.ts";
import type { OperationTask } from "../../../task/api/operations.ts";
import { nearest } from "../../../task/suggest.ts";
import { resolveRef } from "../../schema-walk.ts";
import { report } from "./draft.ts";
import type { ApiDraft } from "./draft.ts";
import { shapeOf } from "./fields.ts";
import type { ValueShape } from "./fields.ts";

/** How an operation is called. */
export interface Request {
  readonly id: string;
  readonly name: string;
  readonly method: ContractOperation["method"];
  /** With the base path, parameters as `:slug`. */
  readonly path: string;
  readonly pathNames: readonly string[];
  readonly contract: ContractOperation | null;
}

/** Method and path, from the contract or from the task; reported and `null` where neither says them. */
export function requestOf(draft: ApiDraft, { id, task }: { id: string; task: OperationTask }): Request | null {
  const path = ["operations", id];
  const bound = draft.contract?.operations.find((operation) => operation.id === id) ?? null;
  if (draft.contract !== null) {
    if (bound === null) {
      const near = nearest(
        id,
        draft.contract.operations.map((operation) => operation.id),
      );
      const hint = near === null ? "" : ` Did you mean \`${near}\`?`;
      report(draft, path, `${draft.contract.file} has no operationId \`${id}\`.${hint}`);
      return null;
    }
    if (task.request !== undefined) {
      report(
        draft,
        [...path, "request"],
        `${contractPlace(draft, bound)} says it already: ${bound.method} ${bound.path}.`,
      );
    }
    return request(draft, { id, method: bound.method, path: bound.path, contract: bound });
  }
  const [method, below] = task.request?.split(" ") ?? [];
  if (method === undefined || below === undefined) {
    report(draft, path, "Say its `request`, like `GET /articles/:slug`, or name a `contract` that does.");
    return null;
  }
  return request(draft, { id, method: method as Request["method"], path: below, contract: null });
}

/** `conduit.openapi.yaml:57` */
export function contractPlace(draft: ApiDraft, { line }: ContractOperation): string {
  return `${draft.contract?.file ?? "the contract"}${line === null ? "" : `:${line}`}`;
}

function request(draft: ApiDraft, given: Omit<Request, "name" | "pathNames">): Request {
  const pathNames = [...given.path.matchAll(/:([A-Za-z0-9_]+)/g)].map((match) => match[1] ?? "");
  return { ...given, name: camelCase(given.id), path: `${draft.basePath}${given.path}`, pathNames };
}

/** What a JSON Schema of a contract says of one value. */
export function shapeOfSchema(schema: Json, document: Json): ValueShape & { readonly nullable: boolean } {
  const resolved = resolveRef(schema, document);
  const types = [resolved.type ?? "string"].flat().map(String);
  const [type = "string"] = types.filter((each) => each !== "null");
  const format = typeof resolved.format === "string" ? resolved.format : "";
  const texts = Array.isArray(resolved.enum) ? resolved.enum.filter((word) => typeof word === "string") : [];
  const isText = type === "string" && !["date", "date-time", "uuid"].includes(format);
  return {
    ...shapeOf({
      type: isText || type !== "string" ? knownType(type) : (format as "date"),
      ...(isText && (format === "email" || format === "uri") ? { format } : {}),
      ...(texts.length > 0 ? { enum: texts } : {}),
      ...numbers(resolved, ["minLength", "maxLength", "minimum", "maximum"]),
    }),
    nullable: types.includes("null"),
  };
}

function knownType(type: string): ValueShape["type"] {
  return type === "integer" || type === "number" || type === "boolean" ? type : "string";
}

function numbers<Name extends string>(schema: Json, names: readonly Name[]): Partial<Record<Name, number>> {
  const given = names.flatMap((name) => (typeof schema[name] === "number" ? [[name, schema[name]] as const] : []));
  return Object.fromEntries(given) as Partial<Record<Name, number>>;
}
