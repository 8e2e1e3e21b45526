import type { Json } from "./openapi/fields.ts";
import type { Plan } from "./schema.ts";

/** How an API names its rows, by what keeps them. */
export interface RowIds {
  readonly schema: Json;
  readonly sample: number | string;
  /** As it stands in a path; no row has it. */
  readonly missing: string;
  /** Whether an answer shows it in quotes. */
  readonly quoted: boolean;
  /** Whether a path can hold what is no id, other than an id that no row has. */
  readonly invalid: boolean;
}

const rowIds: Readonly<Record<Plan["store"], RowIds>> = {
  tables: {
    schema: { type: "integer", minimum: 1, maximum: 2_147_483_647 },
    sample: 1,
    missing: "2147483647",
    quoted: false,
    invalid: true,
  },
  documents: {
    schema: { type: "string", pattern: "^[0-9a-f]{24}$", minLength: 24, maxLength: 24 },
    sample: "65b9a1f0c3d2e4f5a6b7c8d9",
    missing: "ffffffffffffffffffffffff",
    quoted: true,
    invalid: false,
  },
};

/** The ids of the rows that a plan is about. */
export function rowIdsOf({ store }: Pick<Plan, "store">): RowIds {
  return rowIds[store];
}
