import type { Input } from "../input.ts";
import type { ApiDraft } from "./draft.ts";
import { shapeOfSchema } from "./requests.ts";
import type { Scope } from "./scope.ts";
import type { OperationPlace } from "./selections.ts";

/** A scope that sees what is sent and what the path names. */
export function requestScope(
  draft: ApiDraft,
  { place, scope, input }: { place: OperationPlace; scope: Scope; input: Input | null },
): Scope {
  const signed = scope.auth === null ? null : { ...scope.auth, nullable: false };
  return {
    ...scope,
    auth: place.task.auth === "optional" ? scope.auth : signed,
    parameterNames: (where) =>
      where === "input"
        ? (input?.fields ?? []).map(({ name }) => name)
        : where === "path"
          ? place.request.pathNames
          : [],
    parameter(where, { name, beside }) {
      if (where === "input") {
        const field = input?.fields.find((each) => each.name === name);
        if (field === undefined || field.kind === "tags") return null;
        return { ...field, nullable: field.nullable || (!field.required && field.default === null) };
      }
      if (where !== "path" || !place.request.pathNames.includes(name)) return null;
      const declared = place.request.contract?.parameters.find((each) => each.in === "path" && each.name === name);
      const shape = declared === undefined ? null : shapeOfSchema(declared.schema, draft.contract?.document ?? {});
      return shape ?? (beside === null ? null : { ...beside, nullable: false });
    },
  };
}
