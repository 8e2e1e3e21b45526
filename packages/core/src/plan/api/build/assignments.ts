import type { ValuePath } from "../../../task/yaml-source.ts";
import type { Assignment } from "../effects.ts";
import type { ApiEntity, ApiField } from "../entity.ts";
import type { Expression, ValueType } from "../expression.ts";
import { belongsToOf, fieldOf, report, suggestion } from "./draft.ts";
import type { ApiDraft } from "./draft.ts";
import { resolveExpression } from "./resolve.ts";
import type { Scope } from "./scope.ts";
import { isNullable, typeOf } from "./types.ts";

export interface AssignmentsText {
  readonly values: Record<string, string | number | boolean>;
  readonly entity: ApiEntity;
  readonly scope: Scope;
  readonly path: ValuePath;
}

/** Values that the server writes into fields and foreign keys. */
export function planAssignments(draft: ApiDraft, { values, entity, scope, path }: AssignmentsText): Assignment[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const at = [...path, name];
    const target = targetOf(draft, { entity, name });
    if (target === null) {
      const names = [...entity.fields, ...entity.relations.filter(({ kind }) => kind === "belongsTo")];
      report(
        draft,
        at,
        `${entity.name} has no field or belongsTo \`${name}\`${suggestion(
          name,
          names.map((each) => each.name),
        )}`,
      );
      return [];
    }
    if (target.field?.generated != null || target.field?.hashed === true) {
      report(draft, at, `\`${name}\` is filled by the application. Leave it out.`);
      return [];
    }
    const expression = valueOf(draft, { value, scope, path: at, field: target.field });
    if (expression === null) return [];
    checkValue(draft, { expression, target, path: at });
    return [{ property: target.property, column: target.column, value: expression }];
  });
}

interface Target {
  readonly property: string;
  readonly column: string;
  readonly type: ValueType;
  readonly nullable: boolean;
  readonly field: ApiField | null;
}

function targetOf(draft: ApiDraft, { entity, name }: { entity: ApiEntity; name: string }): Target | null {
  const field = fieldOf(entity, name);
  if (field !== null) return { ...field, field };
  const relation = belongsToOf(entity, name);
  const other = relation === null ? undefined : draft.entities.get(relation.entity);
  const key = other === undefined ? null : fieldOf(other, other.key);
  if (relation === null || key === null) return null;
  return {
    property: relation.property,
    column: relation.column,
    type: key.type,
    nullable: !relation.required,
    field: null,
  };
}

interface ValueText {
  readonly value: string | number | boolean;
  readonly scope: Scope;
  readonly path: ValuePath;
  readonly field: ApiField | null;
}

/** One of the words of an `enum` may stand for itself. */
function valueOf(draft: ApiDraft, { value, scope, path, field }: ValueText): Expression | null {
  if (typeof value === "number") {
    return { kind: "literal", value, type: Number.isInteger(value) ? "integer" : "number" };
  }
  if (typeof value === "boolean") return { kind: "literal", value, type: "boolean" };
  if (field?.enum?.includes(value) === true) return { kind: "literal", value, type: "string" };
  return resolveExpression(draft, { text: value, path, scope });
}

function checkValue(
  draft: ApiDraft,
  { expression, target, path }: { expression: Expression; target: Target; path: ValuePath },
): void {
  const type = typeOf(expression);
  if (type === null) {
    if (!target.nullable) report(draft, path, "It is never null.");
    return;
  }
  const fits = type === target.type || (type === "integer" && target.type === "number");
  if (!fits) report(draft, path, `It is of type ${target.type}, and the value is of type ${type}.`);
  else if (isNullable(expression) && !target.nullable && !isAccount(expression)) {
    report(draft, path, "The value can be null, and this is never null.");
  } else if (expression.kind === "literal") checkLiteral(draft, { value: expression.value, target, path });
}

function checkLiteral(
  draft: ApiDraft,
  { value, target, path }: { value: unknown; target: Target; path: ValuePath },
): void {
  const { field } = target;
  const isBelow = typeof value === "number" && field?.minimum != null && value < field.minimum;
  const isAbove = typeof value === "number" && field?.maximum != null && value > field.maximum;
  const isOther = typeof value === "string" && field?.enum != null && !field.enum.includes(value);
  if (isBelow || isAbove || isOther) report(draft, path, `The field does not allow ${JSON.stringify(value)}.`);
}

/** Somebody is signed in where the operation asks for it, which is checked with its policy. */
function isAccount(expression: Expression): boolean {
  return expression.kind === "path" && expression.root.kind === "auth" && expression.steps.length === 0;
}
