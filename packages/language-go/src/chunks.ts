import type { ProjectReader } from "@backwright/core";
import { isReadable, parseGo } from "./syntax.ts";
import type { SyntaxNode } from "./syntax.ts";

/** A declaration at the top of a file, found by its text and parsed by itself when its node is asked for. */
export interface Chunk {
  readonly keyword: "func" | "type" | "var" | "const";
  /** What it declares; empty where that is a list, or several names. */
  readonly name: string;
  /** The type that a function is a method of. */
  readonly receiver: string | null;
  /** 1-based. */
  readonly line: number;
  readonly text: string;
  node(): SyntaxNode;
  /** The node, or for a function one without its body where that has not been parsed. */
  signature(): SyntaxNode;
}

const known = new WeakMap<ProjectReader, Map<string, readonly Chunk[]>>();

/** The declarations of a file in their order. */
export function chunksOf(project: ProjectReader, path: string): readonly Chunk[] {
  const all = known.get(project) ?? new Map<string, readonly Chunk[]>();
  known.set(project, all);
  let found = all.get(path);
  if (found === undefined) {
    const text = project.read(path) ?? "";
    found = cutUp(text) ?? chunksByTree(text);
    all.set(path, found);
  }
  return found;
}

const head = /(?:func|type|var|const|import)\b/y;
const indented = /[ \t]+func[ \t]+(?:\([^)\n]*\)[ \t]*)?\w+[ \t]*[([]/y;
const statement = /(?:if|for|return|switch|select|defer|go|else|\}\s*else|\w+(?:, *\w+)* *:?=|\w+(?:\.\w+)*\()/y;

interface Start {
  readonly keyword: string;
  readonly index: number;
  /** 0-based. */
  readonly line: number;
}

/** Code as `gofmt` leaves it has its declarations, and nothing else, at the beginning of lines; `null` where that is in doubt. */
function cutUp(text: string): Chunk[] | null {
  const starts = startsIn(text);
  if (starts === null || !isWhole(text.slice(0, starts[0]?.index))) {
    return null;
  }
  const chunks: Chunk[] = [];
  for (const [position, { keyword, line, index }] of starts.entries()) {
    const part = text.slice(index, starts[position + 1]?.index ?? text.length);
    if (!isWhole(part)) {
      return null;
    }
    if (keyword !== "import") {
      chunks.push(chunkOf(keyword as Chunk["keyword"], part, { line, index }));
    }
  }
  return chunks;
}

/** Where declarations begin; `null` where a line is none that `gofmt` leaves. */
function startsIn(text: string): Start[] | null {
  const starts: Start[] = [];
  let line = 0;
  for (let at = 0; at !== -1 && at < text.length; line += 1) {
    const first = text.charCodeAt(at);
    if (first === tab || first === space) {
      if (fits(indented, text, at)) {
        return null;
      }
    } else if (first !== lineFeed) {
      if (fits(statement, text, at)) {
        return null;
      }
      if (fits(head, text, at)) {
        starts.push({ keyword: text.slice(at, head.lastIndex), index: at, line });
      }
    }
    at = text.indexOf("\n", at) + 1 || -1;
  }
  return starts;
}

const [tab, lineFeed, space] = [9, 10, 32];

function fits(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

/** False where a text or a comment of several lines was cut, which may itself look like code. */
function isWhole(part: string): boolean {
  let quotes = 0;
  for (let at = part.indexOf("`"); at !== -1; at = part.indexOf("`", at + 1)) {
    quotes += 1;
  }
  return quotes % 2 === 0 && !hasOpenComment(part);
}

/** Whether a comment begins that does not end; what stands in a text, such as `"/files/*"`, begins none. */
function hasOpenComment(part: string): boolean {
  let at = part.indexOf("/*");
  while (at !== -1) {
    const before = part.slice(part.lastIndexOf("\n", at) + 1, at);
    const inside = before.includes("//") || before.split('"').length % 2 === 0 || before.split("`").length % 2 === 0;
    const end = inside ? at : part.indexOf("*/", at + 2);
    if (end === -1) {
      return true;
    }
    at = part.indexOf("/*", end + 2);
  }
  return false;
}

function chunkOf(keyword: Chunk["keyword"], part: string, start: { line: number; index: number }): Chunk {
  const close = keyword === "func" ? part.lastIndexOf("\n}") : -1;
  const text = close === -1 ? part : part.slice(0, close + 2);
  let node: SyntaxNode | null = null;
  let signature: SyntaxNode | null = null;
  return {
    ...named(keyword, text),
    keyword,
    line: start.line + 1,
    text,
    node() {
      node ??= declarationIn(text, start);
      return node;
    },
    signature() {
      const head = node === null && signature === null && keyword === "func" ? headOf(text) : null;
      signature ??= head === null ? null : declarationIn(`${head}{}`, start);
      return node ?? signature ?? this.node();
    },
  };
}

/** What stands before the body of a function; `null` where the text alone does not tell. */
function headOf(text: string): string | null {
  const at = text.search(/\{[ \t]*$/m);
  const head = text.slice(0, Math.max(at, 0));
  return at === -1 || head.includes("{") || head.split("(").length !== head.split(")").length ? null : head;
}

/** The beginning of a list of numbers, as generated code keeps files in. */
const numbers = /^var\s+\w+\s*=\s*\[\](?:byte|u?int(?:8|16|32|64)?)\{/;

function declarationIn(text: string, start: { line: number; index: number }): SyntaxNode {
  const list = numbers.exec(text)?.[0];
  const told = list === undefined ? text : `${list}}`;
  const { root } = parseGo("", isReadable(told) ? told : "", start);
  return root.children().find((child) => kinds[child.kind()] !== undefined) ?? root;
}

function named(keyword: string, text: string): Pick<Chunk, "name" | "receiver"> {
  if (keyword === "func") {
    const head = /^func\s*(\([^)]*\))?\s*([^\s([]+)/.exec(text);
    return { name: head?.[2] ?? "", receiver: head?.[1] === undefined ? null : receiverType(head[1]) };
  }
  const head = keyword === "type" ? /^type\s+([\p{L}_][\p{L}\p{N}_]*)/u : /^\w+\s+([\p{L}_][\p{L}\p{N}_]*)(?!\s*,)\b/u;
  return { name: head.exec(text)?.[1] ?? "", receiver: null };
}

function receiverType(text: string): string {
  return /^\(\s*(?:\w+\s+)?\*?\s*(\w+)/.exec(text)?.[1] ?? "";
}

const kinds: Readonly<Record<string, Chunk["keyword"]>> = {
  function_declaration: "func",
  method_declaration: "func",
  type_declaration: "type",
  var_declaration: "var",
  const_declaration: "const",
};

/** The declarations of a file that has to be parsed as a whole. */
function chunksByTree(text: string): Chunk[] {
  if (!isReadable(text)) {
    return [];
  }
  return parseGo("", text)
    .root.children()
    .flatMap((node): Chunk[] => {
      const keyword = kinds[node.kind()];
      const receiver = node.kind() === "method_declaration" ? receiverType(node.field("receiver")?.text() ?? "") : null;
      const name = keyword === "func" ? (node.field("name")?.text() ?? "") : "";
      return keyword === undefined
        ? []
        : [
            {
              keyword,
              name,
              receiver,
              line: node.range().start.line + 1,
              text: node.text(),
              node: () => node,
              signature: () => node,
            },
          ];
    });
}
