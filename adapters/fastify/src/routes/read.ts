import type { ProjectReader } from "@backwright/core";
import {
  authenticates,
  createGraphBuilder,
  createInterpreter,
  createReadings,
  parameterNames,
  sourcesOf,
  unknown,
} from "@backwright/language-node";
import type { ClassValue, FunctionValue, Interpreter, Reading, Value } from "@backwright/language-node";
import type { Context } from "./context.ts";
import { fastifyHost } from "./host.ts";
import { makeInstance } from "./instance.ts";
import { registerPlugin } from "./register.ts";

export interface FastifyReading extends Reading {
  readonly schema: Context["schema"];
  readonly authenticates: (guard: string) => boolean;
}

const instanceNames = /^_?(fastify(instance|app)?|app(lication)?|server|instance|api|f)$/i;

/** As `follow`, once for the same files of a project. */
export const readApplication: (project: ProjectReader, files: readonly string[]) => FastifyReading =
  createReadings(follow);

/**
 * Follows an application's code from its entry, then from every other of the given files, and at last the exported plugins
 * that nothing registers: the entry's is what fastify-cli starts.
 */
function follow(project: ProjectReader, files: readonly string[]): FastifyReading {
  const builder = createGraphBuilder();
  const context: Context = {
    builder,
    interpreter: null,
    decorations: new Map(),
    methods: new Set(),
    refusing: new Set(),
    loaded: [],
    schema: null,
    makeInstance: (place, kind) => makeInstance(context, place, kind),
    registerPlugin: (call) => registerPlugin(context, call),
  };
  const interpreter = createInterpreter({ project, sources: sourcesOf(project), host: fastifyHost(context) });
  context.interpreter = interpreter;
  files.forEach((file) => {
    interpreter.run(file);
    if (file === files[0] && builder.applications.size === 0) {
      startPlugin(context, interpreter, file);
    }
  });
  makeApplications(context, interpreter);
  for (const value of byReach(interpreter.unused().filter(takesInstance))) {
    // What the loading of a folder left out is registered by nobody; another one may have registered it meanwhile.
    const left = context.loaded.some((folder) => value.file.startsWith(folder));
    if (!left && interpreter.unused().includes(value)) {
      callWithInstance(context, interpreter, value);
    }
  }
  return {
    builder,
    complete: !interpreter.exhausted(),
    schema: context.schema,
    authenticates: (guard) => context.refusing.has(guard) || authenticates(guard),
  };
}

/** What the entry exports, where it makes no application itself, is one as soon as fastify-cli starts it. */
function startPlugin(context: Context, interpreter: Interpreter, file: string): void {
  const space = interpreter.exportsOf(file);
  const value = space.kind === "function" ? space : unwrap(interpreter.member(space, "default"));
  if (value.kind === "function" && parameterNames(value.node).length > 0) {
    interpreter.call(value, [makeInstance(context, { file, line: lineOf(value) }, "application")]);
  }
}

function unwrap(value: Value): Value {
  return value.kind === "native" && "plugin" in value.native ? (value.native.plugin as Value) : value;
}

/** Exported functions that make an application, which the program's own start calls from where nothing speaks of Fastify. */
function makeApplications(context: Context, interpreter: Interpreter): void {
  if (context.builder.applications.size > 0) {
    return;
  }
  for (const value of interpreter.unused()) {
    if (value.kind === "function" && /\b[fF]astify\s*(?:<[^()]*>)?\(/.test(value.node.text())) {
      interpreter.call(value, []);
    }
  }
}

/** Those that register others first, so that these are found where they are registered. */
function byReach(values: readonly FunctionValue[]): FunctionValue[] {
  const registers = new Map(values.map((value) => [value, /\.register\s*\(/.test(value.node.text())]));
  return values.toSorted((a, b) => Number(registers.get(b)) - Number(registers.get(a)));
}

function takesInstance(value: FunctionValue | ClassValue): value is FunctionValue {
  if (value.kind !== "function") {
    return false;
  }
  const { node } = value;
  const [first] = parameterNames(node);
  const typed = /:\s*Fastify\w*/.test(node.field("parameters")?.text() ?? "");
  return (
    first !== undefined &&
    (typed || (instanceNames.test(first) && /\.(get|post|put|patch|delete|all|route|register)\b/.test(node.text())))
  );
}

/** A plugin that nothing in sight registers: on the only application where the code says so little, else by itself. */
function callWithInstance(context: Context, interpreter: Interpreter, value: FunctionValue): void {
  const instance = makeInstance(context, { file: value.file, line: lineOf(value) }, "plugin");
  interpreter.call(value, [instance, unknown]);
}

function lineOf(value: FunctionValue): number {
  return value.node.range().start.line + 1;
}
