import type { ApiOperation, Assignment, Input } from "@backwright/core";
import type { ApiModel, EntityModel } from "./model.ts";
import type { OperationModel } from "./operations.ts";
import type { Term } from "./term.ts";

type Writing = Extract<ApiOperation, { verb: "create" | "register" | "update" }>;

/** What a create or an update writes. */
export interface WriteModel {
  /** Members of the input that are no columns of their own name, as they are taken out of it. */
  readonly apart: readonly string[];
  readonly tags: readonly TagsWrite[];
  readonly hashed: readonly { readonly name: string; readonly property: string }[];
  readonly slug: SlugModel | null;
  readonly sets: readonly { readonly property: string; readonly term: Term }[];
  readonly references: readonly ReferenceWrite[];
  /** Other names in the input than in the row. */
  readonly renamed: readonly { readonly name: string; readonly property: string }[];
  readonly inTransaction: boolean;
}

export interface TagsWrite {
  readonly name: string;
  /** The variable that holds the texts. */
  readonly variable: string;
  readonly required: boolean;
  readonly target: EntityModel;
  readonly link: string;
  readonly near: string;
  readonly far: string;
  /** Property of the other entity that the strings stand for. */
  readonly by: string;
  readonly position: boolean;
}

export interface SlugModel {
  readonly property: string;
  readonly from: string;
  readonly suffix: boolean;
  /** Whether no two rows have the same text, so that slugs differ anyway. */
  readonly isUnique: boolean;
  readonly maxLength: number | null;
}

export interface ReferenceWrite {
  readonly name: string;
  readonly property: string;
  readonly optional: boolean;
  readonly nullable: boolean;
  readonly target: EntityModel;
}

export function writeModel(model: ApiModel, o: OperationModel, op: Writing): WriteModel {
  const { entity } = o;
  const tags = tagsWrites(model, entity, op.input);
  const references = op.input.fields.flatMap((field): ReferenceWrite[] => {
    if (field.kind !== "reference") {
      return [];
    }
    const relation = model.relation(entity.entity.name, field.relation);
    const property = relation.kind === "belongsTo" ? relation.property : field.name;
    const target = model.entity(relation.entity);
    return [{ name: field.name, property, optional: !field.required, nullable: field.nullable, target }];
  });
  const fields = op.input.fields.flatMap((field) => (field.kind === "field" ? [entity.field(field.field)] : []));
  const hashed = fields.filter((field) => field.hashed).map(({ name, property }) => ({ name, property }));
  const renamed = references.filter(({ name, property }) => name !== property);
  const slug = slugModel(entity, op);
  const sets = [...op.set.map((one) => set(o, one)), ...derived(o, op)];
  return {
    apart: [...tags, ...hashed, ...renamed].map((one) =>
      "variable" in one && one.variable !== one.name ? `${one.name}: ${one.variable}` : one.name,
    ),
    tags,
    hashed,
    slug,
    sets,
    references,
    renamed,
    inTransaction:
      op.transaction ||
      o.parent !== null ||
      tags.length + references.length > 0 ||
      slug !== null ||
      (op.verb === "update" && (o.check !== null || (o.input?.lazy ?? false))) ||
      !(o.answer.plain || o.answer.view === null),
  };
}

export function set(o: OperationModel, { property, value }: Assignment): { property: string; term: Term } {
  return { property, term: o.value(value) };
}

function derived(o: OperationModel, op: Writing): { property: string; term: Term }[] {
  const on = op.verb === "update" ? "update" : "create";
  return o.entity.entity.fields.flatMap(({ property, derive }) =>
    derive?.kind === "value" && derive.on.includes(on) ? [{ property, term: o.value(derive.value) }] : [],
  );
}

export function slugModel({ entity }: EntityModel, { verb, input }: Writing): SlugModel | null {
  const field = entity.fields.find(({ derive }) => derive?.kind === "slug");
  if (field?.derive?.kind !== "slug") {
    return null;
  }
  const { from, unique } = field.derive;
  const isSent = input.fields.some((one) => one.kind === "field" && one.field === from);
  return verb === "update" && !isSent
    ? null
    : {
        property: field.property,
        from,
        suffix: unique === "suffix",
        isUnique: entity.fields.some((one) => one.name === from && one.unique),
        maxLength: field.maxLength,
      };
}

function tagsWrites(model: ApiModel, entity: EntityModel, input: Input): TagsWrite[] {
  return input.fields.flatMap((field) => {
    if (field.kind !== "tags") {
      return [];
    }
    const relation = model.relation(entity.entity.name, field.relation);
    if (relation.kind !== "tags") {
      throw new Error(`The plan takes texts for ${entity.name}.${field.relation}, which holds none.`);
    }
    const target = model.entity(relation.entity);
    const join = model.join(relation.join);
    const isTable = [...model.entities.map((one) => one.table), ...model.api.joinTables.map((one) => one.property)];
    return [
      {
        name: field.name,
        variable: isTable.includes(field.name) ? `${field.name}Sent` : field.name,
        required: field.required,
        target,
        link: join.property,
        near: relation.near,
        far: relation.far,
        by: target.field(relation.by).property,
        position: join.position,
      },
    ];
  });
}

/** The join table that a link writes to. */
export function linkModel(
  model: ApiModel,
  { link }: Extract<ApiOperation, { verb: "link" | "unlink" }>,
): { table: string; near: string; far: string; viewerKey: string } {
  const relation = model.relation(link.entity, link.relation);
  if (relation.kind !== "manyToMany") {
    throw new Error(`The plan links by ${link.entity}.${link.relation}, which has no table of its own.`);
  }
  const { near, far } = relation;
  return { table: model.join(relation.join).property, near, far, viewerKey: model.entity(link.entity).key.name };
}

/** A change of state, from some of its values to another. */
export function transitionModel(
  o: OperationModel,
  op: Extract<ApiOperation, { verb: "transition" }>,
): {
  property: string;
  nullable: boolean;
  from: readonly string[];
  to: string;
  sets: WriteModel["sets"];
  status: number;
  key: string;
  message: string;
} {
  const { property, nullable } = o.entity.field(op.field);
  return {
    property,
    nullable,
    from: op.from,
    to: op.to,
    sets: op.set.map((one) => set(o, one)),
    status: op.status,
    key: op.outcomes.find(({ cause }) => cause === "state")?.key ?? op.field,
    message: op.message,
  };
}
