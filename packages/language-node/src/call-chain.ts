import { readCall } from "./syntax.ts";
import type { SyntaxNode } from "./syntax.ts";

/** The calls of `text("email").notNull().unique()` from the first to the last, by name. */
export function callChain(node: SyntaxNode): { name: string; args: readonly SyntaxNode[] }[] {
  const call = readCall(node);
  if (call === null) {
    return [];
  }
  const before = call.object === null ? [] : callChain(call.object);
  return [...before, { name: call.method ?? call.callee.text(), args: call.args }];
}
