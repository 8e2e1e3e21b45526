import { parseGrammar } from "@backwright/grammars";
import type { GrammarName, GrammarNode } from "@backwright/grammars";
import type { ProjectReader } from "@backwright/core";

/** A node of the syntax tree of one file. */
export type SyntaxNode = GrammarNode;

/** A parsed source file. The tree tolerates errors: what could not be parsed is an `ERROR` node. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly root: SyntaxNode;
}

/** Source files of one project, each read and parsed once. */
export interface Sources {
  /** `null` where there is no such file or it is no JavaScript or TypeScript. */
  get(path: string): SourceFile | null;
}

const languages: Readonly<Record<string, GrammarName>> = {
  js: "javascript",
  cjs: "javascript",
  mjs: "javascript",
  jsx: "javascript",
  ts: "typescript",
  cts: "typescript",
  mts: "typescript",
  tsx: "tsx",
};

/** True for a path that `parseSource` can parse; declaration files hold no code. */
export function isSourcePath(path: string): boolean {
  return languageOf(path) !== null && !/\.d\.[cm]?ts$/.test(path);
}

/** Parses by the path's ending; `null` where the ending is none of JavaScript or TypeScript. */
export function parseSource(path: string, text: string): SourceFile | null {
  const language = languageOf(path) ?? (isNodeScript(path, text) ? "javascript" : null);
  return language === null ? null : { path, text, root: parseGrammar(language, text) };
}

export function createSources(project: ProjectReader): Sources {
  const parsed = new Map<string, SourceFile | null>();
  return {
    get(path) {
      let source = parsed.get(path);
      if (source === undefined) {
        const text = isSourcePath(path) || hasNoEnding(path) ? project.read(path) : null;
        source = text === null || isMinified(text) ? null : parseSource(path, text);
        parsed.set(path, source);
      }
      return source;
    },
  };
}

/** Text that a tool wrote for browsers: nobody writes long files in lines of many hundreds of letters. */
export function isMinified(text: string): boolean {
  const [least, longestLine] = [10_000, 500];
  return text.length > least && text.split("\n", text.length / longestLine + 1).length <= text.length / longestLine;
}

/** 1-based line on which a node begins. */
export function lineOf(node: SyntaxNode): number {
  return node.range().start.line + 1;
}

/** Every node of a kind, in the order of the text, the node itself included; none where the language has no such kind. */
export function nodesOf(node: SyntaxNode, kind: string, pattern?: RegExp): readonly SyntaxNode[] {
  try {
    return node.all(kind, pattern);
  } catch {
    return [];
  }
}

/** The value of a string literal, or of a template without placeholders; `null` for anything else. */
export function stringValue(node: SyntaxNode | null): string | null {
  if (node === null) {
    return null;
  }
  if (node.kind() === "template_string") {
    return node.children().some((child) => child.kind() === "template_substitution") ? null : unescape(node);
  }
  return node.kind() === "string" ? unescape(node) : null;
}

/** The parts of a call: `app.use("/a", b)` has callee `app.use`, object `app`, method `use`, two arguments. */
export interface Call {
  readonly node: SyntaxNode;
  readonly callee: SyntaxNode;
  /** What the method is called on; `null` for a plain function. */
  readonly object: SyntaxNode | null;
  /** Name of the method or function; `null` where it is computed. */
  readonly method: string | null;
  readonly args: readonly SyntaxNode[];
}

/** `null` where the node is no call. */
export function readCall(node: SyntaxNode): Call | null {
  if (node.kind() !== "call_expression" && node.kind() !== "new_expression") {
    return null;
  }
  const callee = node.field(node.kind() === "new_expression" ? "constructor" : "function");
  if (callee === null) {
    return null;
  }
  const args = node
    .field("arguments")
    ?.children()
    .filter((child) => child.isNamed() && child.kind() !== "comment");
  const member = callee.kind() === "member_expression";
  return {
    node,
    callee,
    object: member ? callee.field("object") : null,
    method: member ? (callee.field("property")?.text() ?? null) : callee.kind() === "identifier" ? callee.text() : null,
    args: args ?? [],
  };
}

/** Every call in a node, or those in whose text a pattern is found, in the order of the text, outer calls before inner ones. */
export function callsIn(node: SyntaxNode, pattern?: RegExp): Call[] {
  return nodesOf(node, "call_expression", pattern).flatMap((found) => readCall(found) ?? []);
}

/** Entries of an object literal by name: `{ a: 1, b }`; a method or spread is left out. */
export function objectEntries(node: SyntaxNode): Map<string, SyntaxNode> {
  const entries = new Map<string, SyntaxNode>();
  for (const child of node.kind() === "object" ? node.children() : []) {
    if (child.kind() === "shorthand_property_identifier") {
      entries.set(child.text(), child);
    }
    const key = child.kind() === "pair" ? child.field("key") : null;
    const value = child.field("value");
    if (key !== null && value !== null) {
      entries.set(stringValue(key) ?? key.text(), value);
    }
  }
  return entries;
}

function hasNoEnding(path: string): boolean {
  return !path.slice(path.lastIndexOf("/") + 1).includes(".");
}

/** `bin/www` with `#!/usr/bin/env node` on its first line. */
function isNodeScript(path: string, text: string): boolean {
  return hasNoEnding(path) && /^#!.*\bnode\b/.test(text);
}

function languageOf(path: string): GrammarName | null {
  return languages[path.slice(path.lastIndexOf(".") + 1)] ?? null;
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", 0: "\0", b: "\b", f: "\f", v: "\v" };

function unescape(node: SyntaxNode): string {
  return node
    .text()
    .slice(1, -1)
    .replace(/\\(?:u\{([0-9a-f]+)\}|u([0-9a-f]{4})|x([0-9a-f]{2})|([\s\S]))/gi, (_all, braced, four, two, one) => {
      const code = (braced ?? four ?? two) as string | undefined;
      const point = code === undefined ? Number.NaN : Number.parseInt(code, 16);
      return point <= 0x10ffff
        ? String.fromCodePoint(point)
        : (escapes[one as string] ?? (one as string | undefined) ?? "");
    });
}

const shared = new WeakMap<ProjectReader, Sources>();

/** The source files of a project, shared by all that read it. */
export function sourcesOf(project: ProjectReader): Sources {
  let sources = shared.get(project);
  if (sources === undefined) {
    sources = createSources(project);
    shared.set(project, sources);
  }
  return sources;
}
