import type { View, ViewMember } from "@backwright/core";
import { lowerCondition, lowerValue } from "./lower.ts";
import { selectsForViewer } from "./model.ts";
import type { ApiModel, EntityModel } from "./model.ts";
import type { Surrounding } from "./reach.ts";
import { isCondition } from "./term.ts";
import type { Alias } from "./term.ts";
import { allMembers, isAsync, isPlain, joinedView, listMember, shownMember, viewNames } from "./view-parts.ts";
import type { JoinedView, ListMember, ShownMember, ShownValue, ViewNames } from "./view-parts.ts";

/** What the templates see of a view: what its query reads and what its answer shows. */
export interface ViewModel {
  readonly view: View;
  readonly entity: EntityModel;
  /** The rows need no more than columns of their table. */
  readonly plain: boolean;
  /** Shown within a view of another row, so that its columns are part of that query. */
  readonly nested: boolean;
  /** Read by itself, or for a list within another view. */
  readonly selected: boolean;
  /** It takes a promise to make it. */
  readonly isAsync: boolean;
  readonly usesViewer: boolean;
  readonly names: ViewNames;
  readonly members: readonly ShownMember[];
  readonly columns: readonly string[];
  readonly values: readonly ShownValue[];
  readonly joins: readonly JoinedView[];
  readonly lists: readonly ListMember[];
  readonly aliases: readonly Alias[];
}

export function viewModel(model: ApiModel, view: View): ViewModel {
  const entity = model.entity(view.entity);
  const nested = isShownWithin(model, view, (member) => !member.many);
  const aliases = new Map<string, Alias>();
  const self = nested ? entity.one : entity.table;
  const around: Surrounding = {
    model,
    roots: new Map([
      ["this", { kind: "table", variable: self }],
      ["auth", { kind: "row", variable: "viewer", optional: true }],
    ]),
    scope: new Set([self, entity.table]),
    declare: (alias) => aliases.set(alias.variable, alias),
  };
  const members = allMembers(model, view);
  const joins = members.flatMap((member) => joinedView({ model, view, member }));
  const lists = members.flatMap((member) => listMember({ model, view, member }));
  const values = members.flatMap((member) => (member.kind === "value" ? [shownValue(member, around)] : []));
  for (const { alias } of joins) {
    aliases.set(alias.variable, alias);
  }
  const plain = isPlain(model, view);
  return {
    view,
    entity,
    plain,
    nested,
    selected: !plain && (isAnswered(model, view) || isShownWithin(model, view, ({ many }) => many)),
    isAsync: isAsync(model, view),
    usesViewer: selectsForViewer(model, view),
    names: viewNames(view),
    members: view.members.map((member) => shownMember(model, view, member)),
    columns: columnsOf({ model, entity, members }),
    values,
    joins,
    lists,
    aliases: [...aliases.values()],
  };
}

function columnsOf({
  model,
  entity,
  members,
}: {
  model: ApiModel;
  entity: EntityModel;
  members: ViewMember[];
}): string[] {
  const shown = members.flatMap((member) => (member.kind === "field" ? [entity.field(member.field).property] : []));
  const owners = entity.entity.relations.flatMap((relation) =>
    relation.kind === "belongsTo" && isListedBy(model, entity, relation.name) ? [relation.property] : [],
  );
  const sorts = model.api.operations.flatMap((op) =>
    op.verb === "list" && op.page.style === "cursor" && op.entity === entity.name
      ? op.order.map(({ property }) => property)
      : [],
  );
  const claims = members.some(({ kind }) => kind === "token") ? (model.auth?.claims ?? []) : [];
  return [...new Set([entity.key.name, ...shown, ...owners, ...sorts, ...claims.map(({ property }) => property)])];
}

/** Whether rows of another entity list these by this relation. */
function isListedBy(model: ApiModel, entity: EntityModel, via: string): boolean {
  return model.api.views.some((view) =>
    view.members.some((member) => {
      const relation = member.kind === "view" && member.many ? model.relation(view.entity, member.relation) : null;
      return relation?.kind === "hasMany" && relation.entity === entity.name && relation.via === via;
    }),
  );
}

function shownValue(member: Extract<ViewMember, { kind: "value" }>, around: Surrounding): ShownValue {
  const { name, value, type } = member;
  const term =
    type === "boolean" && value.kind !== "path"
      ? lowerCondition(value, around, "query")
      : lowerValue(value, around, "query");
  return { name, term, isCondition: isCondition(term) };
}

function isAnswered({ api }: ApiModel, view: View): boolean {
  return api.operations.some(({ answer }) => "view" in answer && answer.view === view.name);
}

function isShownWithin(
  { api }: ApiModel,
  view: View,
  holds: (member: Extract<ViewMember, { kind: "view" }>) => boolean,
): boolean {
  return api.views.some((other) =>
    other.members.some((member) => member.kind === "view" && member.view === view.name && holds(member)),
  );
}
