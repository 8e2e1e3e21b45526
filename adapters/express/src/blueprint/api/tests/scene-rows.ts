import type { Root, Step } from "@backwright/core";
import type { EntityModel } from "../model.ts";
import type { Around, ExtraRow, SceneDraft } from "./scene.ts";

/** A row of a scene: the one at hand, or one that is made for it. */
export interface PlacedRow {
  readonly variable: string;
  readonly entity: EntityModel;
  /** Whether steps led to it, so that it is another row than the root. */
  readonly further: boolean;
}

interface WayToRow {
  readonly root: Root;
  readonly entity: string;
  readonly steps: readonly Step[];
}

/** The row that a way leads to. Rows on the way that are not there yet are made; `null` where that is not possible. */
export function rowOf({ root, entity, steps }: WayToRow, around: Around): PlacedRow | null {
  const { model, draft } = around;
  let row: PlacedRow = { variable: around.variable(root), entity: model.entity(entity), further: false };
  for (const step of steps) {
    const relation = model.relation(row.entity.name, step.relation);
    if (relation.kind !== "belongsTo") {
      return null;
    }
    const target = model.entity(step.entity);
    const present = draft.rows.get(row.variable)?.get(relation.property);
    const next = present === undefined ? free(draft, around.name(step.relation)) : variableOf(present, target);
    if (next === null) {
      return null;
    }
    if (present === undefined) {
      if (root.kind === "auth") {
        return null; // The account is there before everything else.
      }
      addBefore(draft, { variable: next, entity: target, values: new Map() }, row.variable);
      const code = `${next}.${target.key.name}`;
      if (!put(around, { variable: row.variable, property: relation.property, code })) {
        return null;
      }
    }
    row = { variable: next, entity: target, further: true };
  }
  return row;
}

/** The row whose key a source text is: `issue` of `issue.id`. */
function variableOf(code: string, { key }: EntityModel): string | null {
  const [variable = "", property, ...more] = code.split(".");
  return property === key.name && more.length === 0 && /^\w+$/.test(variable) ? variable : null;
}

function free({ before }: SceneDraft, wanted: string): string {
  const taken = before.filter(({ variable }) => variable.replace(/\d+$/, "") === wanted).length;
  return taken === 0 ? wanted : `${wanted}${taken + 1}`;
}

/** Adds a row in front of the one that refers to it. */
export function addBefore({ before, rows }: SceneDraft, row: ExtraRow, referrer: string): void {
  const at = before.findIndex(({ variable }) => variable === referrer);
  before.splice(at === -1 ? before.length : at, 0, row);
  rows.set(row.variable, row.values);
}

interface Put {
  readonly variable: string;
  readonly property: string;
  readonly code: string;
}

/** Sets a property of a row, unless it is another value already or may not be set. */
export function put({ draft: { rows }, fixed }: Around, { variable, property, code }: Put): boolean {
  const present = rows.get(variable)?.get(property);
  if (present !== undefined || fixed?.includes(variable) === true) {
    return present === code;
  }
  const values = rows.get(variable) ?? new Map<string, string>();
  rows.set(variable, values.set(property, code));
  return true;
}

export function copyOf({ rows, before, after, parameters, unlike, closed }: SceneDraft): SceneDraft {
  const copies = new Map([...rows].map(([variable, values]) => [variable, new Map(values)]));
  return {
    rows: copies,
    before: before.map((row) => ({ ...row, values: copies.get(row.variable) ?? row.values })),
    after: [...after],
    parameters: new Map(parameters),
    unlike: new Map(unlike),
    closed: new Map(closed),
  };
}
