import { parseGrammar } from "@backwright/grammars";
import type { GrammarNode } from "@backwright/grammars";
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
  /** `null` where there is no such file or it is no Python. */
  get(path: string): SourceFile | null;
}

/** Text beyond this is data or generated; a tree of it would cost more than it tells. */
const mostText = 400_000;

/** Parses a text as Python; `null` where it is too large to be written by hand. */
export function parseSource(path: string, text: string): SourceFile | null {
  return text.length > mostText ? null : { path, text, root: parseGrammar("python", text) };
}

const shared = new WeakMap<ProjectReader, Sources>();

/** The sources of a project, shared by everyone who reads it. */
export function sourcesOf(project: ProjectReader): Sources {
  const known = shared.get(project) ?? createSources(project);
  shared.set(project, known);
  return known;
}

function createSources(project: ProjectReader): Sources {
  const parsed = new Map<string, SourceFile | null>();
  return {
    get(path) {
      let source = parsed.get(path);
      if (source === undefined) {
        const text = isSourcePath(path) ? project.read(path) : null;
        source = text === null ? null : parseSource(path, text);
        parsed.set(path, source);
      }
      return source;
    },
  };
}

/** True for a file of Python code. */
export function isSourcePath(path: string): boolean {
  return path.endsWith(".py");
}

/** 1-based line on which a node begins. */
export function lineOf(node: SyntaxNode): number {
  return node.range().start.line + 1;
}

/** 1-based line of an offset in a text. */
export function lineAt(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < index; at = text.indexOf("\n", at + 1)) {
    line++;
  }
  return line;
}

/** The named children without comments. */
export function kids(node: SyntaxNode | null): readonly SyntaxNode[] {
  return node === null ? [] : node.named();
}

/** Every node of a kind, in the order of the text. */
export function nodesOf(node: SyntaxNode, kind: string): readonly SyntaxNode[] {
  return node.all(kind);
}

/** The value of a string without placeholders, adjacent strings joined; `null` for anything else. */
export function stringValue(node: SyntaxNode | null): string | null {
  if (node === null) {
    return null;
  }
  if (node.kind() === "concatenated_string") {
    const parts = kids(node).map((child) => stringValue(child));
    return parts.every((part) => part !== null) ? parts.join("") : null;
  }
  if (node.kind() !== "string" || kids(node).some((child) => child.kind() === "interpolation")) {
    return null;
  }
  return stringContent(node);
}

/** The text between the quotes with escapes resolved, unless the string is raw. */
export function stringContent(node: SyntaxNode): string {
  const [start] = node.children();
  const raw = /^[bBuUfF]*[rR]/.test(start?.text() ?? "");
  return kids(node)
    .filter((child) => child.kind() === "string_content")
    .map((child) => (raw ? child.text() : unescapeText(child.text())))
    .join("");
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "\n": "" };

/** Resolves the common escapes of a string that is not raw. */
export function unescapeText(text: string): string {
  return text.includes("\\")
    ? text.replace(
        /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|([\\'"ntr\n]))/gi,
        (_all, two, four, one: string | undefined) => {
          const code = (two ?? four) as string | undefined;
          return code === undefined
            ? (escapes[one ?? ""] ?? one ?? "")
            : String.fromCodePoint(Number.parseInt(code, 16));
        },
      )
    : text;
}

/** One argument of a call. */
export interface CallArgument {
  /** `null` for a positional one. */
  readonly name: string | null;
  readonly value: SyntaxNode;
  /** `*args` or `**kwargs`. */
  readonly splat: "list" | "dictionary" | null;
}

/** The arguments of a call, or of a class's bases. */
export function argumentsOf(node: SyntaxNode | null): CallArgument[] {
  if (node?.kind() === "generator_expression") {
    return [{ name: null, value: node, splat: null }];
  }
  return kids(node).flatMap((child): CallArgument[] => {
    switch (child.kind()) {
      case "keyword_argument": {
        const value = child.field("value");
        return value === null ? [] : [{ name: child.field("name")?.text() ?? null, value, splat: null }];
      }
      case "list_splat":
      case "dictionary_splat": {
        const value = kids(child)[0];
        const splat = child.kind() === "list_splat" ? "list" : "dictionary";
        return value === undefined ? [] : [{ name: null, value, splat }];
      }
      default:
        return [{ name: null, value: child, splat: null }];
    }
  });
}

/** The decorators of a function or class, the outermost first, without the `@`. */
export function decoratorsOf(node: SyntaxNode): SyntaxNode[] {
  const parent = node.parent();
  return parent?.kind() === "decorated_definition"
    ? kids(parent).flatMap((child) => (child.kind() === "decorator" ? (kids(child)[0] ?? []) : []))
    : [];
}

/** `a.b.c` for names and attributes, the callee's for calls; `null` for anything else. */
export function dottedName(node: SyntaxNode | null): string | null {
  if (node !== null && node.range().end.index - node.range().start.index > longestName && node.kind() !== "call") {
    return null;
  }
  switch (node?.kind()) {
    case "identifier":
    case "dotted_name":
      return node.text();
    case "attribute": {
      const object = dottedName(node.field("object"));
      return object === null ? null : `${object}.${node.field("attribute")?.text() ?? ""}`;
    }
    case "call":
      return dottedName(node.field("function"));
    default:
      return null;
  }
}

const longestName = 2000;

/** The name of a function, class or call for people: `a.b`, `(inline)` for anything without one. */
export function nameFor(node: SyntaxNode | null): string {
  return dottedName(node) ?? "(inline)";
}
