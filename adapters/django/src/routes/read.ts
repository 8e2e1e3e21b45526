import type { ProjectReader } from "@backwright/core";
import { createReader, itemsOf, lineAt } from "@backwright/language-python";
import type { ApplicationReading, ReadingContext } from "@backwright/language-python";
import { djangoHost } from "./host.ts";
import { routerFor, routerIdOf } from "./urls.ts";

/** Where settings name the module of the URLs, and what they say to all views. */
export interface ProjectUrls {
  readonly roots: readonly { readonly file: string; readonly line: number; readonly module: string }[];
  readonly permissions: readonly string[];
}

const readers = new WeakMap<ProjectReader, Map<string, ApplicationReading>>();

/** Follows the URL configurations: first those that settings name, then those that nothing includes. */
export function readApplication(
  project: ProjectReader,
  files: readonly string[],
  urls: ProjectUrls,
): ApplicationReading {
  const known = readers.get(project) ?? new Map<string, ApplicationReading>();
  readers.set(project, known);
  const key = files.join("\n");
  const reading = known.get(key) ?? read(project, files, urls);
  known.set(key, reading);
  return reading;
}

function read(
  project: ProjectReader,
  files: readonly string[],
  { roots, permissions }: ProjectUrls,
): ApplicationReading {
  function finish({ builder, interpreter }: ReadingContext): void {
    const context = { builder, interpreter, permissions };
    for (const { file, line, module } of roots) {
      const found = interpreter().module(file, module);
      const patterns = found.kind === "module" ? found.get("urlpatterns") : null;
      if (patterns === null) {
        builder.unresolved.push({ what: `the URLs of ${module}`, file, line });
      } else {
        builder.applications.set(routerFor(context, patterns, { file, line }), { file, line });
      }
    }
    for (const { file, name, value } of interpreter().globals()) {
      if (name === "urlpatterns" && (itemsOf(value) !== null || routerIdOf(value) !== null)) {
        const index = (project.read(file) ?? "").search(/^urlpatterns\b/m);
        routerFor(context, value, { file, line: lineAt(project.read(file) ?? "", Math.max(0, index)) });
      }
    }
  }
  const follow = createReader({
    host: (context) => djangoHost({ ...context, permissions }),
    factory: /(?!)/,
    finish,
  });
  return follow(project, files);
}
