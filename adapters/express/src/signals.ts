import type { ProjectReader } from "@backwright/core";
import { callsOfPackage, findSignals, placesOf } from "@backwright/language-node";
import type { Signals } from "@backwright/language-node";
import { decoratingPackages } from "./routes/decorated.ts";

/** Servers that packages with decorators make on Express. */
const byDecorators = /\b(?:createExpressServer|useExpressServer|new\s+InversifyExpressServer)\s*\(/g;

/** What in the code itself speaks for an Express application. */
export function expressSignals(project: ProjectReader, files: readonly string[]): Signals {
  return findSignals({
    project,
    files,
    framework: "express",
    speaks: (name) => name === "express" || decoratingPackages.includes(name),
    constructions: (file, text) => [...callsOfPackage(file, text, "express"), ...placesOf(file, text, byDecorators)],
  });
}
