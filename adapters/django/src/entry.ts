import type { ProjectReader } from "@backwright/core";
import { applicationSources, lineAt, moduleOf } from "@backwright/language-python";
import type { Entry } from "@backwright/language-python";

/** The WSGI or ASGI application of a project; ASGI where both are there says nothing, so WSGI comes first. */
export function entryOf(project: ProjectReader, dir: string): Entry | null {
  const files = applicationSources(project, dir).filter((path) => /(^|\/)(wsgi|asgi)\.py$/.test(path));
  for (const file of files.toSorted((a, b) => rank(a) - rank(b) || a.length - b.length)) {
    const text = project.read(file) ?? "";
    const match = /^(\w+)\s*=\s*(?:\w+\()*get_(?:wsgi|asgi)_application\b|^(application)\s*[:=]/m.exec(text);
    if (match !== null) {
      const variable = match[1] ?? match[2] ?? "application";
      return {
        file,
        line: lineAt(text, match.index),
        variable,
        ...moduleOf(project, dir, file),
        written: false,
        factory: false,
      };
    }
  }
  return null;
}

function rank(path: string): number {
  return path.endsWith("wsgi.py") ? 0 : 1;
}

/** The project's `manage.py`, the one nearest to the folder; `null` where there is none. */
export function managePath(project: ProjectReader, dir: string): string | null {
  const found = applicationSources(project, dir).filter(
    (path) => /(^|\/)manage\.py$/.test(path) && /django/i.test(project.read(path) ?? ""),
  );
  return found.toSorted((a, b) => a.split("/").length - b.split("/").length)[0] ?? null;
}
