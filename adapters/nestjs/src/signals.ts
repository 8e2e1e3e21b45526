import type { ProjectReader } from "@backwright/core";
import { findSignals, placesOf } from "@backwright/language-node";
import type { Place, Signals } from "@backwright/language-node";

/** Creates what answers HTTP requests. */
const creates = /\bNestFactory\s*\.\s*create\s*(?:<[^>()]*>)?\(/g;
/** Creates what listens to messages alone. */
const createsService = /\bNestFactory\s*\.\s*createMicroservice\s*(?:<[^>()]*>)?\(/g;

/** What in the code itself speaks for a NestJS application. */
export function nestSignals(project: ProjectReader, files: readonly string[]): Signals {
  return findSignals({
    project,
    files,
    framework: "nestjs",
    speaks: (name) => name === "@nestjs/core" || name === "@nestjs/common",
    constructions: (file, text) => constructionsIn(file, text),
  });
}

function constructionsIn(file: string, text: string): Place[] {
  if (!text.includes("NestFactory")) {
    return [];
  }
  const found = placesOf(file, text, creates);
  return found.length > 0 ? found : placesOf(file, text, createsService);
}

/** Where controllers are declared; in a folder without a manifest they speak for an application too. */
export function controllersIn(project: ProjectReader, files: readonly string[]): Place[] {
  return files.flatMap((file) => placesOf(file, project.read(file) ?? "", /@Controller\s*\(/g));
}
