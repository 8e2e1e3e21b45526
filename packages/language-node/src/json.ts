import { findNodeAtLocation, parseTree, getNodeValue } from "jsonc-parser";
import type { Node, ParseError } from "jsonc-parser";
import type { ProjectReader } from "@backwright/core";

/** A JSON file, read tolerantly: comments, trailing commas and a byte order mark are fine, and of a broken file what could be read. */
export interface JsonFile {
  readonly path: string;
  readonly text: string;
  readonly value: unknown;
  /** False where the text is not JSON even by these rules; it must not be edited then. */
  readonly whole: boolean;
  /** 1-based line of an entry; `null` when it is not there. */
  lineOf(...keys: readonly (string | number)[]): number | null;
}

/** `null` where there is no such file. Never throws. */
export function readJson(project: ProjectReader, path: string): JsonFile | null {
  const text = project.read(path);
  return text === null ? null : parseJson(path, text);
}

/** Reads JSON with comments from a text. Never throws. */
export function parseJson(path: string, text: string): JsonFile {
  const body = text.startsWith("\uFEFF") ? ` ${text.slice(1)}` : text;
  let parsed: { readonly tree: Node | undefined; readonly whole: boolean } | undefined;
  function tolerantly(): NonNullable<typeof parsed> {
    if (parsed === undefined) {
      const errors: ParseError[] = [];
      const tree = parseTree(body, errors, { allowTrailingComma: true, allowEmptyContent: true });
      parsed = { tree, whole: errors.length === 0 && tree !== undefined };
    }
    return parsed;
  }
  // Where lines are not asked for, plain JSON needs no tree.
  const plain = parsePlain(body);
  const { tree, whole } = plain === undefined ? tolerantly() : { tree: undefined, whole: true };
  return {
    path,
    text,
    value: plain === undefined ? (tree === undefined ? undefined : getNodeValue(tree)) : plain,
    whole,
    lineOf(...keys) {
      const { tree: root } = tolerantly();
      const node = root === undefined ? undefined : findNodeAtLocation(root, [...keys]);
      const start = node?.parent?.type === "property" ? node.parent.offset : node?.offset;
      return start === undefined ? null : lineAt(text, start);
    },
  };
}

function parsePlain(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** 1-based line of an offset. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) {
    line += 1;
  }
  return line;
}

/** The entries of an object whose values are strings; `{}` for anything else. */
export function stringEntries(value: unknown): Record<string, string> {
  const entries = Object.entries(asObject(value)).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return Object.fromEntries(entries);
}

/** The value as an object; `{}` for anything else. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

export function asString(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
