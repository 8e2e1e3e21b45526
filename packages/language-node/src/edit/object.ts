import type { SyntaxNode } from "../syntax.ts";
import type { TextEdit } from "./text.ts";

/** An edit that adds entries behind the last one of an object or array literal; formatting is left to the caller. */
export function appendEntries(literal: SyntaxNode, entries: readonly string[]): TextEdit {
  const end = literal.range().end.index - 1;
  const children = literal.children();
  const last = children.at(-2);
  const comma = last === undefined || last.kind() === "," || children.length === 2 ? "" : ",";
  const at = last === undefined || children.length === 2 ? end : last.range().end.index;
  return { start: at, end: at, text: `${comma} ${entries.join(", ")}` };
}
