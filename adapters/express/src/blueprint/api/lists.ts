import type { ApiOperation } from "@backwright/core";
import type { OperationModel } from "./operations.ts";
import type { Term } from "./term.ts";
import { valueOf } from "./operations.ts";

type List = Extract<ApiOperation, { verb: "list" }>;

/** What a list reads. */
export interface ListModel {
  /** What always holds. */
  readonly where: readonly Term[];
  readonly filters: readonly { readonly parameter: string; readonly required: boolean; readonly term: Term }[];
  readonly order: List["order"];
  readonly sort: List["sort"];
  readonly page: List["page"];
  /** What stands behind the row that a cursor names. */
  readonly behind: Term | null;
  readonly total: boolean;
  readonly field: { readonly property: string; readonly type: string } | null;
}

export function listModel(o: OperationModel, op: List): ListModel {
  const { entity } = o;
  const policy = op.policy.when === "query" && op.policy.check !== null ? [op.policy.check] : [];
  const always = [...policy, ...(op.where === null ? [] : [op.where])].map((one) => o.condition(one, "query"));
  const ofParent =
    o.parent === null
      ? []
      : [equals(entity.table, o.parent.property, valueOf(o.parent.variable, o.parent.entity.key.name))];
  const field = op.answer.kind === "values" ? entity.field(op.answer.field) : null;
  return {
    where: [...ofParent, ...always],
    filters: op.filters.map(({ parameter, where }) => ({
      parameter,
      required: op.queryParameters.some(
        ({ name, required, default: standard }) => name === parameter && (required || standard !== null),
      ),
      term: o.condition(where, "query"),
    })),
    order: op.order,
    sort: op.sort,
    page: op.page,
    behind: op.page.style === "cursor" ? behind(entity.table, op.order, op.page.cursor.parameter) : null,
    total: op.answer.kind === "many" && op.answer.total !== null,
    field: field === null ? null : { property: field.property, type: field.type },
  };
}

function equals(table: string, property: string, right: Term): Term {
  return { kind: "compare", operator: "==", left: { kind: "column", table, property, type: "string" }, right };
}

/** Rows that come after the values of a cursor: behind in the first property, or equal there and behind in the next. */
function behind(table: string, order: List["order"], parameter: string): Term {
  const options = order.map(({ property, direction }, index): Term => {
    const ties = order.slice(0, index).map((one, at) => equals(table, one.property, cursorValue(parameter, at)));
    const left: Term = { kind: "column", table, property, type: "string" };
    const after: Term = {
      kind: "compare",
      operator: direction === "asc" ? ">" : "<",
      left,
      right: cursorValue(parameter, index),
    };
    return ties.length === 0 ? after : { kind: "and", operands: [...ties, after] };
  });
  const [only] = options;
  return options.length === 1 && only !== undefined ? only : { kind: "or", operands: options };
}

function cursorValue(parameter: string, index: number): Term {
  return {
    kind: "value",
    of: null,
    name: `query.${parameter}[${index}]`,
    type: null,
    optional: false,
    nullable: false,
  };
}
