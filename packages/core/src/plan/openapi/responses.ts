import type { PlanDraft } from "../checklists.ts";
import type { Operation } from "../schema.ts";
import type { Json } from "./fields.ts";
import { schemaNames, schemaRef } from "./names.ts";

const failures: Partial<Record<number, { name: string; description: string }>> = {
  400: { name: "Invalid", description: "The request does not keep to this contract." },
  401: { name: "Unauthorized", description: "Without a valid token, or with a wrong password." },
  403: { name: "Forbidden", description: "The account may not do this." },
  404: { name: "NotFound", description: "There is no such row." },
  409: { name: "Conflict", description: "A value that has to be unique is taken." },
  422: { name: "Invalid", description: "The request does not keep to this contract." },
  429: { name: "TooManyRequests", description: "Too many requests from this address." },
};
const anyFailure = { name: "Failure", description: "Any other failure." };

/** `components.responses`: the failures that the operations can answer. */
export function componentResponses({ operations, entities, errors }: PlanDraft): Record<string, Json> {
  const content = { [errors.mediaType]: { schema: schemaRef(schemaNames(entities).problem) } };
  const statuses = [...new Set(operations.flatMap((operation) => operation.statuses))].toSorted((a, b) => a - b);
  const used = statuses.flatMap((status) => failures[status] ?? []);
  const all = operations.length === 0 ? [] : [...used, anyFailure];
  return Object.fromEntries(all.map(({ name, description }) => [name, { description, content }]));
}

/** The failures of one operation, by status. */
export function failureResponses({ statuses }: Operation): Json {
  const known = statuses.flatMap((status) => {
    const failure = failures[status];
    return failure === undefined ? [] : [[String(status), responseRef(failure.name)] as const];
  });
  return { ...Object.fromEntries(known), default: responseRef(anyFailure.name) };
}

function responseRef(name: string): Json {
  return { $ref: `#/components/responses/${name}` };
}
