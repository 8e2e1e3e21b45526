import type { ProjectReader } from "@backwright/core";
import { applicationSources } from "@backwright/language-node";

const decorated = /@(?:Module|Controller)\s*\(|\bNestFactory\b/;

/** The files that register something: the entry first, then those with modules and controllers. */
export function applicationFiles(project: ProjectReader, dir: string, entry: string | null): string[] {
  const sources = applicationSources(project, dir).filter((path) => decorated.test(project.read(path) ?? ""));
  return entry === null ? sources : [entry, ...sources.filter((path) => path !== entry)];
}
