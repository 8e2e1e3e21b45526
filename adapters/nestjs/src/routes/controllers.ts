import type { ClassValue, Interpreter, Value } from "@backwright/language-node";
import type { Context, Guard } from "./context.ts";
import { classDecorators, decoratedMethods } from "./decorators.ts";
import type { Applied, DecoratedMethod } from "./decorators.ts";
import { opensForAll, readGuards } from "./guards.ts";

/** A controller as its decorators describe it. */
export interface Controller {
  readonly value: ClassValue;
  readonly path: Value | null;
  readonly version: Value | null;
  readonly guards: readonly Guard[];
  /** Everyone may call it, as far as guards heed marks. */
  readonly open: boolean;
  readonly endpoints: readonly Endpoint[];
}

/** A method that answers requests. */
export interface Endpoint {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly methods: readonly string[];
  readonly path: Value;
  readonly version: Value | null;
  readonly guards: readonly Guard[];
  readonly open: boolean;
}

/** `null` for a class that is no controller. */
export function readController(context: Context, value: ClassValue): Controller | null {
  const { interpreter } = context;
  const own = interpreter === null ? [] : classDecorators(interpreter, value);
  const options = own.map(({ decorator }) => decorator).find((decorator) => decorator.kind === "controller")?.options;
  if (interpreter === null || options === undefined) {
    return null;
  }
  const lineage = lineageOf(interpreter, value);
  const decorators = lineage.map((owner) => classDecorators(interpreter, owner));
  const guarded = decorators.map((list) => guardsOf(context, list)).find((guards) => guards.length > 0);
  const versions = own.flatMap(({ decorator }) => (decorator.kind === "version" ? [decorator.version] : []));
  const object = options.kind === "object" ? options.entries : null;
  return {
    value,
    path: object === null ? options : (object.get("path") ?? null),
    version: object?.get("version") ?? versions[0] ?? null,
    guards: guarded ?? [],
    open: decorators.some((list) => isOpen(list)),
    endpoints: endpointsOf(context, interpreter, lineage),
  };
}

/** A class and those that it extends, as far as they stand in the project. */
function lineageOf(interpreter: Interpreter, value: ClassValue): ClassValue[] {
  const lineage = [value];
  let parent = interpreter.parentOf(value);
  while (parent !== null && lineage.length < 8) {
    lineage.push(parent);
    parent = interpreter.parentOf(parent);
  }
  return lineage;
}

/** Inherited methods answer too, unless a class in between writes one of the same name. */
function endpointsOf(context: Context, interpreter: Interpreter, lineage: readonly ClassValue[]): Endpoint[] {
  const seen = new Set<string>();
  return lineage.flatMap((owner) =>
    decoratedMethods(interpreter, owner)
      .filter(({ name }) => !seen.has(name) && seen.add(name))
      .flatMap((method) => toEndpoints(context, owner, method)),
  );
}

function toEndpoints(context: Context, owner: ClassValue, { name, line, decorators }: DecoratedMethod): Endpoint[] {
  const all = decorators.map(({ decorator }) => decorator);
  const version = all.find((decorator) => decorator.kind === "version")?.version ?? null;
  return all
    .filter((decorator) => decorator.kind === "route")
    .map(({ methods, path }) => ({
      name,
      file: owner.file,
      line,
      methods,
      path,
      version,
      guards: guardsOf(context, decorators),
      open: isOpen(decorators),
    }));
}

function guardsOf(context: Context, decorators: readonly Applied[]): Guard[] {
  return decorators.flatMap(({ decorator }) =>
    decorator.kind === "guards" ? readGuards(context, decorator.args) : [],
  );
}

function isOpen(decorators: readonly Applied[]): boolean {
  return decorators.some(({ decorator, name }) => decorator.kind === "metadata" && opensForAll(decorator.key, name));
}
