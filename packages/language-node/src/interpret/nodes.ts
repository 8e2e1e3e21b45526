import type { SyntaxNode } from "../syntax.ts";

/** Children without punctuation and comments. */
export function namedChildren(node: SyntaxNode): SyntaxNode[] {
  return node.children().filter((child) => child.isNamed() && child.kind() !== "comment");
}
