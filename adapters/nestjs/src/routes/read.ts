import type { ProjectReader } from "@backwright/core";
import { createGraphBuilder, createInterpreter, createReadings, native, sourcesOf } from "@backwright/language-node";
import type { Interpreter, Reading } from "@backwright/language-node";
import { keyOf } from "./context.ts";
import type { Context, NestApplication } from "./context.ts";
import { readController } from "./controllers.ts";
import { environmentDefault } from "./environment.ts";
import { authenticates } from "./guards.ts";
import { nestHost } from "./host.ts";
import { walkModules } from "./modules.ts";
import { registerController } from "./register.ts";

export interface NestReading extends Reading {
  readonly authenticates: (guard: string) => boolean;
}

/** As `follow`, once for the same files of a project. */
export const readApplication: (project: ProjectReader, files: readonly string[]) => NestReading =
  createReadings(follow);

/**
 * Follows an application's code from its entry: what it creates, the modules from the root one, their controllers. Where the
 * entry creates nothing, every controller of the files counts.
 */
function follow(project: ProjectReader, files: readonly string[]): NestReading {
  const builder = createGraphBuilder();
  const context: Context = {
    builder,
    interpreter: null,
    applications: [],
    configuration: new Map(),
    middleware: [],
    refusing: new Set(),
    modulePaths: new Map(),
    defaults: (name) => environmentDefault(project, files, name),
  };
  const interpreter = createInterpreter({ project, sources: sourcesOf(project), host: nestHost(context) });
  context.interpreter = interpreter;
  const [entry] = files;
  if (entry !== undefined) {
    interpreter.run(entry);
    startUncalled(interpreter, context, entry);
  }
  // One that is closed before anything listens was made for its settings alone.
  const created = context.applications.filter(({ listens, closed }) => listens || !closed);
  created.forEach((application) => addApplication(context, application));
  if (created.length === 0 || created.some(({ modules }) => !modules.complete)) {
    files.forEach((file) => interpreter.run(file));
    addRest(context, interpreter, created);
  }
  return {
    builder,
    complete: !interpreter.exhausted(),
    authenticates: (guard) => context.refusing.has(guard) || authenticates(guard),
  };
}

/** `export async function bootstrap()` that another file calls. */
function startUncalled(interpreter: Interpreter, context: Context, entry: string): void {
  for (const value of context.applications.length > 0 ? [] : interpreter.unused()) {
    if (value.kind === "function" && value.file === entry && /\bNestFactory\b/.test(value.node.text())) {
      interpreter.call(value, []);
    }
  }
}

function addApplication(context: Context, application: NestApplication): void {
  const { builder } = context;
  const router = builder.add(application.place);
  builder.applications.set(router, { place: application.place, value: native({}) });
  if (application.prefix !== null && application.prefix.kind !== "text") {
    builder.unresolved.push({ what: "global prefix that is not known", ...application.place });
  }
  for (const { value, module } of application.modules.controllers.values()) {
    const controller = readController(context, value);
    if (controller !== null) {
      const modulePath = context.modulePaths.get(module) ?? "";
      const guards = [...application.guards, ...application.modules.guards];
      registerController(context, controller, { router, application, modulePath, guards });
    }
  }
}

/** Controllers that no known module declares: all of them where no application is in sight. */
function addRest(context: Context, interpreter: Interpreter, created: readonly NestApplication[]): void {
  const known = new Set(created.flatMap(({ modules }) => [...modules.controllers.keys()]));
  const rest = interpreter
    .classes()
    .filter((value) => !known.has(keyOf(value)))
    .flatMap((value) => readController(context, value) ?? []);
  if (rest.length === 0) {
    return;
  }
  const [application = null] = created;
  const place = application?.place ?? { file: rest[0]?.value.file ?? ".", line: 1 };
  const router = context.builder.add(place);
  if (application === null) {
    context.builder.applications.set(router, { place, value: native({}) });
  }
  const walks = interpreter.classes().map((value) => walkModules(context, value, place));
  const guards = application === null ? walks.flatMap((walk) => walk.guards) : [];
  for (const controller of rest) {
    registerController(context, controller, { router, application, modulePath: "", guards });
  }
}
