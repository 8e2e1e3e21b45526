import type { ProjectReader } from "@backwright/core";
import { applicationSources } from "@backwright/language-python";

const maybeFastapi =
  /fastapi|APIRouter|include_router|add_api_route|uvicorn\.run|\brouter\b|@\w+\.(get|post|put|patch|delete|api_route)\(/;

const found = new WeakMap<ProjectReader, Map<string, string[]>>();

/** The files that may register something, those that make an application first. */
export function applicationFiles(project: ProjectReader, dir: string): string[] {
  const known = found.get(project) ?? new Map<string, string[]>();
  found.set(project, known);
  const files = known.get(dir) ?? findFiles(project, dir);
  known.set(dir, files);
  return files;
}

function findFiles(project: ProjectReader, dir: string): string[] {
  const files = applicationSources(project, dir).filter((path) => maybeFastapi.test(project.read(path) ?? ""));
  const makes = files.filter((path) => /\bFastAPI\s*\(/.test(project.read(path) ?? ""));
  const set = new Set(makes);
  return [...makes, ...files.filter((path) => !set.has(path))];
}
