import type { ProjectReader } from "@backwright/core";
import type { GraphBuilder } from "./builder.ts";

/** What following an application's code gave. */
export interface Reading {
  readonly builder: GraphBuilder;
  /** False where the code was more than could be followed. */
  readonly complete: boolean;
}

/** Keeps what a function made of the files of a project, so that several questions cost one reading. */
export function createReadings<R>(
  read: (project: ProjectReader, files: readonly string[]) => R,
): (project: ProjectReader, files: readonly string[]) => R {
  const readings = new WeakMap<ProjectReader, Map<string, R>>();
  return (project, files) => {
    const known = readings.get(project) ?? new Map<string, R>();
    readings.set(project, known);
    const key = files.join("\n");
    const reading = known.get(key) ?? read(project, files);
    known.set(key, reading);
    return reading;
  };
}
