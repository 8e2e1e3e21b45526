import { camelCase } from "change-case";
import type { EntityTask, RelationTask } from "../../../task/api/entities.ts";
import type { ValuePath } from "../../../task/yaml-source.ts";
import { columnName, entityNames } from "../../names.ts";
import type { Relation } from "../entity.ts";
import { report, suggestion } from "./draft.ts";
import type { ApiDraft } from "./draft.ts";

const kinds = ["belongsTo", "hasMany", "manyToMany", "tags"] as const;

/** Every relation of every entity, with the sides that follow from the other side. */
export function planRelations(draft: ApiDraft, tasks: Record<string, EntityTask>): void {
  for (const [name, entity] of Object.entries(tasks)) {
    for (const [relation, given] of Object.entries(entity.relations ?? {})) {
      const path = ["entities", name, "relations", relation];
      const planned = planRelation({ draft, tasks, owner: name, name: relation, given, path });
      if (planned !== null) draft.entities.get(name)?.relations.push(planned);
    }
  }
  for (const entity of draft.entities.values()) {
    for (const relation of entity.relations)
      if (relation.kind === "hasMany") nameInverse(draft, { ...relation, owner: entity.name });
  }
}

interface RelationPlace {
  readonly draft: ApiDraft;
  readonly tasks: Record<string, EntityTask>;
  readonly owner: string;
  readonly name: string;
  readonly given: RelationTask;
  readonly path: ValuePath;
}

function planRelation(place: RelationPlace): Relation | null {
  const { draft, given, path, owner, name } = place;
  const found = kinds.filter((kind) => given[kind] !== undefined);
  const [kind] = found;
  if (kind === undefined || found.length > 1) {
    report(draft, path, "A relation is one of `belongsTo`, `hasMany`, `manyToMany` or `tags`.");
    return null;
  }
  const target = given[kind] ?? "";
  if (!draft.entities.has(target)) {
    report(draft, [...path, kind], `There is no entity \`${target}\`${suggestion(target, [...draft.entities.keys()])}`);
    return null;
  }
  if (place.tasks[owner]?.fields[name] !== undefined) {
    report(draft, path, `${owner} has a field of this name too. Rename one of them.`);
    return null;
  }
  switch (kind) {
    case "belongsTo":
      return belongsTo(place, target);
    case "hasMany":
      return hasMany(place, target);
    case "manyToMany":
      return manyToMany(place, target);
    case "tags":
      return tags(place, target);
  }
}

function belongsTo({ draft, tasks, owner, name, given, path }: RelationPlace, entity: string): Relation | null {
  const required = given.required ?? true;
  const onDelete = given.onDelete ?? (required ? "cascade" : "setNull");
  if (required && onDelete === "setNull") {
    report(
      draft,
      [...path, "onDelete"],
      "The relation is required, so it cannot become null. Say cascade or restrict.",
    );
  }
  const byDefault = tasks[owner]?.owner === name ? "auth" : "input";
  return {
    kind: "belongsTo",
    name,
    entity,
    property: `${name}Id`,
    column: columnName(`${name}Id`),
    required,
    onDelete,
    set: given.set ?? byDefault,
    inverse: null,
  };
}

function hasMany({ draft, tasks, owner, name, given, path }: RelationPlace, entity: string): Relation | null {
  const candidates = Object.entries(tasks[entity]?.relations ?? {})
    .filter(([, other]) => other.belongsTo === owner)
    .map(([other]) => other);
  const via = given.via ?? candidates[0];
  if (via === undefined || !candidates.includes(via)) {
    report(
      draft,
      [...path, given.via === undefined ? "hasMany" : "via"],
      `${entity} has no belongsTo ${owner}${given.via === undefined ? "" : ` named \`${given.via}\``}.`,
    );
    return null;
  }
  if (given.via === undefined && candidates.length > 1) {
    report(draft, path, `${entity} leads to ${owner} in several ways. Say \`via\`: ${candidates.join(" or ")}.`);
    return null;
  }
  return { kind: "hasMany", name, entity, via };
}

function nameInverse(
  draft: ApiDraft,
  { entity, via, name }: { entity: string; via: string; name: string; owner: string },
): void {
  const other = draft.entities.get(entity)?.relations.find((relation) => relation.name === via);
  if (other?.kind === "belongsTo") other.inverse = name;
}

function manyToMany(place: RelationPlace, entity: string): Relation | null {
  const { owner, name, given } = place;
  const [near, far] = given.columns ?? [`${camelCase(owner)}Id`, `${camelCase(entity)}Id`];
  if (near === undefined || far === undefined) return null;
  const join = addJoin(place, { entity, near, far, position: false });
  if (join === null) return null;
  const inverse = given.inverse ?? null;
  if (inverse !== null) {
    addInverse(place, {
      entity,
      inverse: { kind: "manyToMany", name: inverse, entity: owner, join, near: far, far: near, inverse: name },
    });
  }
  return { kind: "manyToMany", name, entity, join, near, far, inverse };
}

function tags(place: RelationPlace, entity: string): Relation | null {
  const { draft, owner, name, given, path, tasks } = place;
  const by = given.by ?? "name";
  const field = tasks[entity]?.fields[by];
  if (field === undefined || (field.type ?? "string") !== "string" || field.unique !== true) {
    report(
      draft,
      [...path, given.by === undefined ? "tags" : "by"],
      `${entity} needs a unique text field \`${by}\`, which the tags stand for.`,
    );
    return null;
  }
  const near = `${camelCase(owner)}Id`;
  const far = `${camelCase(entity)}Id`;
  const order = given.order ?? "value";
  const join = addJoin(place, { entity, near, far, position: order === "given" });
  if (join === null) return null;
  const inverse = given.inverse ?? entityNames(owner).plural;
  addInverse(place, {
    entity,
    inverse: { kind: "manyToMany", name: inverse, entity: owner, join, near: far, far: near, inverse: name },
  });
  return { kind: "tags", name, entity, by, join, near, far, inverse, order, maxItems: given.maxItems ?? 50 };
}

interface JoinSides {
  readonly entity: string;
  readonly near: string;
  readonly far: string;
  readonly position: boolean;
}

function addJoin(
  { draft, owner, given, path }: RelationPlace,
  { entity, near, far, position }: JoinSides,
): string | null {
  const name = given.through ?? `${owner}${entity}`;
  if (near === far) {
    report(draft, path, `Both sides would be kept as \`${near}\`. Say \`columns\`, like [followerId, followedId].`);
    return null;
  }
  if (draft.entities.has(name) || draft.joinTables.some((join) => join.name === name)) {
    report(draft, path, `There is a table for \`${name}\` already. Say another name with \`through\`.`);
    return null;
  }
  const { plural, table } = entityNames(name);
  draft.joinTables.push({
    name,
    property: plural,
    table,
    sides: [
      { entity: owner, property: near, column: columnName(near) },
      { entity, property: far, column: columnName(far) },
    ],
    position,
  });
  return name;
}

function addInverse(
  { draft, path, tasks }: RelationPlace,
  { entity, inverse }: { entity: string; inverse: Relation },
): void {
  const target = draft.entities.get(entity);
  const taken = tasks[entity]?.relations?.[inverse.name] ?? tasks[entity]?.fields[inverse.name];
  if (taken !== undefined || target?.relations.some(({ name }) => name === inverse.name)) {
    report(draft, path, `${entity} has a member \`${inverse.name}\` already. Say another name with \`inverse\`.`);
    return;
  }
  target?.relations.push(inverse);
}
