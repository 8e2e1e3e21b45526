import { namedChildren, stringValue } from "@backwright/language-go";
import type { Argument, FunctionValue, SyntaxNode, Value } from "@backwright/language-go";
import type { GraphBuilder } from "./builder.ts";

const signsIn =
  /auth|jwt|protect|logged_?(?:in|on)|login|signed|session|token|bearer|role|permi|admin|guard|acl|secure|restrict|require_?user|current_?user|identity|oidc|keycloak|casbin|api_?key|keyauth|paseto/i;
const letsAnyonePass =
  /optional|maybe|anonymous|guest|limit|csrf|nosurf|cors|logg(er|ing)|recover|request_?id|validat|schema|error|refresh|generate|create|issue|loadandsave|securecookie|helmet|secureheaders|^(set|load|parse|extract|decode)/i;
const literals = new Set(["interpreted_string_literal", "raw_string_literal", "int_literal", "true", "false", "nil"]);

/** Whether a guard of this name lets only callers pass who are known. */
export function authenticates(builder: GraphBuilder, name: string): boolean {
  const likely = builder.strict.has(name) || signsIn.test(name);
  return likely && !letsAnyonePass.test(name) && !builder.lenient.has(name);
}

/** The names of functions before a handler; inline ones, and plumbing of others, have none. */
export function guardNames(builder: GraphBuilder, args: readonly Argument[]): string[] {
  return args.flatMap(({ node, value }) => guardName(builder, node, value) ?? []);
}

/** `null` for what keeps nobody out. */
export function guardName(builder: GraphBuilder, node: SyntaxNode, value: Value): string | null {
  if (node.kind() === "func_literal") {
    return null;
  }
  const name = expressionName(node);
  if (value.kind === "foreign" && !(signsIn.test(name) && !letsAnyonePass.test(name))) {
    return null;
  }
  noteGuard(builder, name, value.kind === "function" ? textOfFunction(value) : "");
  return name;
}

/** The code of a function; that of a declared one is known before it is parsed. */
export function textOfFunction(value: FunctionValue): string {
  return value.declared === null ? value.node.text() : value.declared.text;
}

/** What a guard's own code says: that it gives those without an account a name of their own, or that it turns them away. */
export function noteGuard(builder: GraphBuilder, name: string, body: string): void {
  if (/\bfalse\)$/.test(name) || /anonymous|optional|\bguest/i.test(body)) {
    builder.lenient.add(name);
  } else if (/StatusUnauthorized\b|(?<![\d.])401(?!\d)|\bErrUnauthorized\b|codes\.Unauthenticated\b/.test(body)) {
    builder.strict.add(name);
  }
}

/** A short name: `app.requireAuth`, `middleware.Role("admin")`; a call with other arguments is named by its callee. */
export function expressionName(node: SyntaxNode): string {
  if (node.kind() !== "call_expression") {
    return shorten(node.text());
  }
  const callee = shorten(node.field("function")?.text() ?? "");
  const list = node.field("arguments");
  const args = list === null ? [] : namedChildren(list);
  const plain = args.every((argument) => literals.has(argument.kind()));
  const shown = args.map((argument) => JSON.stringify(stringValue(argument)) ?? argument.text());
  return plain && args.length > 0
    ? `${callee}(${args.map((argument, index) => (stringValue(argument) === null ? argument.text() : shown[index])).join(", ")})`
    : callee;
}

export function shorten(text: string): string {
  const plain = text.replace(/\s+/g, " ");
  return plain.length > 80 ? `${plain.slice(0, 77)}…` : plain;
}
