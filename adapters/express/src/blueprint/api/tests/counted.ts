import type { Expression, View } from "@backwright/core";
import type { ApiModel } from "../model.ts";
import { sceneOf } from "./scene.ts";
import type { ExtraLink, ExtraRow } from "./scene.ts";

/** Members of a view that count, and what one row needs so that each of them counts something. */
export interface Counted {
  readonly members: readonly { readonly name: string; readonly count: number }[];
  readonly before: readonly ExtraRow[];
  readonly links: readonly ExtraLink[];
}

type Count = Extract<Expression, { kind: "count" }>;

/** `null` where a view counts nothing, or nothing that a test can make. */
export function countedIn(model: ApiModel, view: View, row: string): Counted | null {
  const members = view.members.flatMap((member) => {
    const counts = member.kind === "value" ? countsIn(member.value) : null;
    return counts === null ? [] : [{ name: member.name, counts }];
  });
  const collections = new Map(
    members.flatMap(({ counts }) => counts.map((count) => [JSON.stringify(count.collection), count] as const)),
  );
  const before: ExtraRow[] = [];
  const links: ExtraLink[] = [];
  for (const { collection, as } of collections.values()) {
    const scene = sceneOf({
      model,
      conditions: [{ kind: "exists", collection, as, where: null }],
      variable: () => row,
      name: () => `counted${before.length + 1}`,
    });
    if (scene === null) {
      return null;
    }
    before.push(...scene.before);
    links.push(...scene.after);
  }
  return members.length === 0
    ? null
    : { members: members.map(({ name, counts }) => ({ name, count: counts.length })), before, links };
}

/** The counts that a value adds up; `null` for any other value. */
function countsIn(value: Expression): Count[] | null {
  if (value.kind === "count") {
    const own = value.where === null && value.collection.root.kind === "this" && value.collection.steps.length === 0;
    return own ? [value] : null;
  }
  if (value.kind !== "arithmetic" || value.operator !== "+") {
    return null;
  }
  const [left, right] = [countsIn(value.left), countsIn(value.right)];
  return left === null || right === null ? null : [...left, ...right];
}
