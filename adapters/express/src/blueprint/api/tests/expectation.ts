import type { Expression, View } from "@backwright/core";
import type { ApiModel } from "../model.ts";

/** What a test expects of one member of an answer. */
export type Expected =
  | { readonly kind: "code"; readonly code: string }
  | { readonly kind: "any"; readonly type: "String" | "Number" | "Boolean" | "Object" }
  | { readonly kind: "object"; readonly members: readonly ExpectedMember[] };

export interface ExpectedMember {
  readonly name: string;
  readonly value: Expected;
}

export interface ExpectationRequest {
  readonly model: ApiModel;
  readonly view: View;
  /** Source text of what a field holds; `null` where only its type is known. */
  field(property: string): string | null;
  /** Whether the row, or one that it shows, is linked to others. */
  readonly linked?: boolean;
  /** Entity of the row that shows this one, and so may be among its own rows. */
  readonly shownBy?: string;
  /** Variable of the row that a relation leads to, as far as the test knows it. */
  related(property: string): string | null;
}

/** The answer that shows a row which nobody has linked to anything. */
export function expectationOf({
  model,
  view,
  field,
  related,
  linked = false,
  shownBy,
}: ExpectationRequest): readonly ExpectedMember[] {
  const entity = model.entity(view.entity);
  return view.members.flatMap((member): ExpectedMember[] => {
    const { name } = member;
    switch (member.kind) {
      case "field": {
        const { property, type, nullable } = entity.field(member.field);
        const code = field(property);
        const shown =
          code === null || code === "null" || type !== "date-time"
            ? code
            : nullable
              ? `${code}?.toISOString() ?? null`
              : `${code}.toISOString()`;
        return [
          { name, value: shown === null ? { kind: "any", type: typeNames[type] } : { kind: "code", code: shown } },
        ];
      }
      case "value":
        return [
          {
            name,
            value:
              linked || (shownBy !== undefined && speaksOf(member.value, shownBy))
                ? { kind: "any", type: typeNames[member.type] }
                : valueOf(member.value, member.type),
          },
        ];
      case "tags":
        return [{ name, value: { kind: "code", code: "[]" } }];
      case "token":
        return [{ name, value: { kind: "any", type: "String" } }];
      case "self":
        return [
          {
            name,
            value: {
              kind: "object",
              members: expectationOf({ model, view: model.view(member.view), field, related, linked }),
            },
          },
        ];
      case "view": {
        if (member.many) {
          return [{ name, value: { kind: "code", code: "[]" } }];
        }
        const relation = model.relation(view.entity, member.relation);
        const variable = relation.kind === "belongsTo" ? related(relation.property) : null;
        const inner = model.view(member.view);
        return [
          {
            name,
            value:
              variable === null
                ? { kind: "any", type: "Object" }
                : {
                    kind: "object",
                    members: expectationOf({
                      model,
                      view: inner,
                      field: (property) => `${variable}.${property}`,
                      related: () => null,
                      linked,
                      shownBy: view.entity,
                    }),
                  },
          },
        ];
      }
    }
  });
}

const typeNames = {
  string: "String",
  integer: "Number",
  number: "Number",
  boolean: "Boolean",
  date: "String",
  "date-time": "String",
  uuid: "String",
} as const;

function valueOf(value: Expression, type: keyof typeof typeNames): Expected {
  if (value.kind === "exists") {
    return { kind: "code", code: "false" };
  }
  return isCount(value) ? { kind: "code", code: "0" } : { kind: "any", type: typeNames[type] };
}

/** Whether rows of that entity play a part in a value. */
function speaksOf(value: Expression, entity: string): boolean {
  return JSON.stringify(value).includes(`"target":${JSON.stringify(entity)}`);
}

/** Counts of nothing, and sums of them. */
function isCount(value: Expression): boolean {
  return (
    value.kind === "count" ||
    (value.kind === "arithmetic" && value.operator === "+" && isCount(value.left) && isCount(value.right))
  );
}
