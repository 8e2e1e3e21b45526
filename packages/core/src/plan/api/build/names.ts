import { camelCase } from "change-case";
import pluralize from "pluralize";
import { ExpressionFault } from "../../../expression/syntax.ts";
import type { Syntax } from "../../../expression/syntax.ts";
import type { ApiEntity, ApiField, Relation } from "../entity.ts";
import type { Collection, Expression, Root, Step } from "../expression.ts";
import { belongsToOf, fieldOf, relationOf, suggestion } from "./draft.ts";
import type { ApiDraft } from "./draft.ts";
import type { Place, Scope } from "./scope.ts";
import { fieldOfPath, typeOf } from "./types.ts";

/** What a name is looked up with. */
export interface Resolver {
  readonly draft: ApiDraft;
  readonly scope: Scope;
  /** The elements that the enclosing exists or count goes through. */
  readonly inner: Place | null;
  /** Names of elements so far. */
  readonly taken: Set<string>;
  readonly beside?: ApiField | null;
  resolve(syntax: Syntax, resolver: Resolver): Expression;
}

type Name = Extract<Syntax, { kind: "name" }>;

/** Where a path begins, and the names that are left of it. */
interface Start extends Place {
  readonly rest: readonly string[];
  readonly nullable: boolean;
}

function startOf({ path, at }: Name, { scope, inner, draft }: Resolver): Start {
  const [first, ...rest] = path;
  const plain: Place | null = inner ?? (scope.self === null ? null : { root: { kind: "this" }, entity: scope.self });
  if (plain !== null && hasMember(draft, { entity: plain.entity, name: first })) {
    return { ...plain, rest: path, nullable: false };
  }
  if (first === "this" && scope.self !== null)
    return { root: { kind: "this" }, entity: scope.self, rest, nullable: false };
  if (first === "auth" && scope.auth !== null) {
    return { root: { kind: "auth" }, entity: scope.auth.entity, rest, nullable: scope.auth.nullable };
  }
  if (first === "parent" && scope.parent !== null) {
    return { root: { kind: "parent" }, entity: scope.parent, rest, nullable: false };
  }
  const load = scope.loads.get(first);
  if (load !== undefined) return { root: { kind: "load", name: first }, entity: load, rest, nullable: false };
  throw new ExpressionFault(unknown(first, { draft, scope, plain }), at);
}

function unknown(
  name: string,
  { draft, scope, plain }: { draft: ApiDraft; scope: Scope; plain: Place | null },
): string {
  if (name === "auth") return "nobody is signed in here: the task has no accounts, or the operation takes none";
  if (name === "parent") return "the operation has no parent";
  if (name === "this") return "there is no row here";
  const entity = plain === null ? undefined : draft.entities.get(plain.entity);
  const members = [...(entity?.fields ?? []), ...(entity?.relations ?? [])].map((member) => member.name);
  const words = [...members, ...scope.loads.keys(), ...(scope.auth === null ? [] : ["auth"])];
  return `nothing is called \`${name}\` here${suggestion(name, words)}`.replace(/\.$/, "");
}

function hasMember(draft: ApiDraft, { entity, name }: { entity: string; name: string }): boolean {
  const found = draft.entities.get(entity);
  return found !== undefined && (fieldOf(found, name) !== null || relationOf(found, name) !== null);
}

/** A path to one value: a field, a parameter, or the key of a row. */
export function resolveName(name: Name, resolver: Resolver): Expression {
  const [first, second, ...others] = name.path;
  if ((first === "path" || first === "query" || first === "input") && second !== undefined && others.length === 0) {
    return resolveParameter({ place: first, name: second, at: name.at }, resolver);
  }
  if (first === "signedIn" && second === undefined) return { kind: "signedIn" };
  const start = startOf(name, resolver);
  const walked = walk(start, { name, resolver });
  const { entity, steps, last } = walked;
  if (last === null) return keyOf({ start, steps, entity }, resolver.draft);
  const field = fieldOf(entity, last);
  if (field === null) {
    const relation = relationOf(entity, last);
    if (relation !== null) throw new ExpressionFault(`\`${last}\` is a list; use exists or count`, name.at);
    throw new ExpressionFault(missing(entity, last), name.at);
  }
  if (field.secret) throw new ExpressionFault(`\`${field.name}\` is secret and stays where it is`, name.at);
  return path(
    { start, steps, property: field.property, column: field.column, type: field.type, nullable: field.nullable },
    resolver.draft,
  );
}

