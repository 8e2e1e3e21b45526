import type { SyntaxNode } from "./syntax.ts";
import { readCall, stringValue } from "./syntax.ts";
import type { Call } from "./syntax.ts";

const inline = new Set(["arrow_function", "function_expression"]);
const wraps = new Set(["identifier", "member_expression", "call_expression", ...inline]);
const literal = new Set(["string", "number", "true", "false", "null"]);

/**
 * A short name for a handler or guard: `auth.required`, `requireRole("admin")`, `passport.authenticate("jwt")`. A call
 * with other arguments than plain literals is named by its callee; an inline function by its own name, else `null`.
 */
export function expressionName(node: SyntaxNode): string | null {
  if (inline.has(node.kind())) {
    return node.field("name")?.text() ?? null;
  }
  const call = innermost(node);
  if (call !== null) {
    const plain = call.args.every((argument) => literal.has(argument.kind()));
    const shown = call.args.map((argument) => JSON.stringify(stringValue(argument) ?? argument.text())).join(", ");
    return plain ? `${calleeName(call.callee)}(${shown})` : calleeName(call.callee);
  }
  const text = node.text().slice(0, 400).replace(/\s+/g, " ");
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

/** `body("email").isEmail().trim()` is about `body("email")`. */
function innermost(node: SyntaxNode): Call | null {
  const call = readCall(node);
  return call?.object == null ? call : (innermost(call.object) ?? call);
}

/** The name of a route's handler: what wrappers such as `asyncHandler(list)` are given, or `(inline)`. */
export function handlerName(node: SyntaxNode): string {
  const call = readCall(node);
  const wrapped = call?.args.length === 1 ? call.args[0] : undefined;
  if (wrapped !== undefined && wraps.has(wrapped.kind())) {
    return handlerName(wrapped);
  }
  const bound = call?.method === "bind" ? call.object : null;
  return (bound ?? null)?.text() ?? expressionName(node) ?? "(inline)";
}

function calleeName(callee: SyntaxNode): string {
  const text = callee.text().slice(0, 300).replace(/\s+/g, " ");
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
