import type { Unresolved } from "@backwright/core";
import { native, nativeFunction, unknown } from "@backwright/language-node";
import type { CallSite, ClassValue, Native, NativeValue, ObjectValue, Place, Value } from "@backwright/language-node";
import { keyOf } from "./context.ts";
import type { Context, Guard, ModuleWalk } from "./context.ts";
import { classDecorators } from "./decorators.ts";
import { toGuard } from "./guards.ts";
import { readMiddleware } from "./middleware.ts";

/** A module that is known once the file that declares it has run: `forwardRef(() => CatsModule)`. */
interface LaterNative extends Native {
  readonly later: () => Value;
}

export function later(site: CallSite, context: Context): NativeValue {
  const factory = site.args[0]?.value();
  return native({
    later: () => (factory?.kind === "function" ? (context.interpreter?.call(factory, []) ?? unknown) : unknown),
  } as LaterNative);
}

/** Every module that a root imports, with the controllers and the guards for all that they declare. */
export function walkModules(context: Context, root: Value, place: Place): ModuleWalk {
  const walk: ModuleWalk = { modules: new Set(), controllers: new Map(), guards: [], complete: true };
  visit(context, { walk, value: root, place, written: "the root module" });
  return walk;
}

interface Visit {
  readonly walk: ModuleWalk;
  readonly value: Value;
  readonly place: Place;
  readonly written: string;
}

function visit(context: Context, { walk, value, place, written }: Visit, depth = 0): void {
  if (depth > 60) {
    return;
  }
  switch (value.kind) {
    case "class":
      visitClass(context, { walk, value, place, written }, depth);
      break;
    case "object": {
      const owner = value.entries.get("module");
      if (owner?.kind === "class") {
        visitClass(context, { walk, value: owner, place, written }, depth);
        take(context, { walk, value, owner }, depth);
      }
      break;
    }
    case "list":
      value.items.forEach((item, index) => {
        visit(context, { walk, value: item, place, written: value.nodes?.[index]?.text() ?? written }, depth + 1);
      });
      break;
    case "native":
      if ("later" in value.native) {
        visit(context, { walk, value: (value.native as LaterNative).later(), place, written }, depth + 1);
      }
      break;
    case "unknown":
      walk.complete = false;
      note(context, { what: `module that is not known: ${shorten(written)}`, ...place });
      break;
    default:
  }
}

function visitClass(context: Context, { walk, value }: Visit & { readonly value: ClassValue }, depth: number): void {
  const { interpreter } = context;
  if (interpreter === null || walk.modules.has(keyOf(value))) {
    return;
  }
  walk.modules.add(keyOf(value));
  for (const { decorator } of classDecorators(interpreter, value)) {
    if (decorator.kind === "module" && decorator.definition.kind === "object") {
      take(context, { walk, value: decorator.definition, owner: value }, depth);
    }
  }
  readMiddleware(context, value);
}

interface Definition {
  readonly walk: ModuleWalk;
  readonly value: ObjectValue;
  readonly owner: ClassValue;
}

function take(context: Context, { walk, value, owner }: Definition, depth: number): void {
  const place = { file: owner.file, line: owner.node.range().start.line + 1 };
  for (const controller of itemsOf(value.entries.get("controllers"))) {
    if (controller.kind === "class") {
      walk.controllers.set(keyOf(controller), { value: controller, module: keyOf(owner) });
    }
  }
  walk.guards.push(...itemsOf(value.entries.get("providers")).flatMap((item) => globalGuard(context, item)));
  const imports = value.entries.get("imports");
  if (imports !== undefined) {
    const written = value.nodes?.get("imports")?.text() ?? "imports";
    visit(context, { walk, value: imports, place, written }, depth + 1);
  }
}

function itemsOf(value: Value | undefined): readonly Value[] {
  return value?.kind === "list" ? value.items.flatMap((item) => (item.kind === "list" ? itemsOf(item) : [item])) : [];
}

/** `{ provide: APP_GUARD, useClass: AuthGuard }` */
function globalGuard(context: Context, value: Value): Guard[] {
  const provide = value.kind === "object" ? value.entries.get("provide") : undefined;
  if (value.kind !== "object" || provide?.kind !== "text" || provide.text !== "APP_GUARD") {
    return [];
  }
  const way = ["useClass", "useExisting", "useValue", "useFactory"].find((name) => value.entries.has(name));
  const [given, node] = way === undefined ? [] : [value.entries.get(way), value.nodes?.get(way)];
  const made = given?.kind === "function" ? context.interpreter?.call(given, []) : given;
  const name = made?.kind === "object" ? (made.instanceOf?.node.field("name")?.text() ?? null) : null;
  return node === undefined ? [] : [toGuard(context, name ?? shorten(node.text()), made ?? unknown)];
}

/** `RouterModule.register([{ path: "admin", module: AdminModule, children: [...] }])` */
export function routerModule(context: Context): NativeValue {
  const register = nativeFunction((site) => {
    addPaths(context, site.args[0]?.value(), "");
    return native({});
  });
  return native({ get: (name) => (name === "register" || name === "forRoutes" ? register : null) });
}

function addPaths(context: Context, value: Value | undefined, above: string, depth = 0): void {
  for (const item of depth > 10 ? [] : itemsOf(value)) {
    if (item.kind === "class") {
      context.modulePaths.set(keyOf(item), above);
    }
    if (item.kind === "object") {
      const [path, owner] = [item.entries.get("path"), item.entries.get("module")];
      const full = path?.kind === "text" ? `${above}/${path.text}` : above;
      if (owner?.kind === "class") {
        context.modulePaths.set(keyOf(owner), full);
      }
      addPaths(context, item.entries.get("children"), full, depth + 1);
      addPaths(context, item.entries.get("childrens"), full, depth + 1);
    }
  }
}

/** The same module may be imported by several others. */
function note({ builder }: Context, found: Unresolved): void {
  if (
    !builder.unresolved.some(
      ({ what, file, line }) => what === found.what && file === found.file && line === found.line,
    )
  ) {
    builder.unresolved.push(found);
  }
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
