import type { ProjectReader } from "@backwright/core";
import { callsOfPackage, findSignals, placesOf } from "@backwright/language-node";
import type { Place, Signals } from "@backwright/language-node";

/** What in the code itself speaks for a Fastify application; `started` are the files that fastify-cli runs. */
export function fastifySignals(
  project: ProjectReader,
  files: readonly string[],
  started: ReadonlySet<string>,
): Signals {
  return findSignals({
    project,
    files,
    framework: "fastify",
    speaks: (name) => name === "fastify" || name.startsWith("@fastify/") || name.startsWith("fastify-"),
    constructions: (file, text) => [
      ...callsOfPackage(file, text, "fastify"),
      ...namedCalls(file, text),
      ...placesOf(file, text, /(?<![\w.])restartable\s*\(/g),
      ...(started.has(file) ? exportedPlugin(file, text) : []),
    ],
  });
}

const named =
  /\{[^}]*\b(?:fastify|default)\b(?:\s*(?:as|:)\s*(\w+))?[^}]*\}\s*(?:from|=\s*require\s*\()\s*["']fastify["']/;

/** `import { fastify as make } from "fastify"` and `const { fastify } = require("fastify")`, called. */
function namedCalls(file: string, text: string): Place[] {
  for (const { 0: quoted, index } of text.matchAll(/["']fastify["']/g)) {
    const match = named.exec(text.slice(Math.max(0, text.lastIndexOf("{", index)), index + quoted.length));
    if (match !== null) {
      return placesOf(file, text, new RegExp(`(?<![\\w.])${match[1] ?? "fastify"}\\s*(?:<[^>()]*>)?\\(`, "g"));
    }
  }
  return [];
}

/** What fastify-cli starts is a plugin: a function that the module exports. */
function exportedPlugin(file: string, text: string): Place[] {
  return placesOf(file, text, /\bexport\s+default\b|\bmodule\.exports\s*=|\bexport\s*=|\bexports\.default\s*=/g).slice(
    0,
    1,
  );
}