function resolveParameter(
  { place, name, at }: { place: "path" | "query" | "input"; name: string; at: number },
  { scope, beside }: Resolver,
): Expression {
  const shape = scope.parameter(place, { name, beside: beside ?? null });
  if (shape === null) {
    throw new ExpressionFault(
      `there is no \`${place}.${name}\` here${suggestion(name, scope.parameterNames(place))}`.replace(/\.$/, ""),
      at,
    );
  }
  return { kind: "parameter", in: place, name, type: shape.type, nullable: shape.nullable };
}

interface Walked {
  readonly entity: ApiEntity;
  readonly steps: Step[];
  /** The name that is no step to one row; `null` where the path ends with a row. */
  readonly last: string | null;
}

function walk(start: Start, { name, resolver }: { name: Name; resolver: Resolver }): Walked {
  const { draft } = resolver;
  let entity = entityOf(draft, start.entity);
  const steps: Step[] = [];
  for (const [index, part] of start.rest.entries()) {
    const relation = fieldOf(entity, part) === null ? relationOf(entity, part) : null;
    if (relation?.kind !== "belongsTo") {
      if (index < start.rest.length - 1) {
        const problem =
          relation === null && fieldOf(entity, part) === null
            ? missing(entity, part)
            : `\`${part}\` does not lead to one row`;
        throw new ExpressionFault(problem, name.at);
      }
      return { entity, steps, last: part };
    }
    steps.push({ relation: part, entity: relation.entity, nullable: !relation.required });
    entity = entityOf(draft, relation.entity);
  }
  return { entity, steps, last: null };
}

function missing(entity: ApiEntity, name: string): string {
  const members = [...entity.fields, ...entity.relations].map((member) => member.name);
  return `${entity.name} has no \`${name}\`${suggestion(name, members)}`.replace(/\.$/, "");
}

function entityOf(draft: ApiDraft, name: string): ApiEntity {
  const entity = draft.entities.get(name);
  if (entity === undefined) throw new ExpressionFault(`there is no entity \`${name}\``, 0);
  return entity;
}

interface PathParts {
  readonly start: Start;
  readonly steps: Step[];
  readonly property: string;
  readonly column: string;
  readonly type: ApiField["type"];
  readonly nullable: boolean;
}

function path(parts: PathParts, draft: ApiDraft): Expression {
  const { start, steps, property, column, type, nullable } = ownKey(parts, draft);
  const through = start.nullable || steps.some((step) => step.nullable);
  return {
    kind: "path",
    root: start.root,
    entity: start.entity,
    steps,
    property,
    column,
    type,
    nullable: nullable || through,
  };
}

/** The key of another row is kept in the row itself: `author.id` is `authorId`. */
function ownKey(parts: PathParts, draft: ApiDraft): PathParts {
  const last = parts.steps.at(-1);
  if (last === undefined || parts.property !== entityOf(draft, last.entity).key) return parts;
  const steps = parts.steps.slice(0, -1);
  const relation = belongsToOf(entityOf(draft, steps.at(-1)?.entity ?? parts.start.entity), last.relation);
  if (relation === null) return parts;
  return { ...parts, steps, property: relation.property, column: relation.column, nullable: !relation.required };
}

