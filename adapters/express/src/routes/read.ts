import type { ProjectReader } from "@backwright/core";
import {
  createGraphBuilder,
  createInterpreter,
  createReadings,
  nodesOf,
  parameterNames,
  sourcesOf,
  unknown,
} from "@backwright/language-node";
import type { FunctionValue, GraphBuilder, Interpreter, Reading, SyntaxNode, Value } from "@backwright/language-node";
import { addDecorated } from "./decorated.ts";
import { expressHost } from "./host.ts";
import { makeRouter } from "./router.ts";

const appNames = /^_?(app|application|router|server|api|express(app|server)?|route[rs]?)$/i;

/** As `follow`, once for the same files of a project. */
export const readApplication: (project: ProjectReader, files: readonly string[]) => Reading = createReadings(follow);

/**
 * Follows an application's code from its entry, then from every other of the given files, and at last what is exported
 * and never called: functions that take an application, and classes.
 */
function follow(project: ProjectReader, files: readonly string[]): Reading {
  const builder = createGraphBuilder();
  const interpreter = createInterpreter({ project, sources: sourcesOf(project), host: expressHost(builder) });
  files.forEach((file) => interpreter.run(file));
  for (const value of interpreter.unused()) {
    if (value.kind === "function") {
      callWithApplication(interpreter, builder, value);
    } else if (/Router|express|route\(/.test(value.node.text())) {
      runMethods(interpreter, interpreter.construct(value), value.node);
    }
  }
  addDecorated(project, files, builder);
  return { builder, complete: !interpreter.exhausted() };
}

/** `module.exports = (app) => { app.get(…) }` that nothing in sight calls: some loader does. */
function callWithApplication(interpreter: Interpreter, builder: GraphBuilder, value: FunctionValue): void {
  const names = parameterNames(value.node);
  const takes = names.some((name) => appNames.test(name));
  if (takes || /\bRouter\(|\bexpress\(/.test(value.node.text())) {
    const place = { file: value.file, line: value.node.range().start.line + 1 };
    const [only, ...others] = [...builder.applications.values()].map((application) => application.value);
    const single = others.length === 0 ? only : undefined;
    const args = names.map((name): Value => {
      if (!appNames.test(name)) {
        return unknown;
      }
      return /router/i.test(name)
        ? makeRouter(builder, place, "router")
        : (single ?? makeRouter(builder, place, "router"));
    });
    interpreter.call(value, args);
  }
}

/** Methods by which classes register what a container would have called. */
function runMethods(interpreter: Interpreter, instance: Value, node: SyntaxNode): void {
  for (const method of nodesOf(node, "method_definition")) {
    const name = method.field("name")?.text() ?? "";
    const parameters =
      method
        .field("parameters")
        ?.children()
        .filter((child) => child.isNamed()).length ?? 0;
    if (parameters === 0 && /mount|init|setup|register|routes/i.test(name)) {
      interpreter.callMethod(instance, name);
    }
  }
}
