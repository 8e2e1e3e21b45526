import type { ProjectReader } from "@backwright/core";

/** A class as its text shows it; too many bases rather than too few. */
interface Header {
  readonly name: string;
  readonly words: readonly string[];
}

interface Headers {
  readonly file: string;
  readonly headers: readonly Header[];
  /** Whether a class says itself that it is a table. */
  readonly table: boolean;
}

/**
 * The files with a class that may build on one of the names, directly or through others, or that has such a name: parsing
 * the rest would tell nothing of models.
 */
export function filesBuildingOn(
  project: ProjectReader,
  files: readonly string[],
  names: ReadonlySet<string>,
): readonly string[] {
  const read = files.flatMap((file) => headersIn(file, project.read(file) ?? "") ?? []);
  const building = new Set(names);
  const waiting = new Map<string, string[]>();
  const reached = [...names];
  for (const { headers, table } of read) {
    for (const { name, words } of headers) {
      if (table) {
        reached.push(name);
      }
      for (const word of words) {
        const own = waiting.get(word);
        if (own === undefined) {
          waiting.set(word, [name]);
        } else {
          own.push(name);
        }
      }
    }
  }
  for (let word = reached.pop(); word !== undefined; word = reached.pop()) {
    building.add(word);
    reached.push(...(waiting.get(word) ?? []).filter((name) => !building.has(name)));
    waiting.delete(word);
  }
  return read.filter(({ headers }) => headers.some(({ name }) => building.has(name))).map(({ file }) => file);
}

/** `null` for a file without classes that build on others. */
function headersIn(file: string, text: string): Headers | null {
  if (!text.includes("class")) {
    return null;
  }
  const headers = [...text.matchAll(/^[^\S\n]*class\s+(\w+)\s*[([]/gm)].map((match): Header => {
    const end = /\)\s*:/g;
    end.lastIndex = match.index + match[0].length - 1;
    const to = end.exec(text)?.index ?? text.length;
    return { name: match[1] ?? "", words: text.slice(match.index + match[0].length, to).match(/\w+/g) ?? [] };
  });
  const table = text.includes("__tablename__") || /\btable\s*=\s*True/.test(text);
  return headers.length === 0 ? null : { file, headers, table };
}
