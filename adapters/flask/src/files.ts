import type { ProjectReader } from "@backwright/core";
import { applicationSources } from "@backwright/language-python";

const maybeFlask = /flask|Blueprint|add_url_rule|add_resource|add_namespace|register_blueprint|\.route\(|MethodView/i;
export const makesFlask: RegExp =
  /^class\s+\w+\((?:flask\.)?Flask\)|(?<!class )(?<![\w.])(?:\w+\.)?(?:Flask|APIFlask|OpenAPI|FlaskOpenAPI)\s*\(\s*(?:__name__|import_name|["'\w]|\)|\*)(?!.*\):\s*$)/m;

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
  const files = applicationSources(project, dir).filter((path) => maybeFlask.test(project.read(path) ?? ""));
  const makes = files.filter((path) => makesFlask.test(project.read(path) ?? ""));
  const set = new Set(makes);
  return [...makes, ...files.filter((path) => !set.has(path))];
}
