import type { ProjectReader } from "@backwright/core";
import { applicationSources, dirOf, joinPath } from "@backwright/language-python";

const engine = /["']django\.(?:contrib\.gis\.)?db\.backends\.(?:sqlite3|spatialite)["']/;
/** `BASE_DIR / "db.sqlite3"`, `os.path.join(BASE_DIR, "data", "db.sqlite3")` or `"db.sqlite3"`, and nothing beside it. */
const place =
  /["']NAME["']\s*:\s*(?:str\(\s*)?(?:(\w*(?:DIR|ROOT|PATH)\w*)\s*\/\s*|(?:os\.)?path\.join\(\s*(\w*(?:DIR|ROOT|PATH)\w*)\s*,\s*)?((?:["'][\w./-]+["']\s*[,/]\s*)*["'][\w./-]+["'])\s*\)*\s*[,}\n]/g;

/** The SQLite files that the settings name outright, by their paths from the repository's root. */
export function dataFiles(project: ProjectReader, dir: string): string[] {
  return applicationSources(project, dir)
    .filter((file) => /settings|config/.test(file))
    .flatMap((file) => {
      const text = project.read(file) ?? "";
      return engine.test(text)
        ? [...text.matchAll(place)].flatMap((match) => locate({ file, text, dir }, match) ?? [])
        : [];
    });
}

function locate(
  { file, text, dir }: { readonly file: string; readonly text: string; readonly dir: string },
  [, divided, joined, written = ""]: RegExpMatchArray,
): string | null {
  const name = [...written.matchAll(/["']([^"']+)["']/g)].map(([, part]) => part).join("/");
  const variable = divided ?? joined;
  const base = variable === undefined ? dir : baseOf({ file, text }, variable);
  return base === null || name.startsWith("/") || name.includes("..") || !/\.\w+$/.test(name)
    ? null
    : joinPath(base, name);
}

/** Where `BASE_DIR = Path(__file__).resolve().parent.parent`, or as many `dirname`s, leads to. */
function baseOf({ file, text }: { readonly file: string; readonly text: string }, variable: string): string | null {
  const value = new RegExp(`^${variable}\\s*=(.*__file__.*)$`, "m").exec(text)?.[1];
  if (value === undefined) {
    return null;
  }
  const levels = value.match(/\.parent\b(?!s)|\bdirname\(/g)?.length ?? 0;
  const indexed = /\.parents\[(\d)\]/.exec(value)?.[1];
  const up = indexed === undefined ? levels : Number(indexed) + 1;
  let folder = file;
  for (let level = 0; level < up; level += 1) {
    if (folder === ".") {
      return null;
    }
    folder = dirOf(folder);
  }
  return up === 0 ? null : folder;
}
