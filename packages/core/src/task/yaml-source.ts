import { LineCounter, isMap, isScalar, isSeq, parseDocument } from "yaml";
import type { Document, ParsedNode } from "yaml";
import { BackwrightError } from "../errors.ts";

/** Keys and indexes from the top of a document to one of its values. */
export type ValuePath = readonly (string | number)[];

/** 1-based line of a value, or of its nearest ancestor that is written; `null` where nothing of it is. */
export type LineOf = (path: ValuePath) => number | null;

export interface YamlSource {
  readonly value: unknown;
  readonly lineOf: LineOf;
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
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number): number => lines.linePos(offset).line + firstLine - 1;

  const [error] = document.errors;
  if (error !== undefined) {
    const [reason = "it breaks the syntax"] = error.message.split("\n");
    throw unreadable({ place: `${file}:${lineAt(error.pos[0])}`, reason, cause: error });
  }
  return { value: toValue(document, file), lineOf: (path) => lineOfNode({ document, path, lineAt }) };
}

function toValue(document: Document.Parsed, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw unreadable({ place: file, reason: (error as Error).message, cause: error });
  }
}

function unreadable({ place, reason, cause }: { place: string; reason: string; cause: unknown }): BackwrightError {
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
  let offset = (document.contents as ParsedNode | null)?.range[0] ?? null;

  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
      if (pair === undefined) break;
      offset = (pair.key as ParsedNode).range[0];
      node = pair.value;
    } else if (isSeq(node)) {
      const item = node.items[Number(step)] as ParsedNode | undefined;
      if (item === undefined) break;
      offset = item.range[0];
      node = item;
    } else break;
  }
  return offset === null ? null : lineAt(offset);
}
