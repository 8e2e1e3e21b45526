import { checkNames, inputsView } from "./inputs-view.ts";
import type { InputsView } from "./inputs-view.ts";
import type { RowId } from "./layers/layer.ts";
import { renderTemplate } from "./render.ts";
import { specifierIn } from "./surroundings.ts";
import type { ErrorKind, ModuleRole, ResourcePart, Surroundings } from "./surroundings.ts";
import { versions } from "./versions.ts";
import type { AppView, FieldView, ResourceView } from "./view.ts";

/** What the template of a file that belongs to no resource sees. */
export interface FileView {
  readonly app: AppView;
  readonly invalidStatus: number;
  readonly versions: typeof versions;
  /** The folder of the layer's templates, and what only they see. */
  readonly layer: { readonly name: string };
  readonly ids: RowId;
  /** The type of a row's id. */
  readonly idType: "number" | "string";
  /** `await ` where the database is asynchronous. */
  readonly await: "await " | "";
  readonly db: string;
  /** The statement that imports it. */
  readonly importDb: string;
  readonly zod: Surroundings["zod"];
  readonly validator: Surroundings["validator"];
  /** How the handlers of accounts get what a request holds. */
  readonly inputs: InputsView;
  readonly parse: string;
  readonly parseInValidation: boolean;
  readonly fromParse: string;
  readonly conflictsInRouter: boolean;
  readonly createApp: Surroundings["createApp"];
  readonly mediaType: string;
  /** The folder of migrations, relative to package.json; `null` where modules find it by their own place. */
  readonly migrations: string | null;
  /** Where the wrapper of asynchronous handlers is imported from; `null` where there is none. */
  readonly fromPassErrors: string | null;
  /** The specifier that imports a module here. */
  from(role: ModuleRole): string;
  /** The same for any path. */
  fromModule(module: string): string;
  importErrors(...kinds: ErrorKind[]): string;
  /** An expression that makes an error; the message is source text, `null` for the usual one. */
  fail(kind: ErrorKind, message: string | null): string;
}

/** What the templates of a resource's files see. */
export interface ResourceFileView extends FileView {
  readonly r: ResourceView;
  readonly uses: { readonly parse: boolean; readonly parseId: boolean };
  readonly hasUnique: boolean;
  /** Whether some answer holds a row, so that there is a schema module with a view of it. */
  readonly hasView: boolean;
  readonly visible: readonly FieldView[];
  readonly secrets: readonly FieldView[];
  readonly fieldsNeeded: readonly FieldView[];
  /** Names of what the schema module exports. */
  readonly change: string;
  readonly query: string;
  readonly view: string;
  readonly authNames: readonly string[];
  readonly validationNames: readonly string[];
  readonly repositoryNames: readonly string[];
  readonly schemaNames: readonly string[];
  readonly schemaTypes: readonly string[];
  readonly drizzleNames: readonly string[];
  fromPart(part: ResourcePart): string;
}

export interface FileInput {
  readonly app: AppView;
  readonly surroundings: Surroundings;
  /** The file that is rendered, relative to the repository's root. */
  readonly path: string;
}

export function fileView({ app, surroundings, path }: FileInput): FileView {
  const { layer, db, modules, parse, errors } = surroundings;
  return {
    app,
    invalidStatus: surroundings.invalidStatus,
    versions,
    layer: { ...layer.view, name: layer.name },
    ids: layer.ids,
    idType: layer.ids === "integer" ? "number" : "string",
    await: layer.sync ? "" : "await ",
    db: db.name,
    importDb: renderTemplate("errors/import", {
      names: [db.name],
      exported: db.exported,
      module: specifierIn(surroundings, path, modules.database),
    }),
    zod: surroundings.zod,
    validator: surroundings.validator,
    inputs: inputsView({ surroundings, path, bodies: true, queries: false, converted: true }),
    parse: parse.name,
    parseInValidation: parse.module === modules.validation,
    fromParse: specifierIn(surroundings, path, parse.module),
    conflictsInRouter: surroundings.conflictsInRouter,
    createApp: surroundings.createApp,
    mediaType: errors.mediaType,
    migrations: null,
    fromPassErrors: surroundings.passErrors === null ? null : specifierIn(surroundings, path, surroundings.passErrors),
    from: (role) => specifierIn(surroundings, path, modules[role]),
    fromModule: (module) => specifierIn(surroundings, path, module),
    importErrors: (...kinds) =>
      renderTemplate("errors/import", {
        names: [...new Set(kinds.map((kind) => errors.construct(kind, null).className))].toSorted(),
        exported: errors.exported,
        module: specifierIn(surroundings, path, modules.errors),
      }),
    fail: (kind, message) => renderTemplate("errors/construct", errors.construct(kind, message)),
  };
}

