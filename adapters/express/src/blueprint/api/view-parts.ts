import type { Relation, View, ViewMember } from "@backwright/core";
import { inCase } from "@backwright/language-node";
import type { ApiModel, EntityModel } from "./model.ts";
import type { Alias, Term } from "./term.ts";

export interface ViewNames {
  readonly show: string;
  readonly select: string;
  readonly complete: string;
  readonly fields: string;
  readonly read: string;
  readonly row: string;
}

/** One member of the answer. */
export type ShownMember =
  | {
      readonly kind: "field";
      readonly name: string;
      readonly property: string;
      readonly isMoment: boolean;
      readonly nullable: boolean;
    }
  | { readonly kind: "value"; readonly name: string; readonly isMoment: boolean; readonly nullable: boolean }
  | { readonly kind: "list"; readonly name: string; readonly show: string | null; readonly isAsync: boolean }
  | {
      readonly kind: "view";
      readonly name: string;
      readonly show: string;
      readonly nullable: boolean;
      readonly isAsync: boolean;
    }
  | { readonly kind: "self"; readonly name: string; readonly show: string; readonly isAsync: boolean }
  | { readonly kind: "token"; readonly name: string };

export interface ShownValue {
  readonly name: string;
  readonly term: Term;
  readonly isCondition: boolean;
}

export interface JoinedView {
  readonly name: string;
  readonly alias: Alias;
  /** Property of this row that holds the key of the other. */
  readonly property: string;
  readonly nullable: boolean;
  readonly target: EntityModel;
  readonly names: ViewNames;
  readonly usesViewer: boolean;
}

export interface ListMember {
  readonly name: string;
  /** Name of the function that reads the lists of many rows at once. */
  readonly read: string;
  readonly relation: Exclude<Relation, { kind: "belongsTo" }>;
  readonly target: EntityModel;
  /** The constant of the join table; `null` where the other rows name this one themselves. */
  readonly link: string | null;
  /** Property of the other rows that holds the key of this one. */
  readonly via: string | null;
  readonly value: string | null;
  readonly view: {
    readonly names: ViewNames;
    readonly usesViewer: boolean;
    readonly completes: boolean;
    readonly plain: boolean;
  } | null;
}

export function viewNames(view: View): ViewNames {
  const name = inCase(view.schema, "camel");
  const capital = view.schema;
  return {
    show: `${name}View`,
    select: `select${capital}`,
    complete: `complete${capital}`,
    fields: `${name}Fields`,
    read: `read${capital}`,
    row: `${capital}Data`,
  };
}

/** The members of a view and of those that show the same row within it. */
export function allMembers(model: ApiModel, view: View): ViewMember[] {
  return view.members.flatMap((member) =>
    member.kind === "self" ? allMembers(model, model.view(member.view)) : [member],
  );
}

/** One member as the function of the view prints it. */
export function shownMember(model: ApiModel, view: View, member: ViewMember): ShownMember {
  const { name } = member;
  switch (member.kind) {
    case "field": {
      const { property, type, nullable } = model.entity(view.entity).field(member.field);
      return { kind: "field", name, property, isMoment: type === "date-time", nullable };
    }
    case "value":
      return { kind: "value", name, isMoment: member.type === "date-time", nullable: member.nullable };
    case "tags":
      return { kind: "list", name, show: null, isAsync: false };
    case "token":
      return { kind: "token", name };
    case "self":
    case "view": {
      const inner = model.view(member.view);
      const shown = { name, show: viewNames(inner).show, isAsync: isAsync(model, inner) };
      if (member.kind === "self") {
        return { kind: "self", ...shown };
      }
      return member.many ? { kind: "list", ...shown } : { kind: "view", ...shown, nullable: member.nullable };
    }
  }
}

interface MemberInput {
  readonly model: ApiModel;
  readonly view: View;
  readonly member: ViewMember;
}

/** The view of another row, read in the same query. */
export function joinedView({ model, view, member }: MemberInput): JoinedView[] {
  if (member.kind !== "view" || member.many) {
    return [];
  }
  const owner = model.entity(view.entity);
  const relation = model.relation(view.entity, member.relation);
  const inner = model.view(member.view);
  const target = model.entity(inner.entity);
  if (relation.kind !== "belongsTo") {
    throw new Error(`The plan shows ${view.entity}.${member.relation} as one row, and it leads to several.`);
  }
  const variable = inCase(`${owner.one} ${member.relation}`, "camel");
  return [
    {
      name: member.name,
      alias: { variable, table: target.table, name: inCase(variable, "snake") },
      property: relation.property,
      nullable: !relation.required,
      target,
      names: viewNames(inner),
      usesViewer: inner.usesAuth,
    },
  ];
}

/** A list, read in a query of its own for all rows at once. */
export function listMember({ model, view, member }: MemberInput): ListMember[] {
  if (member.kind !== "tags" && !(member.kind === "view" && member.many)) {
    return [];
  }
  const relation = model.relation(view.entity, member.relation);
  if (relation.kind === "belongsTo") {
    throw new Error(`The plan shows ${view.entity}.${member.relation} as a list, and it leads to one row.`);
  }
  const target = model.entity(relation.entity);
  const via = relation.kind === "hasMany" ? model.relation(relation.entity, relation.via) : null;
  const inner = member.kind === "view" ? model.view(member.view) : null;
  return [
    {
      name: member.name,
      read: `${inCase(inner === null ? member.relation : `${member.relation} ${inner.schema}`, "camel")}Of`,
      relation,
      target,
      link: "join" in relation ? model.join(relation.join).property : null,
      via: via?.kind === "belongsTo" ? via.property : null,
      value: relation.kind === "tags" ? target.field(relation.by).property : null,
      view:
        inner === null
          ? null
          : {
              names: viewNames(inner),
              usesViewer: inner.usesAuth,
              plain: isPlain(model, inner),
              completes: allMembers(model, inner).some(
                (one) => listMember({ model, view: inner, member: one }).length > 0,
              ),
            },
    },
  ];
}

/** Whether rows of a view need no more than columns of their table. */
export function isPlain(model: ApiModel, view: View): boolean {
  return allMembers(model, view).every(({ kind }) => kind === "field" || kind === "token");
}

export function isAsync(model: ApiModel, view: View): boolean {
  return view.members.some(
    (member) => member.kind === "token" || ("view" in member && isAsync(model, model.view(member.view))),
  );
}
