import { parseGrammar } from "@backwright/grammars";
import type { ProjectReader } from "@backwright/core";
import type { GrammarNode, TextStart } from "@backwright/grammars";

/** A node of the syntax tree of one file. */
export type SyntaxNode = GrammarNode;

/** A parsed source file. The tree tolerates errors: what could not be parsed is an `ERROR` node. */
export interface GoFile {
  readonly path: string;
  readonly text: string;
  readonly root: SyntaxNode;
}

/** Generated code of this size holds tables, not routes. */
const mostParsed = 700_000;

const deepest = 500;
const longest = 2000;

/** False for more text than people write, with this many brackets open at once, or with as many operators in one line. */
export function isReadable(text: string): boolean {
  if (text.length > mostParsed) {
    return false;
  }
  let open = 0;
  let chain = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x28: // (
      case 0x5b: // [
      case 0x7b: // {
        open += 1;
        break;
      case 0x29: // )
      case 0x5d: // ]
      case 0x7d: // }
        open -= 1;
        break;
      case 0x2b: // +
      case 0x2a: // *
      case 0x7c: // |
      case 0x26: // &
      case 0x2e: // .
      case 0x21: // !
      case 0x2d: // -
      case 0x3c: // <
        chain += 1;
        break;
      case 0x0a:
        chain = 0;
        break;
      default:
        break;
    }
    if (open > deepest || chain > longest) {
      return false;
    }
  }
  return true;
}

const parsed = new WeakMap<ProjectReader, Map<string, GoFile | null>>();

/** A file of a project, parsed once; `null` where there is none, or more text than people write. */
export function goFile(project: ProjectReader, path: string): GoFile | null {
  const known = parsed.get(project) ?? new Map<string, GoFile | null>();
  parsed.set(project, known);
  let file = known.get(path);
  if (file === undefined) {
    const text = project.read(path);
    file = text === null || !isReadable(text) ? null : parseGo(path, text);
    known.set(path, file);
  }
  return file;
}

/** Parses a file, or a part of one that begins at `start`. */
export function parseGo(path: string, text: string, start?: TextStart): GoFile {
  return { path, text, root: parseGrammar("go", text, start) };
}

/** 1-based line on which a node begins. */
export function lineOf(node: SyntaxNode): number {
  return node.range().start.line + 1;
}

/** 1-based line of an offset in a text. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) {
    line += 1;
  }
  return line;
}

/** Every node of a kind, in the order of the text, the node itself included. */
export function nodesOf(node: SyntaxNode, kind: string): readonly SyntaxNode[] {
  return node.all(kind);
}

/** Children that are no punctuation and no comment. */
export function namedChildren(node: SyntaxNode): readonly SyntaxNode[] {
  return node.named();
}

/** The value of a string literal, interpreted or raw; `null` for anything else. */
export function stringValue(node: SyntaxNode | null | undefined): string | null {
  const kind = node?.kind();
  if (node == null || (kind !== "interpreted_string_literal" && kind !== "raw_string_literal")) {
    return null;
  }
  const inner = node.text().slice(1, -1);
  return kind === "raw_string_literal" ? inner : unescape(inner);
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", v: "\v", a: "\u0007" };

function unescape(text: string): string {
  return text.replace(
    /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\s\S]))/g,
    (_all, four: string | undefined, two: string | undefined, one: string | undefined) => {
      const code = four ?? two;
      return code === undefined ? (escapes[one ?? ""] ?? one ?? "") : String.fromCodePoint(Number.parseInt(code, 16));
    },
  );
}