/** A row stands for its key. */
function keyOf(
  { start, steps, entity }: { start: Start; steps: Step[]; entity: ApiEntity },
  draft: ApiDraft,
): Expression {
  const key = fieldOf(entity, entity.key);
  if (key === null) throw new Error(`${entity.name} has no key`);
  return path({ start, steps, property: key.property, column: key.column, type: key.type, nullable: false }, draft);
}

/** `exists(comments[…])` and `count(comments)`. */
export function resolveTest(
  kind: "exists" | "count",
  { syntax, resolver }: { syntax: Name; resolver: Resolver },
): Expression {
  const { collection } = resolveCollection(syntax, resolver);
  const as = elementName(collection.relation, resolver.taken);
  const inner: Resolver = { ...resolver, inner: { root: { kind: "element", as }, entity: collection.target } };
  const where = syntax.where === null ? null : resolver.resolve(syntax.where, inner);
  if (where !== null && typeOf(where) !== "boolean")
    throw new ExpressionFault("a condition belongs between `[` and `]`", syntax.at);
  return { kind, collection, as, where };
}

function resolveCollection(name: Name, resolver: Resolver): { collection: Collection; relation: Relation } {
  const start = startOf(name, resolver);
  const { entity, steps, last } = walk(start, { name, resolver });
  const relation = last === null ? null : relationOf(entity, last);
  if (relation === null || last === null) {
    throw new ExpressionFault(`\`${name.path.join(".")}\` is no list of rows`, name.at);
  }
  const collection = {
    root: start.root,
    entity: start.entity,
    steps,
    owner: entity.name,
    relation: last,
    target: relation.entity,
  };
  return { collection, relation };
}

function elementName(relation: string, taken: Set<string>): string {
  const base = camelCase(pluralize.singular(relation));
  let name = base;
  for (let count = 2; taken.has(name); count += 1) name = `${base}${count}`;
  taken.add(name);
  return name;
}

/** `tagList has query.tag`: one of the texts is that one. */
export function resolveHas(syntax: Extract<Syntax, { kind: "compare" }>, resolver: Resolver): Expression {
  if (syntax.left.kind !== "name" || syntax.left.where !== null) {
    throw new ExpressionFault("`has` is of tags, like `tagList has query.tag`", syntax.at);
  }
  const { collection, relation } = resolveCollection(syntax.left, resolver);
  if (relation.kind !== "tags") throw new ExpressionFault("`has` is of tags; use exists with a condition", syntax.at);
  const target = entityOf(resolver.draft, relation.entity);
  const field = fieldOf(target, relation.by);
  if (field === null) throw new ExpressionFault(missing(target, relation.by), syntax.at);

  const right = resolver.resolve(syntax.right, { ...resolver, beside: field });
  if (typeOf(right) !== "string") throw new ExpressionFault("a text belongs after `has`", syntax.right.at);
  const as = elementName(collection.relation, resolver.taken);
  const root: Root = { kind: "element", as };
  const start = { root, entity: target.name, rest: [], nullable: false };
  const left = path(
    { start, steps: [], property: field.property, column: field.column, type: field.type, nullable: false },
    resolver.draft,
  );
  return { kind: "exists", collection, as, where: { kind: "compare", operator: "==", left, right } };
}

/** The field that says the type of a parameter which is compared with it. */
export function fieldBeside(expression: Expression, draft: ApiDraft): ApiField | null {
  if (expression.kind !== "path") return null;
  return fieldOfPath(expression, draft) ?? keyField(expression, draft);
}

/** A foreign key has the bounds of the key that it holds. */
function keyField(expression: Extract<Expression, { kind: "path" }>, draft: ApiDraft): ApiField | null {
  const entity = draft.entities.get(expression.steps.at(-1)?.entity ?? expression.entity);
  const relation = entity?.relations.find((each) => each.kind === "belongsTo" && each.property === expression.property);
  const target = relation === undefined ? undefined : draft.entities.get(relation.entity);
  return target === undefined ? null : fieldOf(target, target.key);
}
