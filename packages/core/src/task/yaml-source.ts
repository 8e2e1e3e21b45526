import { LineCounter, isMap, isNode, isScalar, isSeq, parseDocument, visit } from "yaml";
import type { Document, Scalar } from "yaml";
import { BackwrightError } from "../errors.ts";

/** Keys and indexes from the top of a document to one of its values. */
export type ValuePath = readonly (string | number)[];

/** 1-based line of a value, or of its nearest ancestor that is written; `null` where nothing of it is. */
export type LineOf = (path: ValuePath) => number | null;

/** 1-based column of the first character of a text on one line; `null` for everything else. */
export type ColumnOf = (path: ValuePath) => number | null;

export interface YamlSource {
  readonly value: unknown;
  readonly lineOf: LineOf;
  readonly columnOf: ColumnOf;
}

export interface YamlText {
  readonly text: string;
  /** As it is named in errors. */
  readonly file: string;
  /** Line of the file on which `text` begins. Default: 1. */
  readonly firstLine?: number;
}

/**
 * Reads YAML (and so JSON) and keeps where each value stands.
 *
 * @throws BackwrightError `TASK_UNREADABLE` with file and line
 */
export function readYaml({ text, file, firstLine = 1 }: YamlText): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  function lineAt(offset: number): number {
    return lines.linePos(offset).line + firstLine - 1;
  }

  const [error] = document.errors;
  if (error !== undefined) {
    const [text = "it breaks the syntax"] = error.message.split("\n");
    const reason = text.includes("call stack") ? "it is nested too deeply" : text;
    throw unreadable({ place: `${file}:${lineAt(error.pos[0])}`, reason, cause: error });
  }
  const repeated = repeatedKey(document);
  if (repeated !== null) {
    const reason = `the key \`${String(repeated.value)}\` stands there twice`;
    throw unreadable({ place: `${file}:${lineAt(repeated.range?.[0] ?? 0)}`, reason });
  }
  return {
    value: toValue(document, file),
    lineOf: (path) => lineOfNode({ document, path, lineAt }),
    columnOf: (path) => columnOfNode(document, { path, lines }),
  };
}

function toValue(document: Document.Parsed, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw unreadable({
      place: file,
      reason: error instanceof RangeError ? "it is nested too deeply" : (error as Error).message,
      cause: error,
    });
  }
}

// The parser has a check of its own, which takes a time that is quadratic in the number of keys.
function repeatedKey(document: Document.Parsed): Scalar | null {
  let found: Scalar | null = null;
  visit(document, {
    Map(_, map) {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) {
          found = key;
          return visit.BREAK;
        }
        seen.add(key.value);
      }
      return undefined;
    },
  });
  return found;
}

function unreadable({ place, reason, cause }: { place: string; reason: string; cause?: unknown }): BackwrightError {
  return new BackwrightError("TASK_UNREADABLE", {
    message: `${place}: This is not YAML: ${reason}.`.replace(/\.\.$/, "."),
    hint: "Correct that line; `backwright init` writes a task file that shows the form.",
    cause,
  });
}

interface NodeSearch {
  readonly document: Document.Parsed;
  readonly path: ValuePath;
  readonly lineAt: (offset: number) => number;
}

function lineOfNode({ document, path, lineAt }: NodeSearch): number | null {
  let node: unknown = document.contents;
  let offset = startOf(node);

  for (const step of path) {
    const [named, value] = childOf(node, step);
    const start = startOf(named);
    if (start === null) break;
    offset = start;
    node = value;
  }
  return offset === null ? null : lineAt(offset);
}

function columnOfNode(
  document: Document.Parsed,
  { path, lines }: { readonly path: ValuePath; readonly lines: LineCounter },
): number | null {
  const node = document.getIn(path, true);
  if (!isScalar(node) || node.range == null || typeof node.value !== "string") return null;
  const [start, end] = node.range;
  const quotes = node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE" ? 1 : 0;
  // Escapes and breaks make the text in the file longer than what it says.
  if (end - start !== node.value.length + 2 * quotes) return null;
  return lines.linePos(start).col + quotes;
}

/** What names a child, and the child itself: the key of a mapping, or the item of a list. */
function childOf(node: unknown, step: string | number): readonly [unknown, unknown] {
  if (isSeq(node)) return [node.items[Number(step)], node.items[Number(step)]];
  if (!isMap(node)) return [null, null];
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
  return [pair?.key, pair?.value];
}

function startOf(node: unknown): number | null {
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}
