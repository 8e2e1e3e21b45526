import type { ProjectReader } from "@backwright/core";
import { callsOfPackage, findSignals } from "@backwright/language-node";
import type { Signals } from "@backwright/language-node";

/** What in the code itself speaks for an Express application. */
export function expressSignals(project: ProjectReader, files: readonly string[]): Signals {
  return findSignals({
    project,
    files,
    framework: "express",
    speaks: (name) => name === "express",
    constructions: (file, text) => callsOfPackage(file, text, "express"),
  });
}
