import type { Collection, Root, Step } from "@backwright/core";
import { inCase } from "@backwright/language-node";
import type { ApiModel, EntityModel } from "./model.ts";
import type { Alias, Subquery, Term } from "./term.ts";

/** Where a row of an expression is: a table of the query, or a variable of the code. */
export type Base =
  | { readonly kind: "table"; readonly variable: string }
  /** A row of a join table, of which only the key of the element is known. */
  | { readonly kind: "link"; readonly variable: string; readonly property: string }
  | { readonly kind: "row"; readonly variable: string; readonly optional: boolean };

export interface Surrounding {
  readonly model: ApiModel;
  readonly roots: ReadonlyMap<string, Base>;
  /** Tables of the queries around, under the names that they have there. */
  readonly scope: ReadonlySet<string>;
  /** Takes up a table under another name, for which the module needs a constant. */
  readonly declare: (alias: Alias) => void;
}

export function rootKey(root: Root): string {
  return root.kind === "element" ? `element ${root.as}` : root.kind === "load" ? `load ${root.name}` : root.kind;
}

export function baseOf({ roots }: Surrounding, root: Root): Base {
  const base = roots.get(rootKey(root));
  if (base === undefined) {
    throw new Error(`An expression of the plan speaks of ${rootKey(root)}, which is not there.`);
  }
  return base;
}

/** A property of a row. */
export function propertyTerm(base: Base, property: string, rest: { type: ColumnType; nullable: boolean }): Term {
  return base.kind === "row"
    ? {
        kind: "value",
        of: base.variable,
        name: property,
        type: rest.type,
        optional: base.optional,
        nullable: rest.nullable,
      }
    : {
        kind: "column",
        table: base.variable,
        property: base.kind === "link" ? base.property : property,
        type: rest.type,
      };
}

type ColumnType = Extract<Term, { kind: "column" }>["type"];
type Joined = Subquery["joins"][number];

/** A place on the way along relations: the key of a row is known, the row itself only once it is needed. */
interface Place {
  readonly entity: EntityModel;
  readonly key: Term;
  readonly base: Base | null;
}

/** The way from a root over relations, as the tables that a query reads. */
export class Way {
  private readonly around: Surrounding;
  private readonly tables = new Set<string>();
  private readonly aliases = new Set<string>();
  private readonly joins: Joined[] = [];
  private readonly where: Term[] = [];
  private from: string | null = null;
  private place: Place;

  constructor(around: Surrounding, root: Root, entityName: string) {
    this.around = around;
    const entity = around.model.entity(entityName);
    const base = baseOf(around, root);
    this.place = { entity, base, key: propertyTerm(base, entity.key.name, { type: entity.key.type, nullable: false }) };
  }

  /** Goes along relations to one row each. */
  follow(steps: readonly Step[]): this {
    for (const { relation: name } of steps) {
      const { entity } = this.place;
      const relation = this.around.model.relation(entity.name, name);
      if (relation.kind !== "belongsTo") {
        throw new Error(`The plan follows ${entity.name}.${name} to one row, and it leads to several.`);
      }
      const target = this.around.model.entity(relation.entity);
      const key = propertyTerm(this.row(), relation.property, { type: target.key.type, nullable: !relation.required });
      this.place = { entity: target, key, base: null };
    }
    return this;
  }

  /** Goes to the elements of a collection. `whole` says whether more of them is needed than their key. */
  enter({ relation: name, target: targetName }: Collection, whole: boolean): Base {
    const { model } = this.around;
    const relation = model.relation(this.place.entity.name, name);
    const target = model.entity(targetName);
    const { key } = this.place;
    if (relation.kind === "belongsTo") {
      throw new Error(`The plan takes ${this.place.entity.name}.${name} for several rows, and it leads to one.`);
    }
    if (relation.kind === "hasMany") {
      const via = model.relation(targetName, relation.via);
      const property = via.kind === "belongsTo" ? via.property : relation.via;
      const table = this.table(target.table, name);
      this.meet(table, { kind: "column", table, property, type: this.place.entity.key.type }, key);
      return { kind: "table", variable: table };
    }
    const link = this.table(model.join(relation.join).property, `${name} link`);
    this.meet(link, { kind: "column", table: link, property: relation.near, type: this.place.entity.key.type }, key);
    if (!whole) {
      return { kind: "link", variable: link, property: relation.far };
    }
    const table = this.table(target.table, name);
    const left: Term = { kind: "column", table, property: target.key.name, type: target.key.type };
    this.meet(table, left, { kind: "column", table: link, property: relation.far, type: target.key.type });
    return { kind: "table", variable: table };
  }

  /** The row that the way has come to, read as a table where it is not at hand. */
  row(): Base {
    const { base, entity, key } = this.place;
    if (base !== null) {
      return base;
    }
    const table = this.table(entity.table, "other");
    const here: Base = { kind: "table", variable: table };
    this.meet(table, { kind: "column", table, property: entity.key.name, type: entity.key.type }, key);
    this.place = { entity, key, base: here };
    return here;
  }

  /** The query so far, with further conditions; `null` where the way has read nothing yet. */
  query(conditions: readonly Term[]): Subquery | null {
    if (this.from === null) {
      return null;
    }
    const named = this.aliases.has(this.from);
    return { from: this.from, named, joins: this.joins, where: [...this.where, ...conditions] };
  }

  /** The names that are taken within this query. */
  scope(): ReadonlySet<string> {
    return new Set([...this.around.scope, ...this.tables]);
  }

  private meet(table: string, left: Term, right: Term): void {
    this.tables.add(table);
    if (this.from === null) {
      this.from = table;
      this.where.push({ kind: "compare", operator: "==", left, right });
    } else {
      this.joins.push({ table, left, right });
    }
  }

  /** A name for a table that is not taken around here. */
  private table(table: string, relation: string): string {
    const names = this.scope();
    if (!names.has(table)) {
      return table;
    }
    const wanted = inCase(`${this.place.entity.one} ${relation}`, "camel");
    const variable =
      [wanted, `${wanted}2`, `${wanted}3`, `${wanted}4`].find((name) => !names.has(name)) ?? `${wanted}5`;
    this.around.declare({ variable, table, name: inCase(variable, "snake") });
    this.aliases.add(variable);
    return variable;
  }
}
