import type { ProjectReader } from "@backwright/core";
import { createGraphBuilder, createInterpreter } from "@backwright/language-python";
import type { GraphBuilder, Interpreter } from "@backwright/language-python";
import { fastapiHost } from "./host.ts";

export interface ReadApplication {
  readonly builder: GraphBuilder;
  readonly interpreter: Interpreter;
  /** False where the code was more than could be followed. */
  readonly complete: boolean;
}

const readings = new WeakMap<ProjectReader, Map<string, ReadApplication>>();

/** As `follow`, once for the same files of a project. */
export function readApplication(project: ProjectReader, files: readonly string[]): ReadApplication {
  const known = readings.get(project) ?? new Map<string, ReadApplication>();
  readings.set(project, known);
  const key = files.join("\n");
  const reading = known.get(key) ?? follow(project, files);
  known.set(key, reading);
  return reading;
}

/** Follows an application's code from its entry, then every other of the files, then factories that nothing calls. */
function follow(project: ProjectReader, files: readonly string[]): ReadApplication {
  const builder = createGraphBuilder();
  const interpreter: Interpreter = createInterpreter({
    project,
    host: fastapiHost({ builder, interpreter: () => interpreter }),
  });
  files.forEach((file) => interpreter.run(file));
  for (const factory of interpreter.uncalled()) {
    if (/\bFastAPI\s*\(|\bAPIRouter\s*\(|\.include_router\(/.test(factory.node.text())) {
      const { file, node } = factory;
      interpreter.call(factory, { file, line: node.range().start.line + 1, node, args: [] });
    }
  }
  return { builder, interpreter, complete: !interpreter.exhausted() };
}
