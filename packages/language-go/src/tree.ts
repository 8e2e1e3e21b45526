import type { GrammarNode } from "@backwright/grammars";

/**
 * A node of the syntax tree of one file, that remembers what was asked before: following code asks the same nodes again and
 * again, and each question to the parser itself costs more than the answer.
 */
export interface SyntaxNode {
  kind(): string;
  text(): string;
  isNamed(): boolean;
  range(): SyntaxRange;
  children(): readonly SyntaxNode[];
  /** Children that are no punctuation and no comment. */
  named(): readonly SyntaxNode[];
  field(name: string): SyntaxNode | null;
  parent(): SyntaxNode | null;
  /** The nodes around it, the nearest first. */
  ancestors(): readonly SyntaxNode[];
  /** Every node of a kind, in the order of the text, the node itself included. */
  all(kind: string): readonly SyntaxNode[];
}

interface Position {
  /** 0-based. */
  readonly line: number;
  readonly column: number;
  readonly index: number;
}

interface SyntaxRange {
  readonly start: Position;
  readonly end: Position;
}

/** Wraps a node of the parser. */
export function remembering(node: GrammarNode): SyntaxNode {
  return new RememberingNode(node);
}

class RememberingNode implements SyntaxNode {
  readonly #node: GrammarNode;
  #fields: Map<string, SyntaxNode | null> | null = null;
  #kind: string | null = null;
  #text: string | null = null;
  #range: SyntaxRange | null = null;
  #children: readonly SyntaxNode[] | null = null;
  #named: readonly SyntaxNode[] | null = null;

  constructor(node: GrammarNode) {
    this.#node = node;
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

  range(): SyntaxRange {
    this.#range ??= this.#node.range();
    return this.#range;
  }

  children(): readonly SyntaxNode[] {
    this.#children ??= this.#node.children().map(remembering);
    return this.#children;
  }

  named(): readonly SyntaxNode[] {
    this.#named ??= this.children().filter((child) => child.isNamed() && child.kind() !== "comment");
    return this.#named;
  }

  field(name: string): SyntaxNode | null {
    this.#fields ??= new Map();
    let found = this.#fields.get(name);
    if (found === undefined) {
      const inner = this.#node.field(name);
      found = inner === null ? null : remembering(inner);
      this.#fields.set(name, found);
    }
    return found;
  }

  parent(): SyntaxNode | null {
    const above = this.#node.parent();
    return above === null ? null : remembering(above);
  }

  ancestors(): readonly SyntaxNode[] {
    return this.#node.ancestors().map(remembering);
  }

  all(kind: string): readonly SyntaxNode[] {
    return this.#node.findAll({ rule: { kind } }).map(remembering);
  }
}
