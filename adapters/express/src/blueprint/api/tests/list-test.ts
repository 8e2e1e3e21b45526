import type { ApiOperation, Expression, Root } from "@backwright/core";
import { ascendingValues } from "../../samples.ts";
import type { ApiModel } from "../model.ts";
import type { OperationModel } from "../operations.ts";
import { keyOfParent, policyOfParent } from "./of-parent.ts";
import { sceneOf, speaksOfAccount } from "./scene.ts";
import type { ExtraLink, ExtraRow, Scene } from "./scene.ts";
import { contrary } from "./scene-values.ts";

type List = Extract<ApiOperation, { verb: "list" }>;

/** What the template of a list's tests sees beside what every operation has. */
export interface ListTest {
  /** Rows and links that a row needs to be listed for the viewer; `null` where they cannot be told. */
  readonly scene: ListScene | null;
  readonly filters: readonly {
    readonly parameter: string;
    readonly sent: string;
    readonly scene: ListScene;
    readonly unlike: readonly Pair[];
    readonly other: ListScene;
  }[];
  /** A row like that of the scene, but linked to others. */
  readonly other: ListScene | null;
  /** Rows that are listed for one reason each, where there are several. */
  readonly ways: readonly ListScene[];
  readonly isPrivate: boolean;
  /** What a row of somebody else needs so that it is not open to everybody. */
  readonly closed: readonly Pair[];
  /** What a row needs so that it is not among those that the list is of; `null` where that is not known. */
  readonly unmatched: readonly Pair[] | null;
  /** The account that asks is itself a row of the list. */
  readonly holdsViewer: boolean;
  /** Who may see the parent sees all of its rows, and nobody else any. */
  readonly isPrivateToParent: boolean;
  /** Where the rows stand in the answer: `articles`, or `null` for the answer itself. */
  readonly wrap: string | null;
  readonly total: string | null;
  readonly next: string | null;
  /** A member that tells one row from another, and the property that it shows. */
  readonly identity: { readonly member: string; readonly property: string } | null;
  readonly isValues: boolean;
  readonly order: {
    readonly property: string;
    readonly values: readonly [string, string];
    readonly descending: boolean;
  } | null;
  /** Rows that are equal otherwise are sorted by their key. */
  readonly tie: { readonly property: string; readonly value: string; readonly descending: boolean } | null;
  readonly badQueries: readonly string[];
}

type Pair = readonly [string, string];

export interface ListScene {
  readonly before: readonly ExtraRow[];
  readonly values: readonly Pair[];
  /** Links of the row at hand, and those that stand for themselves. */
  readonly links: readonly ExtraLink[];
  readonly ownLinks: readonly ExtraLink[];
}

export function listTest(model: ApiModel, o: OperationModel, op: List): ListTest {
  const ofParent = policyOfParent(o) !== null;
  const policy = op.policy.when === "query" && op.policy.check !== null && !ofParent ? [op.policy.check] : [];
  const always = [...policy, ...(op.where === null ? [] : [op.where])];
  const known = o.parent === null ? {} : keyOfParent(o.parent);
  function solve(
    conditions: typeof always,
    row: string,
    name: (wanted: string) => string,
  ): { scene: Scene; list: ListScene } | null {
    const scene = sceneOf({
      model,
      conditions,
      variable: (root: Root) =>
        root.kind === "auth" ? "viewer" : root.kind === "parent" ? (o.parent?.variable ?? "parent") : row,
      known: { [row]: known },
      fixed: ["viewer", ...(o.parent === null ? [] : [o.parent.variable])],
      name,
    });
    return scene === null ? null : { scene, list: listScene(scene, row) };
  }
  const base = solve(always, "row", (wanted) => wanted);
  const answer = op.answer.kind === "many" ? op.answer : null;
  return {
    scene: base?.list ?? null,
    filters: op.filters.flatMap(({ parameter, where }) => {
      const solved = solve(
        [...always, where],
        "match",
        (wanted) => `wanted${wanted.charAt(0).toUpperCase()}${wanted.slice(1)}`,
      );
      const code = solved?.scene.parameters.get(parameter);
      return solved === null || code === undefined
        ? []
        : [
            {
              parameter,
              sent: sentAs(code),
              scene: solved.list,
              unlike: [...solved.scene.unlike],
              other: othersScene(model, solved.list, "match"),
            },
          ];
    }),
    other:
      base === null || base.list.links.length + base.list.ownLinks.length === 0
        ? null
        : othersScene(model, base.list, "row"),
    ways: waysIn(policy[0], (reason, index) => {
      const conditions = [reason, ...(op.where === null ? [] : [op.where])];
      return solve(conditions, `row${index + 1}`, (wanted) => `${wanted}${index + 1}`)?.list ?? null;
    }),
    isPrivate: policy.length > 0 && JSON.stringify(policy).includes('"root":{"kind":"auth"}'),
    closed: [...(base?.scene.closed ?? [])],
    unmatched: op.where === null ? null : unmatchedBy(op.where, o),
    holdsViewer: model.account?.name === op.entity && op.auth !== "none",
    isPrivateToParent: ofParent,
    wrap: op.answer.kind === "many" || op.answer.kind === "values" ? op.answer.wrap : null,
    total: answer?.total ?? null,
    next: answer?.next ?? null,
    identity: identityOf(o, op),
    isValues: op.answer.kind === "values",
    ...orderOf(o, op),
    badQueries: badQueries(op),
  };
}

