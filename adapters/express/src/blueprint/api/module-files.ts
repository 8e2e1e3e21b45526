import { inCase } from "@backwright/language-node";
import { zod } from "../existing-validator.ts";
import { renderTemplate } from "../render.ts";
import { exportsOf, partOf, queryNames, routeNames, schemaNames, viewExports } from "./available.ts";
import { byPath, commonView, distinct, imported } from "./common.ts";
import type { Draft } from "./common.ts";
import { guardsOf } from "./guards.ts";
import type { ApiHost } from "./host.ts";
import { importsMark } from "./imports.ts";
import { schemasModel } from "./inputs.ts";
import type { ApiModel, ModuleModel } from "./model.ts";
import { operationModel } from "./operations.ts";
import type { OperationModel } from "./operations.ts";
import { isGiven, passes, repositoryFunction, repositoryView, resultType } from "./repository-file.ts";
import type { RepositoryFunction } from "./repository-file.ts";
import { apiValidator } from "./validators.ts";
import type { ViewModel } from "./views.ts";

export interface ModuleSurroundings {
  /** The views of all modules. */
  readonly views: readonly ViewModel[];
  /** The app that the API is added to; `null` where it is one of its own. */
  readonly host: ApiHost | null;
}

/** The files of one entity. */
export function moduleFiles(model: ApiModel, module: ModuleModel, { views, host }: ModuleSurroundings): Draft[] {
  const { file } = module.entity;
  const validator = apiValidator(host?.validator ?? zod);
  const own = views.filter(({ entity }) => entity.name === module.entity.name);
  const operations = module.operations.map((op) => operationModel(model, module, op));
  const guards = guardsOf();
  const functions = operations.flatMap((o) => repositoryFunction(model, o, guards));
  const schemas = schemasModel(module);
  const drafts: Draft[] = [];
  if (own.length > 0) {
    const text = renderTemplate("api/module/views.ts", {
      ...commonView(model),
      views: own,
      aliases: distinct(own.flatMap((view) => view.aliases)),
      firstUse: firstUses(own),
    });
    drafts.push(imported(partOf(file, "views"), text, [...queryNames(model), ...viewExports(views)]));
  }
  if (schemas.inputs.length + schemas.queries.length + schemas.paths.length > 0) {
    const text = renderTemplate(validator.templates.schema, { ...commonView(model), schemas });
    drafts.push(imported(partOf(file, "schema"), text, schemaNames(validator)));
  }
  const schemaValues = exportsOf(
    partOf(file, "schema"),
    [...schemas.inputs, ...schemas.queries, ...schemas.paths].map(({ name }) => name),
  );
  const schemaTypes = exportsOf(
    partOf(file, "schema"),
    [...schemas.inputs, ...schemas.queries, ...schemas.paths].map(({ type }) => type),
    true,
  );
  const repository = repositoryView(model, module, { operations, functions, guards });
  const text = renderTemplate("api/module/repository.ts", repository);
  const isEmpty = text.replace(importsMark, "").trim() === "";
  if (!isEmpty) {
    drafts.push(
      imported(partOf(file, "repository"), text, [...queryNames(model), ...viewExports(views), ...schemaTypes]),
    );
  }
  const customs = operations.filter(({ op }) => op.verb === "custom").map((o) => customFunction(model, o));
  drafts.push(
    ...customs.map(({ path, text: stub }) =>
      imported(path, stub, [...queryNames(model), ...viewExports(views), ...schemaTypes]),
    ),
  );
  if (operations.length > 0) {
    const common = commonView(model);
    const routes = operations.toSorted(byPath).map((o) => routeView(model, o, [...functions, ...customs]));
    const names = exportsOf(partOf(file, "repository"), [...functions.map(({ o }) => o.op.name), common.loginFinder]);
    drafts.push(
      imported(
        partOf(file, "routes"),
        renderTemplate("api/module/routes.ts", {
          ...common,
          entity: module.entity,
          routes,
          losesFailures: host?.losesFailures ?? false,
        }),
        [
          ...routeNames,
          ...names,
          ...customs.flatMap(({ o, path }) => exportsOf(path, [o.op.name])),
          ...schemaValues,
          ...viewExports(views),
        ],
      ),
    );
  }
  return drafts;
}

/** A function of its own file that somebody has to write. */
function customFunction(
  model: ApiModel,
  o: OperationModel,
): CalledFunction & { readonly path: string; readonly text: string } {
  const args = ["path", "query", "viewer", "input"].filter((name) => isGiven(o, name, false));
  const types: Readonly<Record<string, string>> = {
    path: o.path?.type ?? "",
    query: o.query?.type ?? "",
    viewer: `${model.account?.rowType ?? ""}${o.viewer === "optional" ? " | null" : ""}`,
    input: o.input?.lazy === true ? `() => ${o.input.type}` : (o.input?.type ?? ""),
  };
  const text = renderTemplate("api/module/custom.ts", {
    ...commonView(model),
    o,
    request: args.length === 0 ? "object" : `{ ${args.map((name) => `${name}: ${types[name] ?? ""}`).join("; ")} }`,
    result: resultType(o, o.op, false),
  });
  return { o, args, keyRequired: false, path: `src/${o.entity.file}/${inCase(o.op.name, "kebab")}.ts`, text };
}

type CalledFunction = Pick<RepositoryFunction, "o" | "args" | "keyRequired">;

function routeView(model: ApiModel, o: OperationModel, functions: readonly CalledFunction[]): object {
  const { op } = o;
  const own = functions.find((one) => one.o === o);
  const success = op.outcomes.find(({ cause }) => cause === "success");
  const { basePath } = model.api;
  return {
    o,
    args: own?.args ?? [],
    path: op.path.startsWith(`${basePath}/`) ? op.path.slice(basePath.length) : op.path,
    status: success?.status ?? 200,
    location: null,
    passes: passes(o),
    paged: op.answer.kind === "many" && (op.answer.total !== null || op.answer.next !== null),
    page: op.verb === "list" ? op.page.style : "none",
    answersItself: op.verb === "effects" && op.idempotency !== null,
    keyRequired: own?.keyRequired ?? false,
    header: op.verb === "effects" ? (op.idempotency?.header ?? "") : "",
    passwordName:
      op.verb === "login"
        ? (op.input.fields.find(({ name }) => name !== model.auth?.login.by)?.name ?? "password")
        : "",
  };
}

/** Lists that several views of a module show are read by one function. */
function firstUses(views: readonly ViewModel[]): (view: ViewModel, list: ViewModel["lists"][number]) => boolean {
  const first = new Map<string, string>();
  for (const { view, lists } of views) {
    for (const { read } of lists) {
      first.set(read, first.get(read) ?? view.name);
    }
  }
  return ({ view }, { read }) => first.get(read) === view.name;
}
