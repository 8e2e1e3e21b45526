import { callsIn, nodesOf, parseSource, readCall, stringValue } from "../syntax.ts";
import type { Call, SyntaxNode } from "../syntax.ts";
import { applyEdits, indentAt, lineEnd, newlineOf } from "./text.ts";

export interface Registration {
  /** Variable that holds the application: `app`. */
  readonly variable: string;
  /** The statement to add, in the file's style. */
  readonly statement: string;
  /** How many parameters a function has that is not declared in this file; four make an error handler. */
  readonly arity?: (name: string) => number | null;
}

const mounts = new Set(["use", "all", "get", "post", "put", "patch", "delete", "route"]);

/**
 * Adds a statement to the module that builds an Express application: behind the last mount, in front of the handlers for
 * unknown routes and errors. A text that holds the statement already comes back as it is; `null` where there is no mount
 * and no application to put it behind.
 */
export function addRegistration(path: string, text: string, registration: Registration): string | null {
  const root = parseSource(path, text)?.root;
  if (root === undefined) {
    return null;
  }
  const wanted = squeeze(registration.statement);
  if (nodesOf(root, "expression_statement").some((node) => squeeze(node.text()) === wanted)) {
    return text;
  }
  const anchor = findAnchor(root, registration);
  if (anchor === null) {
    return null;
  }
  const range = anchor.range();
  const end = lineEnd(text, range.end.index);
  const indent = indentAt(text, range.start.index);
  return applyEdits(text, [{ start: end, end, text: newlineOf(text) + indent + registration.statement }]);
}

/** The statement behind which a router belongs. */
function findAnchor(root: SyntaxNode, { variable, arity }: Registration): SyntaxNode | null {
  const declaration = nodesOf(root, "variable_declarator").find((node) => node.field("name")?.text() === variable);
  const declared = declaration?.parent() ?? null;
  const block = declared === null ? null : (exported(declared).parent() ?? null);
  if (declared === null || block === null) {
    return null;
  }
  const statements = block.children().filter((node) => node.isNamed() && node.kind() !== "comment");
  const calls = statements.map((node) => mountOf(node, variable));
  const last = calls.findLastIndex((call) => call !== null && !isFallback(root, call, arity));
  const from = last === -1 ? statements.findIndex((node) => node.id() === exported(declared).id()) : last;
  return statements[from] ?? null;
}

function exported(declared: SyntaxNode): SyntaxNode {
  const parent = declared.parent();
  return parent?.kind() === "export_statement" ? parent : declared;
}

function mountOf(statement: SyntaxNode, variable: string): Call | null {
  if (statement.kind() !== "expression_statement") {
    return null;
  }
  const call = readCall(statement.children()[0] ?? statement);
  return call !== null && chainRoot(call)?.text() === variable && mounts.has(call.method ?? "") ? call : null;
}

/** `app` in `app.route("/a").get(b)`. */
function chainRoot(call: Call): SyntaxNode | null {
  let object = call.object;
  for (let inner = object && readCall(object); inner !== null; inner = object && readCall(object)) {
    object = inner.object;
  }
  return object;
}

/** A handler for unknown routes or errors, or pages of documentation at the root: what answers all that is left. */
function isFallback(root: SyntaxNode, call: Call, arity: Registration["arity"]): boolean {
  const [first] = call.args;
  const path = stringValue(first ?? null);
  if (path !== null) {
    return /^\/?(\*|\(\.\*\)|\{?\*\w+\}?)$/.test(path);
  }
  return call.args.some((arg) => {
    if (arg.kind() === "regex") {
      return /^\/\.?\*/.test(arg.text());
    }
    if (arg.kind() === "arrow_function" || arg.kind() === "function_expression") {
      return parameterCount(arg) === 4 || (call.args.length === 1 && /\b404\b|not.?found/i.test(arg.text()));
    }
    const name = (arg.kind() === "call_expression" ? arg.field("function") : arg)?.text() ?? "";
    const local = nodesOf(root, "function_declaration").find((node) => node.field("name")?.text() === name);
    const count = local === undefined ? (arity?.(name) ?? null) : parameterCount(local);
    return count === 4 || /error|not.?found|unknown|404|fallback|catch.?all|swagger|open.?api|redoc/i.test(name);
  });
}

/** Number of parameters of a function. */
export function parameterCount(node: SyntaxNode): number {
  const list = node.field("parameters");
  return list === null ? 1 : list.children().filter((child) => child.isNamed() && child.kind() !== "comment").length;
}

function squeeze(text: string): string {
  return text.replaceAll(/[\s;]/g, "").replaceAll("'", '"');
}

/** True where a module registers something on the variable at all. */
export function hasMounts(root: SyntaxNode, variable: string): boolean {
  return callsIn(root).some((call) => call.object?.text() === variable && mounts.has(call.method ?? ""));
}
