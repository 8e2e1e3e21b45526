import type { ApiOperation } from "@backwright/core";
import { renderTemplate } from "../render.ts";
import { commonView, distinct, typeOf } from "./common.ts";
import { effectsModel } from "./effects.ts";
import type { Guards } from "./guards.ts";
import { listModel } from "./lists.ts";
import type { ApiModel, EntityModel, ModuleModel } from "./model.ts";
import type { OperationModel } from "./operations.ts";
import type { Alias } from "./term.ts";
import { linkModel, transitionModel, writeModel } from "./writes.ts";
import type { SlugModel, TagsWrite, WriteModel } from "./writes.ts";

/** The function that does an operation, as it is printed. */
export interface RepositoryFunction {
  readonly o: OperationModel;
  readonly body: string;
  readonly args: readonly string[];
  readonly result: string;
  readonly keyRequired: boolean;
  readonly finders: readonly Finder[];
  readonly tagWriters: readonly { readonly name: string; readonly tags: TagsWrite }[];
  readonly slug: SlugModel | null;
}

interface Finder {
  readonly name: string;
  readonly entity: EntityModel;
  readonly lock: boolean;
}

/** The function of the repository for an operation; `[]` where the route does all of it. */
export function repositoryFunction(model: ApiModel, o: OperationModel, guards: Guards): RepositoryFunction[] {
  const { op } = o;
  if (op.verb === "login" || op.verb === "custom" || passes(o)) {
    return [];
  }
  const finders = new Map<string, Finder>();
  const tagWriters = new Map<string, TagsWrite>();
  const write =
    op.verb === "create" || op.verb === "register" || op.verb === "update" ? writeModel(model, o, op) : null;
  const effects = op.verb === "effects" ? effectsModel(model, o, op) : null;
  const resultEntity = o.answer.view === null ? null : model.entity(o.answer.view.entity);
  const body = renderTemplate(`api/verbs/${templates[op.verb]}`, {
    ...commonView(model),
    o,
    verb: write ?? effects ?? verbModel(model, o),
    resultKey: resultEntity?.key.name ?? "",
    ...emptyChange(o, write),
    guard: guards.of(o)?.name ?? null,
    finder: (entity: EntityModel, lock: boolean) => {
      const name = `${lock ? "lock" : "get"}${entity.name}`;
      const unlike = model.api.operations.some((one) => one.name === name) ? `${name}Row` : name;
      finders.set(unlike, { name: unlike, entity, lock });
      return unlike;
    },
    tagWriter: (tags: TagsWrite) => {
      const name = `set${tags.name.charAt(0).toUpperCase()}${tags.name.slice(1)}`;
      tagWriters.set(name, tags);
      return name;
    },
  });
  const args = ["path", "query", "viewer", "input", "key"].filter(
    (name) =>
      new RegExp(String.raw`(?<!\w|(?<!\.\.)\.)${name}\b(?!:)`).test(body) &&
      isGiven(o, name, effects?.idempotency !== null && effects !== null),
  );
  return [
    {
      o,
      body,
      args,
      result: resultType(o, op, effects?.idempotency !== null && effects !== null),
      keyRequired: op.verb === "effects" && (op.idempotency?.required ?? false),
      finders: [...finders.values()],
      tagWriters: [...tagWriters].map(([name, tags]) => ({ name, tags })),
      slug: write?.slug?.suffix === true ? write.slug : null,
    },
  ];
}

/** drizzle refuses to set nothing: what may be nothing sets the time of the change, or is left out. */
function emptyChange(
  { op, entity }: OperationModel,
  write: WriteModel | null,
): { touched: string | null; mayBeEmpty: boolean } {
  if (op.verb !== "update" || write === null || write.slug !== null || write.sets.length > 0) {
    return { touched: null, mayBeEmpty: false };
  }
  const mayBeEmpty =
    !op.input.fields.some(({ required }) => required) && (!op.input.atLeastOne || write.tags.length > 0);
  const touched = entity.entity.fields.find(({ generated }) => generated === "updatedAt")?.property ?? null;
  return mayBeEmpty ? { touched, mayBeEmpty: touched === null } : { touched: null, mayBeEmpty: false };
}

/** Whether a request has this for the function of its operation. */
export function isGiven(o: OperationModel, name: string, once: boolean): boolean {
  switch (name) {
    case "path":
      return o.path !== null;
    case "query":
      return o.query !== null;
    case "viewer":
      return o.viewer !== "none";
    case "input":
      return o.input !== null;
    default:
      return once;
  }
}

/** An account that is answered as it was signed in needs no query. */
export function passes({ op, answer, check }: OperationModel): boolean {
  return op.verb === "get" && op.row.kind === "auth" && answer.plain && check === null;
}

const templates = {
  list: "list",
  get: "get",
  create: "create",
  register: "create",
  update: "update",
  delete: "delete",
  link: "link",
  unlink: "link",
  transition: "transition",
  effects: "effects",
} as const;

function verbModel(model: ApiModel, o: OperationModel): object {
  const { op } = o;
  switch (op.verb) {
    case "list":
      return listModel(o, op);
    case "link":
    case "unlink":
      return linkModel(model, op);
    case "transition":
      return transitionModel(o, op);
    default:
      return {};
  }
}

/** Type of what the function of an operation gives. */
export function resultType({ answer, entity }: OperationModel, op: ApiOperation, once: boolean): string {
  if (op.answer.kind === "empty") {
    return once ? "null" : "void";
  }
  if (op.answer.kind === "values") {
    return `${typeOf(entity.field(op.answer.field).type)}[]`;
  }
  const row = answer.plain ? `${answer.view?.entity ?? ""}Row` : (answer.names?.row ?? "");
  if (op.answer.kind === "one") {
    return once ? `Awaited<ReturnType<typeof ${answer.names?.show ?? ""}>>` : row;
  }
  const cursor = op.answer.next !== null;
  const total = op.answer.total !== null;
  return cursor || total
    ? `{ rows: ${row}[];${cursor ? " next: string | null;" : ""}${total ? " total: number;" : ""} }`
    : `${row}[]`;
}

/** What the template of a repository sees. */
export function repositoryView(
  model: ApiModel,
  { entity, operations }: ModuleModel,
  {
    operations: models,
    functions,
    guards,
  }: { operations: readonly OperationModel[]; functions: readonly RepositoryFunction[]; guards: Guards },
): object {
  const bodies = functions.map(({ body }) => body).join("\n");
  const isAccount = model.account?.name === entity.name;
  const readers = distinct(
    models.flatMap(({ answer }) =>
      answer.names !== null && answer.view !== null && new RegExp(String.raw`\b${answer.names.read}\(`).test(bodies)
        ? [{ ...answer, names: answer.names, name: answer.names.read, entity: model.entity(answer.view.entity) }]
        : [],
    ),
  );
  return {
    ...commonView(model),
    entity,
    isAccount,
    findsForLogin: isAccount && operations.some(({ verb }) => verb === "login"),
    functions,
    aliases: distinct(models.flatMap((o): readonly Alias[] => o.aliases)),
    readers,
    guards: guards.all(),
    finders: distinct(functions.flatMap((one) => one.finders)),
    tagWriters: distinct(functions.flatMap((one) => one.tagWriters)),
    slug: functions.find(({ slug }) => slug !== null)?.slug ?? null,
    uses: {
      found: /\bfound\(/.test(bodies),
      foundOwn: /\bfound\(\w+\)/.test(bodies),
      foundByKey: operations.some(({ verb }) => verb === "effects") && /\bfound\(/.test(bodies),
    },
  };
}
