import type { ProjectReader } from "@backwright/core";
import { applicationSources } from "@backwright/language-node";

const maybeFastify = [
  /fastify/i,
  /\broutes?\b/i,
  /(?<=\b(?:app|server|api|instance|application))\.(?:get|post|put|patch|delete|all|route|register)\b/i,
];

/** The files that may register something: the entry first, then those whose text speaks of Fastify or routes. */
export function applicationFiles(project: ProjectReader, dir: string, entry: string | null): string[] {
  const sources = applicationSources(project, dir).filter((path) => {
    const text = project.read(path) ?? "";
    return maybeFastify.some((pattern) => pattern.test(text));
  });
  return entry === null ? sources : [entry, ...sources.filter((path) => path !== entry)];
}