export function resourceFileView(input: FileInput & { readonly resource: ResourceView }): ResourceFileView {
  const { resource: r, path, surroundings } = input;
  const { list, get, create, update, delete: remove } = r;
  const guarded = (remove?.check ?? null) !== null;
  const filters = list?.filters ?? [];
  const one = r.name.charAt(0).toLowerCase() + r.name.slice(1);
  const change = `${one}Change`;
  const query = `${one}Query`;
  const view = `${one}View`;
  const fieldsNeeded =
    create !== null || update !== null
      ? r.fields
      : r.fields.filter((field) => filters.includes(field) && !isBoolean(field));
  const inputs = inputsView({
    surroundings,
    path,
    bodies: (create ?? update) !== null,
    queries: list !== null,
    converted: r.fields.some(({ type }) => type === "date-time" || type === "uuid"),
  });
  const parsesQueries = surroundings.validator.name !== "express-validator" && list !== null;
  return {
    ...fileView(input),
    r,
    inputs,
    uses: {
      parse: parsesQueries || (!inputs.inFront && (create ?? update) !== null),
      parseId: (get ?? update ?? remove) !== null,
    },
    hasView: hasView(r),
    hasUnique: (create ?? update) !== null && r.fields.some(({ unique }) => unique),
    visible: r.fields.filter(({ secret }) => !secret),
    secrets: r.fields.filter(({ secret }) => secret),
    fieldsNeeded,
    change,
    query,
    view,
    authNames: authNames(r),
    validationNames: checkNames(
      surroundings.validator.name,
      validationNames({
        fields: surroundings.validator.name === "zod" ? fieldsNeeded : [...fieldsNeeded, ...filters],
        filters,
        page: list !== null,
        change: update !== null,
      }),
    ),
    repositoryNames: names({
      [`list${r.plural}`]: list,
      [`get${r.name}`]: get,
      [`insert${r.name}`]: create,
      [`update${r.name}`]: update,
      [`delete${r.name}`]: remove,
    }),
    schemaNames: names({ [`new${r.name}`]: create, [change]: update, [query]: list, [view]: hasView(r) }),
    schemaTypes: names({ [`New${r.name}`]: create, [`${r.name}Change`]: update, [`${r.name}Query`]: list }),
    drizzleNames: names({
      and: filters.length + (list?.check ? 1 : 0) > 1,
      asc: list,
      count: list,
      desc: list,
      eq: filters.length > 0 || list?.check || get || update || remove || guarded,
    }),
    fromPart: (part) => specifierIn(surroundings, path, surroundings.resource(r, part)),
  };
}

/** Whether some answer of a resource holds a row. */
export function hasView({ list, get, create, update }: ResourceView): boolean {
  return (list ?? get ?? create ?? update) !== null;
}

function isBoolean(field: FieldView): boolean {
  return field.type === "boolean" && field.enum === null;
}

/** The names whose reason holds, in order. */
function names(reasons: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(reasons)
    .filter((name) => Boolean(reasons[name]))
    .toSorted();
}

function authNames({ list, get, create, update, delete: remove, owned }: ResourceView): string[] {
  const all = [list, get, create, update, remove].filter((operation) => operation !== null);
  return names({
    currentUser: all.some(({ check }) => check !== null) || (owned && create !== null),
    requireAuth: all.some(({ authenticated }) => authenticated),
    requireRole: all.some(({ roles }) => roles.length > 0),
  });
}

function validationNames({
  fields,
  filters,
  page,
  change,
}: {
  fields: readonly FieldView[];
  filters: readonly FieldView[];
  page: boolean;
  change: boolean;
}): string[] {
  function some(type: FieldView["type"], among: readonly FieldView[]): boolean {
    return among.some((field) => field.type === type && field.enum === null);
  }
  return names({
    booleanText: some("boolean", filters),
    changesSomething: change,
    dateText: some("date", fields),
    dateTimeText: some("date-time", fields),
    indexedText: fields.some(({ indexed }) => indexed),
    integerText: some("integer", filters),
    numberText: some("number", filters),
    pageFields: page,
    text: fields.some(({ type, enum: values, indexed }) => type === "string" && values === null && !indexed),
  });
}
