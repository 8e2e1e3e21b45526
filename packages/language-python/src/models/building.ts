import type { ProjectReader } from "@backwright/core";
import { headsOf } from "../text/heads.ts";

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
  const read = files.flatMap((file) => headersIn(project, file) ?? []);
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
function headersIn(project: ProjectReader, file: string): Headers | null {
  const text = project.read(file) ?? "";
  const headers = headsOf(project, file).flatMap(({ word, start }) =>
    word === "class" ? (headerAt(text, start) ?? []) : [],
  );
  const table =
    headers.length > 0 &&
    (text.includes("__tablename__") || (text.includes("table") && /\btable\s*=\s*True/.test(text)));
  return headers.length === 0 ? null : { file, headers, table };
}

function headerAt(text: string, start: number): Header | null {
  beginning.lastIndex = start;
  const name = beginning.exec(text)?.[1];
  if (name === undefined) {
    return null;
  }
  ending.lastIndex = beginning.lastIndex - 1;
  const to = ending.exec(text)?.index ?? text.length;
  return { name, words: text.slice(beginning.lastIndex, to).match(/\w+/g) ?? [] };
}

const beginning = /class\s+(\w+)\s*[([]/y;
const ending = /\)\s*:/g;
