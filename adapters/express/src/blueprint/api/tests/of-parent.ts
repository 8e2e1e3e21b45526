import type { Expression } from "@backwright/core";
import type { OperationModel } from "../operations.ts";

type Parent = NonNullable<OperationModel["parent"]>;

/** The property of a row that leads to its parent, with the source text of the parent's key. */
export function keyOfParent({ property, variable, entity }: Parent): Record<string, string> {
  return { [property]: `${variable}.${entity.key.name}` };
}

/** The policy of a list in terms of the parent, where the row's other values play no part in it; else `null`. */
export function policyOfParent({ op, parent }: OperationModel): Expression | null {
  if (op.verb !== "list" || op.parent === null || parent === null || op.policy.check === null) {
    return null;
  }
  const { relation } = op.parent;
  const { property, entity } = parent;
  function moved<Part extends object>(part: Part): Part {
    if (Array.isArray(part)) {
      return part.map((one: unknown) => (isObject(one) ? moved(one) : one)) as unknown as Part;
    }
    const inner = Object.fromEntries(
      Object.entries(part).map(([name, value]: [string, unknown]) => [name, isObject(value) ? moved(value) : value]),
    ) as Part & { readonly root?: unknown; readonly steps?: readonly { relation: string; entity: string }[] };
    const [first, ...rest] = inner.steps ?? [];
    if (!isObject(inner.root) || !("kind" in inner.root) || inner.root.kind !== "this") {
      return inner;
    }
    const root = { kind: "parent" };
    if (first?.relation === relation) {
      return { ...inner, root, entity: first.entity, steps: rest };
    }
    return "property" in inner && inner.property === property && first === undefined
      ? { ...inner, root, entity: entity.name, property: entity.key.name }
      : inner;
  }
  const policy = moved(op.policy.check);
  return JSON.stringify(policy).includes('"root":{"kind":"this"}') ? null : policy;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
