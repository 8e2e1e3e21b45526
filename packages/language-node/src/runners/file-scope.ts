import { applyEdits } from "../edit/text.ts";
import type { TextEdit } from "../edit/text.ts";
import { callsIn, parseSource, readCall } from "../syntax.ts";
import type { SyntaxNode } from "../syntax.ts";

/**
 * Keeps the hooks of a file of tests to that file: mocha runs hooks outside of `describe` in front of the tests of all files.
 *
 * @param title names the tests where they are not within one `describe` already
 */
export function scopeHooks(text: string, title: string): string {
  const root = parseSource("test.ts", text)?.root;
  const statements = root?.children().filter((node) => node.isNamed() && node.kind() !== "comment") ?? [];
  const hooks = statements.filter((node) => /^(?:beforeEach|afterEach|before|after)$/.test(calleeOf(node)));
  if (!hooks.some((node) => calleeOf(node).endsWith("Each"))) {
    return text;
  }
  const groups = statements.filter((node) => calleeOf(node) === "describe");
  const tests = statements.filter((node) => calleeOf(node) === "it" || isLoopOfTests(node));
  const [group] = groups;
  const body = group === undefined ? undefined : readCall(group.children()[0] ?? group)?.args[1]?.field("body");
  if (groups.length === 1 && tests.length === 0 && body) {
    const start = body.range().start.index + 1;
    return applyEdits(text, [
      ...hooks.map((node) => removal(node, text)),
      { start, end: start, text: `\n${hooks.map((node) => withComment(node, text)).join("\n\n")}\n` },
    ]);
  }
  const moved = statements.filter((node) => [...hooks, ...groups, ...tests].includes(node));
  const rest = applyEdits(
    text,
    moved.map((node) => removal(node, text)),
  );
  const inner = moved.map((node) => withComment(node, text)).join("\n\n");
  return `${rest.trimEnd()}\n\ndescribe('${title}', () => {\n${inner}\n});\n`;
}

/** `beforeEach` for `beforeEach(…);`; empty for what is no call. */
function calleeOf(statement: SyntaxNode): string {
  const expression = statement.kind() === "expression_statement" ? statement.children()[0] : undefined;
  return (expression && readCall(expression)?.callee.text()) ?? "";
}

function isLoopOfTests(statement: SyntaxNode): boolean {
  return statement.kind() === "for_in_statement" && callsIn(statement).some(({ callee }) => callee.text() === "it");
}

/** Where a statement begins with the comment directly above it. */
function startOf(node: SyntaxNode): number {
  const above = node.prev();
  const isNear = above?.kind() === "comment" && above.range().end.line === node.range().start.line - 1;
  return (isNear ? above : node).range().start.index;
}

function withComment(node: SyntaxNode, text: string): string {
  return text.slice(startOf(node), node.range().end.index);
}

function removal(node: SyntaxNode, text: string): TextEdit {
  const end = node.range().end.index;
  return { start: startOf(node), end: end + (/^[\t ]*\r?\n/.exec(text.slice(end))?.[0].length ?? 0), text: "" };
}
