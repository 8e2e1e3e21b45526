import { joinPath, moduleOf, textOf } from "@backwright/language-go";
import type { CallSite } from "@backwright/language-go";
import type { GraphBuilder, RouterState } from "./builder.ts";
import { readPath } from "./paths.ts";

/** A folder with more is the output of some build. */
const most = 30;

/** `Static(prefix, folder)`: each file that stands in the folder is an endpoint. */
export function addFolder(builder: GraphBuilder, state: RouterState, site: CallSite): null {
  const prefix = readPath(site.args[0]?.value);
  const folder = textOf(site.args[1]?.value);
  if (prefix === null || folder === null) {
    return null;
  }
  const root = candidates(builder, site, folder).find((dir) => filesIn(builder, dir).length > 0);
  const files = root === undefined ? [] : filesIn(builder, root).filter((file) => !isTemplate(builder, site, file));
  for (const file of files.length > most ? [] : files) {
    const path = `${prefix.path}/${file.slice((root ?? "").length + 1)}`;
    addStatic(state, site, path);
  }
  return null;
}

/** `StaticFile(path, file)` and `File(path, file)` */
export function addFile(_builder: GraphBuilder, state: RouterState, site: CallSite): null {
  const path = readPath(site.args[0]?.value);
  if (path !== null && site.args.length > 1) {
    addStatic(state, site, path.path);
  }
  return null;
}

function addStatic(state: RouterState, site: CallSite, path: string): void {
  state.entries.push({
    kind: "route",
    methods: ["GET"],
    chosen: false,
    path,
    handler: "(file)",
    guards: [],
    file: site.file,
    line: site.line,
    confidence: 0.9,
  });
}

/** Relative to where a program is started, which is the module's folder or its own. */
function candidates(builder: GraphBuilder, site: CallSite, folder: string): string[] {
  const module = moduleOf(builder.project, site.file);
  const bases = [...new Set([site.dir, module?.dir ?? ".", "."])];
  return bases.map((base) => joinPath(base, folder)).filter((dir) => dir !== ".");
}

function filesIn(builder: GraphBuilder, dir: string): string[] {
  return builder.project.list().filter((path) => path.startsWith(`${dir}/`));
}

function isTemplate(builder: GraphBuilder, site: CallSite, file: string): boolean {
  return builder.templates.some((glob) =>
    candidates(builder, site, glob.replace(/\*.*$/, "")).some((start) => file.startsWith(start)),
  );
}
