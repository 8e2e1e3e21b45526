import type { ProjectReader } from "@backwright/core";
import { createInterpreter } from "../interpret/interpreter.ts";
import type { Interpreter } from "../interpret/interpreter.ts";
import type { Host } from "../interpret/machine.ts";
import { createGraphBuilder } from "./builder.ts";
import type { GraphBuilder } from "./builder.ts";

/** What following the code of an application found. */
export interface ApplicationReading {
  readonly builder: GraphBuilder;
  readonly interpreter: Interpreter;
  /** False where the code was more than could be followed. */
  readonly complete: boolean;
}

/** What a framework's rules add to while code is followed. */
export interface ReadingContext {
  readonly builder: GraphBuilder;
  interpreter(): Interpreter;
}

export interface ReaderOptions {
  /** Gives the framework's own exports their meaning. */
  host(context: ReadingContext): Host;
  /** Functions that make an application or register something: called in the end where nothing in sight does. */
  readonly factory: RegExp;
  /** What remains to be done once all code was followed. */
  finish?(context: ReadingContext): void;
}

/** Follows an application's code through the given files; the same files of a project are followed once. */
export function createReader(
  options: ReaderOptions,
): (project: ProjectReader, files: readonly string[]) => ApplicationReading {
  const readings = new WeakMap<ProjectReader, Map<string, ApplicationReading>>();
  return (project, files) => {
    const known = readings.get(project) ?? new Map<string, ApplicationReading>();
    readings.set(project, known);
    const key = files.join("\n");
    const reading = known.get(key) ?? follow(project, files, options);
    known.set(key, reading);
    return reading;
  };
}

function follow(project: ProjectReader, files: readonly string[], options: ReaderOptions): ApplicationReading {
  const opened = openReading(project, (context) => options.host(context));
  followFiles(opened, files, options.factory);
  options.finish?.(opened.context);
  return readingOf(opened);
}

/** Code that can be followed file by file. */
export interface OpenReading {
  readonly context: ReadingContext;
  readonly interpreter: Interpreter;
}

export function openReading(project: ProjectReader, host: ReaderOptions["host"]): OpenReading {
  const context: ReadingContext = { builder: createGraphBuilder(), interpreter: () => interpreter };
  const interpreter: Interpreter = createInterpreter({ project, host: host(context) });
  return { context, interpreter };
}

/** Follows files that were not followed yet, then the functions that fit and that nothing in sight calls. */
export function followFiles({ interpreter }: OpenReading, files: readonly string[], uncalled: RegExp): void {
  files.forEach((file) => interpreter.run(file));
  for (const factory of interpreter.uncalled()) {
    if (uncalled.test(factory.node.text())) {
      const { file, node } = factory;
      interpreter.call(factory, { file, line: node.range().start.line + 1, node, args: [] });
    }
  }
}

export function readingOf({ context, interpreter }: OpenReading): ApplicationReading {
  return { builder: context.builder, interpreter, complete: !interpreter.exhausted() };
}
