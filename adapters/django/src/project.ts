import { rememberByKey } from "@backwright/core";
import type { ProjectReader } from "@backwright/core";
import { applicationSources, lineAt, moduleFinderOf } from "@backwright/language-python";
import { readApplication } from "./routes/read.ts";
import type { ProjectUrls } from "./routes/read.ts";
import type { ApplicationReading } from "@backwright/language-python";

/** The module of the URLs as the settings of a project name it, and the permissions of its API views. */
export const projectUrls: (project: ProjectReader, dir: string) => ProjectUrls = rememberByKey((project, dir) => {
  const files = applicationSources(project, dir);
  const roots = files.flatMap((file) => {
    const text = project.read(file) ?? "";
    const match = !text.includes("ROOT_URLCONF") ? null : /^[ \t]*ROOT_URLCONF\s*=\s*["']([\w.]+)["']/m.exec(text);
    return match === null ? [] : [{ file, line: lineAt(text, match.index), module: match[1] ?? "" }];
  });
  const permissions = files.flatMap((file) => {
    const found = /DEFAULT_PERMISSION_CLASSES["']\s*:\s*[[(]([^\])]*)/.exec(project.read(file) ?? "")?.[1];
    return found === undefined ? [] : [...found.matchAll(/["'](?:[\w.]*\.)?(\w+)["']/g)].map((match) => match[1] ?? "");
  });
  return { roots: onlyNew(roots), permissions: [...new Set(permissions)] };
});

/** The same module in several settings is one. */
function onlyNew(roots: ProjectUrls["roots"]): ProjectUrls["roots"] {
  return roots.filter(({ module, file }, index) => {
    const folder = file.split("/")[0];
    return roots.findIndex((other) => other.module === module && other.file.split("/")[0] === folder) === index;
  });
}

/** What following the project's URL configurations found. */
export function readProject(project: ProjectReader, dir: string): ApplicationReading {
  const mayHold = /\burlpatterns\b|NinjaAPI|ninja/;
  const files = applicationSources(project, dir).filter((path) => mayHold.test(project.read(path) ?? ""));
  return readApplication(project, files, projectUrls(project, dir));
}

/** Whether settings name a module of URLs that is there. */
export function hasUrls(project: ProjectReader, dir: string): boolean {
  return (
    rootTexts(project, dir).some((text) => /^urlpatterns[ \t]*(?::[^=\n]+)?=/m.test(text)) ||
    readProject(project, dir).builder.applications.size > 0
  );
}

/** Whether the project has routes; followed only where no module of URLs says so at once. */
export function hasRoutes(project: ProjectReader, dir: string): boolean {
  const route = /\b(?:re_)?path\(\s*r?["'][^"'\n]*["'],\s*(?:\w+\.)*(?!\w*graphql)\w+\.as_view\(/i;
  return rootTexts(project, dir).some((text) => route.test(text)) || readProject(project, dir).builder.hasRoutes();
}

/** The texts of the modules of URLs that settings name. */
function rootTexts(project: ProjectReader, dir: string): string[] {
  const finder = moduleFinderOf(project);
  return projectUrls(project, dir).roots.flatMap(({ file, module }) => {
    const place = finder.find(file, module);
    return place !== null && "file" in place ? (project.read(place.file) ?? "") : [];
  });
}
