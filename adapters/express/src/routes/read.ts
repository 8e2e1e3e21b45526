import type { ProjectReader } from "@backwright/core";
import { createInterpreter, sourcesOf, unknown } from "@backwright/language-node";
import type { FunctionValue, Interpreter, SyntaxNode, Value } from "@backwright/language-node";
import { createGraphBuilder } from "./builder.ts";
import type { GraphBuilder } from "./builder.ts";
import { expressHost } from "./host.ts";
import { makeRouter } from "./router.ts";

export interface Reading {
  readonly builder: GraphBuilder;
  /** False where the code was more than could be followed. */
  readonly complete: boolean;
}

const appNames = /^_?(app|application|router|server|api|express(app|server)?|route[rs]?)$/i;

const readings = new WeakMap<ProjectReader, Map<string, Reading>>();

/** As `follow`, once for the same files of a project. */
export function readApplication(project: ProjectReader, files: readonly string[]): Reading {
  const known = readings.get(project) ?? new Map<string, Reading>();
  readings.set(project, known);
  const key = files.join("\n");
  const reading = known.get(key) ?? follow(project, files);
  known.set(key, reading);
  return reading;
}

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
  return { builder, complete: !interpreter.exhausted() };
}

/** `module.exports = (app) => { app.get(…) }` that nothing in sight calls: some loader does. */
function callWithApplication(interpreter: Interpreter, builder: GraphBuilder, value: FunctionValue): void {
  const names = parameterNames(value.node);
  const takes = names.some((name) => appNames.test(name));
  if (takes || (names.length === 0 && /\bRouter\(|express\(/.test(value.node.text()))) {
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
  for (const method of node.findAll({ rule: { kind: "method_definition" } })) {
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

function parameterNames(node: SyntaxNode): string[] {
  const single = node.field("parameter");
  const parameters = single === null ? (node.field("parameters")?.children() ?? []) : [single];
  return parameters
    .filter((child) => child.isNamed())
    .flatMap((parameter) => {
      const pattern = parameter.field("pattern") ?? parameter;
      return pattern.kind() === "object_pattern" ? [] : [pattern.text()];
    });
}
