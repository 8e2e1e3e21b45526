import type { ProjectReader } from "@backwright/core";
import { applicationSources } from "@backwright/language-node";

const maybeExpress =
  /express|routing-controllers|@overnightjs|tsoa|[rR]outer|\broutes?\b|\b(?:app|server|api|application)\.(?:get|post|put|patch|delete|all|use)\(/;

/** The files that may register something: the entry first, then those whose text speaks of Express or routers. */
export function applicationFiles(project: ProjectReader, dir: string, entry: string | null): string[] {
  const sources = applicationSources(project, dir).filter((path) => maybeExpress.test(project.read(path) ?? ""));
  return entry === null ? sources : [entry, ...sources.filter((path) => path !== entry)];
}
