import type { Expression, PathExpression } from "@backwright/core";
import type { Around } from "./scene.ts";
import { addBefore, rowOf } from "./scene-rows.ts";
import { valueFor } from "./scene-values.ts";

type Compare = Extract<Expression, { kind: "compare" }>;

/** Makes an element of a collection, or links one, so that there is one of which the condition holds. */
export function satisfyExists(
  { collection, as, where }: Extract<Expression, { kind: "exists" }>,
  around: Around,
): boolean {
  const { model, draft } = around;
  const relation = model.relation(collection.owner, collection.relation);
  const target = model.entity(collection.target);
  const owner = rowOf(collection, around);
  if (owner === null || relation.kind === "belongsTo") {
    return false;
  }
  const ownerKey = `${owner.variable}.${owner.entity.key.name}`;
  const element = { variable: "", entity: target, further: true };
  const values = new Map<string, string>();
  let key: string | null = null;
  for (const one of where === null ? [] : where.kind === "and" ? where.operands : [where]) {
    const sides = one.kind === "compare" && one.operator === "==" ? elementSides(one, as) : null;
    const property = sides?.left.property ?? "";
    const code =
      sides === null ? null : valueFor({ operator: "==", row: element, property, right: sides.right }, around);
    if (code === null) {
      return false;
    }
    if (property === target.key.name && relation.kind !== "hasMany") {
      key = code;
    } else {
      values.set(property, code);
    }
  }
  if (relation.kind === "hasMany") {
    const via = model.relation(relation.entity, relation.via);
    const link = via.kind === "belongsTo" ? { [via.property]: ownerKey } : {};
    draft.after.push({ table: `add ${target.name}`, values: { ...Object.fromEntries(values), ...link } });
    return true;
  }
  if (key === null) {
    const variable = around.name("element");
    addBefore(draft, { variable, entity: target, values }, "");
    key = `${variable}.${target.key.name}`;
  }
  const position = model.join(relation.join).position ? { position: "0" } : {};
  draft.after.push({
    table: model.join(relation.join).property,
    values: { [relation.near]: ownerKey, [relation.far]: key, ...position },
  });
  return true;
}

function elementSides({ left, right }: Compare, as: string): { left: PathExpression; right: Expression } | null {
  function isElement(one: Expression): one is PathExpression {
    return one.kind === "path" && one.root.kind === "element" && one.root.as === as && one.steps.length === 0;
  }
  return isElement(left) ? { left, right } : isElement(right) ? { left: right, right: left } : null;
}