function waysIn(
  policy: Expression | undefined,
  solve: (reason: Expression, index: number) => ListScene | null,
): readonly ListScene[] {
  const ways = policy?.kind === "or" ? policy.operands.map(solve).filter((way) => way !== null) : [];
  return ways.length > 1 ? ways : [];
}

/** What belongs to others, and what no other row is linked to, is so by itself; a constant is taken for another one. */
function unmatchedBy(where: Expression, { entity }: OperationModel): readonly Pair[] | null {
  const conditions = where.kind === "and" ? where.operands : [where];
  if (speaksOfAccount(where) || conditions.some(({ kind }) => kind === "exists")) {
    return [];
  }
  for (const one of conditions) {
    if (one.kind !== "compare" || one.left.kind !== "path" || one.right.kind !== "literal") {
      continue;
    }
    const { property, steps } = one.left;
    const field = entity.columns.find(({ name }) => name === property);
    const code =
      field === undefined || steps.length > 0
        ? null
        : contrary(field, { operator: one.operator, value: one.right.value });
    if (code !== null) {
      return [[property, code]];
    }
  }
  return null;
}

/** The same rows and links once more, of other rows and another account, with nothing that anybody looks for. */
function othersScene(model: ApiModel, scene: ListScene, row: string): ListScene {
  const names = new Map(
    scene.before.map(({ variable }) => [variable, `other${variable.charAt(0).toUpperCase()}${variable.slice(1)}`]),
  );
  function renamed(code: string): string {
    const [variable = "", ...rest] = code.split(".");
    if (variable === "viewer" && model.account !== null) {
      return `(await add${model.account.name}()).${rest.join(".")}`;
    }
    return variable === row && rest.length > 0
      ? ["other", ...rest].join(".")
      : [names.get(variable) ?? variable, ...rest].join(".");
  }
  function link({ table, values }: ExtraLink): ExtraLink {
    return { table, values: Object.fromEntries(Object.entries(values).map(([name, code]) => [name, renamed(code)])) };
  }
  return {
    before: scene.before.map(({ variable, entity }) => ({
      variable: names.get(variable) ?? variable,
      entity,
      values: new Map<string, string>(),
    })),
    values: scene.values.flatMap(([name, code]): Pair[] => (/^\w+\.\w+$/.test(code) ? [[name, renamed(code)]] : [])),
    links: scene.links.map(link),
    ownLinks: scene.ownLinks.map(link),
  };
}

/** Source text within a template for the value of a query parameter. */
function sentAs(code: string): string {
  if (!/^["\d-]|^(?:true|false)$/.test(code)) {
    return `\${${code}}`;
  }
  return encodeURIComponent(String(JSON.parse(code)));
}

function listScene(scene: Scene, row: string): ListScene {
  const own = scene.after.filter(({ values }) => Object.values(values).some((code) => code.startsWith(`${row}.`)));
  return {
    before: scene.before,
    values: [...(scene.rows.get(row) ?? [])],
    links: own,
    ownLinks: scene.after.filter((link) => !own.includes(link)),
  };
}

function identityOf({ entity, answer }: OperationModel, op: List): ListTest["identity"] {
  if (op.answer.kind === "values") {
    const { property } = entity.field(op.answer.field);
    return { member: "", property };
  }
  const member = answer.view?.members.find((one) => {
    const field = one.kind === "field" ? entity.field(one.field) : null;
    return field !== null && (field.unique || field.property === entity.key.name);
  });
  return member?.kind === "field" ? { member: member.name, property: entity.field(member.field).property } : null;
}

function orderOf({ entity }: OperationModel, op: List): Pick<ListTest, "order" | "tie"> {
  const [first, second] = op.order;
  const field = entity.columns.find(({ name }) => name === first?.property);
  if (first === undefined || field === undefined || field.name === entity.key.name) {
    return { order: null, tie: null };
  }
  const values =
    field.type === "string" && field.enum === null && field.format === null ? ["a", "b"] : ascendingValues(field);
  const [low, high] = values.map((value) =>
    field.type === "date-time" ? `new Date(${JSON.stringify(value)})` : JSON.stringify(value),
  );
  const isUnique = field.unique || entity.entity.uniques.some((one) => one.includes(field.name));
  return {
    order:
      low === undefined || high === undefined
        ? null
        : { property: field.name, values: [low, high], descending: first.direction === "desc" },
    tie:
      low !== undefined && !isUnique && second?.property === entity.key.name && entity.key.type === "integer"
        ? { property: field.name, value: low, descending: second.direction === "desc" }
        : null,
  };
}

function badQueries({ page, queryParameters }: List): string[] {
  const limits =
    page.style === "none"
      ? []
      : ["0", String(page.limit.max + 1), "x"].map((value) => `${page.limit.parameter}=${value}`);
  const offsets = page.style === "offset" ? [`${page.offset.parameter}=-1`] : [];
  const cursors = page.style === "cursor" ? [`${page.cursor.parameter}=nothing`] : [];
  const paging = [...limits, ...offsets, ...cursors].map((query) => query.split("=")[0]);
  const filters = queryParameters
    .filter(
      ({ name, type, enum: values, format }) =>
        !paging.includes(name) && (type !== "string" || values !== null || format !== null),
    )
    .map(({ name }) => `${name}=no+such+value`);
  const bad = [...limits, ...offsets, ...cursors, ...filters];
  // Any text may be asked for, but one at a time.
  return bad.length > 0 ? bad : queryParameters.slice(0, 1).map(({ name }) => `${name}=one&${name}=two`);
}
