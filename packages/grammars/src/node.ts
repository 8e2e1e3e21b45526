import type { SgNode } from "@ast-grep/napi";

/**
 * A node of the syntax tree of one file, one object for each, that remembers what was asked before: following code asks the
 * same nodes again and again, and each question to the parser itself costs more than the answer. The tree tolerates
 * errors: what could not be parsed is an `ERROR` node.
 */
export interface GrammarNode {
  /** The same for the same node of a tree. */
  id(): number;
  kind(): string;
  text(): string;
  isNamed(): boolean;
  range(): GrammarRange;
  children(): readonly GrammarNode[];
  /** Children that are no punctuation and no comment. */
  named(): readonly GrammarNode[];
  field(name: string): GrammarNode | null;
  parent(): GrammarNode | null;
  /** The node before it with the same parent. */
  prev(): GrammarNode | null;
  /** The nodes around it, the nearest first. */
  ancestors(): readonly GrammarNode[];
  /** Every node of a kind, in the order of the text, the node itself included; of these those in whose text a pattern is found. */
  all(kind: string, pattern?: RegExp): readonly GrammarNode[];
}

interface Position {
  /** 0-based. */
  readonly line: number;
  readonly column: number;
  readonly index: number;
}

/** Where a node stands in its text. */
export interface GrammarRange {
  readonly start: Position;
  readonly end: Position;
}

/** Wraps the root of the parser's tree; `start` is where its text stands in a longer one, at the beginning of a line. */
export function remembering(root: SgNode, start: TextStart): GrammarNode {
  return wrap(root, { nodes: new Map(), start });
}

/** Lines and characters before a text. */
export interface TextStart {
  readonly line: number;
  readonly index: number;
}

interface Known {
  readonly nodes: Map<number, RememberingNode>;
  readonly start: TextStart;
}

function wrap(node: SgNode, known: Known): RememberingNode {
  const id = node.id();
  let wrapped = known.nodes.get(id);
  if (wrapped === undefined) {
    wrapped = new RememberingNode(node, known);
    known.nodes.set(id, wrapped);
  }
  return wrapped;
}

class RememberingNode implements GrammarNode {
  readonly #node: SgNode;
  readonly #known: Known;
  #fields: Map<string, GrammarNode | null> | null = null;
  #kind: string | null = null;
  #text: string | null = null;
  #range: GrammarRange | null = null;
  #children: readonly GrammarNode[] | null = null;
  #named: readonly GrammarNode[] | null = null;
  #parent: GrammarNode | null | undefined;

  constructor(node: SgNode, known: Known) {
    this.#node = node;
    this.#known = known;
  }

  id(): number {
    return this.#node.id();
  }

  kind(): string {
    this.#kind ??= String(this.#node.kind());
    return this.#kind;
  }

  text(): string {
    this.#text ??= this.#node.text();
    return this.#text;
  }

  isNamed(): boolean {
    return this.#node.isNamed();
  }

  range(): GrammarRange {
    this.#range ??= moved(this.#node.range(), this.#known.start);
    return this.#range;
  }

  children(): readonly GrammarNode[] {
    this.#children ??= this.#node.children().map((child) => wrap(child, this.#known));
    return this.#children;
  }

  named(): readonly GrammarNode[] {
    this.#named ??= this.#node
      .namedChildren()
      .map((child) => wrap(child, this.#known))
      .filter((child) => child.kind() !== "comment");
    return this.#named;
  }

  field(name: string): GrammarNode | null {
    this.#fields ??= new Map();
    let found = this.#fields.get(name);
    if (found === undefined) {
      const inner = this.#node.field(name);
      found = inner === null ? null : wrap(inner, this.#known);
      this.#fields.set(name, found);
    }
    return found;
  }

  parent(): GrammarNode | null {
    if (this.#parent === undefined) {
      const above = this.#node.parent();
      this.#parent = above === null ? null : wrap(above, this.#known);
    }
    return this.#parent;
  }

  prev(): GrammarNode | null {
    const before = this.#node.prev();
    return before === null ? null : wrap(before, this.#known);
  }

  ancestors(): readonly GrammarNode[] {
    return this.#node.ancestors().map((node) => wrap(node, this.#known));
  }

  all(kind: string, pattern?: RegExp): readonly GrammarNode[] {
    const rule = pattern === undefined ? { kind } : { kind, regex: pattern.source };
    return this.#node.findAll({ rule }).map((node) => wrap(node, this.#known));
  }
}

function moved(range: GrammarRange, { line, index }: TextStart): GrammarRange {
  function move(at: Position): Position {
    return { line: at.line + line, column: at.column, index: at.index + index };
  }
  return line === 0 && index === 0 ? range : { start: move(range.start), end: move(range.end) };
}
