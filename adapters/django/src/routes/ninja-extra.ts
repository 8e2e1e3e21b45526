import {
  argumentOf,
  joinParts,
  lookupClass,
  methodNames,
  native,
  nativeFunction,
  textOf,
  unknown,
} from "@backwright/language-python";
import type { CallSite, ClassValue, Value } from "@backwright/language-python";
import { guardNames, plainNinjaPath } from "./ninja-words.ts";
import type { UrlContext } from "./urls.ts";

interface Operation {
  readonly methods: readonly string[];
  readonly path: string;
  readonly site: CallSite;
}

interface Controller {
  readonly prefix: string;
  readonly guards: readonly string[];
}

const operations = new WeakMap<Value, Operation[]>();
const controllers = new WeakMap<Value, Controller>();

/** The decorators of Ninja Extra: `@api_controller("/users")`, `@http_get("/{id}")`, `@route.post("")`; `null` for anything else. */
export function ninjaExtraMember(context: UrlContext, path: string, site: CallSite): Value | null {
  const name = path.slice(path.lastIndexOf(".") + 1);
  const verb = /(?:^|\.)(?:http_|route\.)(get|post|put|patch|delete)$/.exec(path)?.[1];
  if (verb !== undefined) {
    return operation(context, site, { methods: [verb.toUpperCase()], index: 0 });
  }
  switch (name) {
    case "http_generic":
    case "generic":
      return operation(context, site, { methods: methodNames(argumentOf(site, "methods")) ?? ["GET"], index: 0 });
    case "api_controller": {
      const prefix = textOf(argumentOf(site, "prefix_or_class", 0)) ?? "";
      return nativeFunction((applied) => {
        const owner = applied.args[0]?.value ?? unknown;
        controllers.set(owner, { prefix: plainNinjaPath(prefix), guards: guardNames(site) });
        return owner;
      });
    }
    default:
      return null;
  }
}

interface Kind {
  readonly methods: readonly string[];
  readonly index: number;
}

function operation({ builder }: UrlContext, site: CallSite, { methods, index }: Kind): Value {
  return nativeFunction((applied) => {
    const handler = applied.args[0]?.value ?? unknown;
    const given = argumentOf(site, "path", index);
    const path = given === null ? "" : textOf(given);
    if (path === null) {
      builder.unresolved.push({ what: "operation with a path that is not known", file: site.file, line: site.line });
      return handler;
    }
    const known = operations.get(handler) ?? [];
    operations.set(handler, [...known, { methods, path: plainNinjaPath(path), site }]);
    return handler;
  });
}

/** `api.register_controllers(Users, Items)`. */
export function registerControllers({ builder }: UrlContext, id: string, site: CallSite): void {
  for (const { value, node } of site.args) {
    const controller = controllers.get(value);
    if (value.kind !== "class" || controller === undefined) {
      const what = `routes of a controller that is not known: ${node.text().slice(0, 60)}`;
      builder.unresolved.push({ what, file: site.file, line: site.line });
      continue;
    }
    const below = builder.add(site);
    builder.addGuard(below, site, controller.guards);
    const { file, line } = site;
    builder.addRoute(id, {
      kind: "mount",
      prefix: joinParts("", controller.prefix),
      guards: [],
      router: below,
      file,
      line,
      confidence: 1,
    });
    addOperations({ builder, id: below, owner: value });
  }
}

interface Added {
  readonly builder: UrlContext["builder"];
  readonly id: string;
  readonly owner: ClassValue;
}

function addOperations({ builder, id, owner }: Added): void {
  for (const name of owner.members.keys()) {
    const member = lookupClass(owner, name) ?? native({});
    for (const { methods, path, site } of operations.get(member) ?? []) {
      for (const method of methods) {
        builder.addRoute(id, {
          kind: "route",
          method,
          path,
          handler: `${owner.name}.${name}`,
          guards: guardNames(site),
          file: site.file,
          line: site.line,
          confidence: 0.98,
        });
      }
    }
  }
}
