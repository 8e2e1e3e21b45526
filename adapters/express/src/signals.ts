import type { Evidence, ProjectReader } from "@backwright/core";
import { lineAt, packageImports } from "@backwright/language-node";

interface Place {
  readonly file: string;
  readonly line: number;
}

/** What in the code itself speaks for an Express application. */
export interface Signals {
  readonly imports: readonly Place[];
  /** `express()` and, as far as names tell, `express.Router()`. */
  readonly constructions: readonly Place[];
  readonly listens: readonly Place[];
  /** The first of each kind. */
  readonly evidence: readonly Evidence[];
}

const binding =
  /(?:import\s+(?:\*\s+as\s+)?(\w+)[^;'"]*\bfrom|(?:const|let|var)\s+(\w+)\s*(?::[^=]+)?=\s*require\s*\(|import\s+(\w+)\s*=\s*require\s*\()\s*["']express["']/;
const atOnce = /require\s*\(\s*["']express["']\s*\)\s*\(\s*\)/g;

/** Reads the source files for the signs of Express; the files that listen are those where a server or application does. */
export function findSignals(project: ProjectReader, files: readonly string[]): Signals {
  const imports = packageImports(project, files).filter((entry) => entry.package === "express");
  const constructions = imports.flatMap(({ file }) => constructionsIn(file, project.read(file) ?? ""));
  const listens = files.flatMap((file) => listensIn(file, project.read(file) ?? ""));
  return {
    imports,
    constructions,
    listens,
    evidence: [...first("import", imports), ...first("construction", constructions), ...first("listen", listens)],
  };
}

function first(rule: string, [place]: readonly Place[]): Evidence[] {
  return place === undefined
    ? []
    : [{ field: "framework", value: "express", file: place.file, line: place.line, rule }];
}

function constructionsIn(file: string, text: string): Place[] {
  const match = binding.exec(text);
  const name = match?.[1] ?? match?.[2] ?? match?.[3];
  const patterns = name === undefined ? [atOnce] : [atOnce, new RegExp(`(?<![\\w.])${name}\\s*\\(\\s*\\)`, "g")];
  return patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].map(({ index }) => ({ file, line: lineAt(text, index) })),
  );
}

/** `app.listen(`, `server.listen(`, `createApp().listen(`; other things listen too, so the name has to fit. */
function listensIn(file: string, text: string): Place[] {
  return [...text.matchAll(/(?:\b\w*(?:app|server|http|express|api)\w*|\))\s*\.listen\s*\(/gi)].map(({ index }) => ({
    file,
    line: lineAt(text, index),
  }));
}
