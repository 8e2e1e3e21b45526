import { isSampleCode } from "@backwright/core";
import type { SecurityFinding, SecurityRule } from "@backwright/core";
import { isGoCode } from "../packages.ts";
import { isReadable, lineOf, namedChildren, nodesOf, parseGo } from "../syntax.ts";
import type { GoFile, SyntaxNode } from "../syntax.ts";

interface RuleDefinition extends Omit<SecurityRule, "find"> {
  /** A text without it cannot hold a finding, and is not parsed. */
  readonly mayConcern: RegExp;
  findIn(source: GoFile): readonly SecurityFinding[];
}

const generated = /^\/\/ Code generated .* DO NOT EDIT\.$/m;

/** A rule for Go code; tests, samples, generated code and other languages are none of its business. */
export function defineRule({ mayConcern, findIn, ...rule }: RuleDefinition): SecurityRule {
  return {
    ...rule,
    find({ path, text }) {
      const concerns = isGoCode(path) && !isSampleCode(path) && mayConcern.test(text) && isReadable(text);
      return !concerns || generated.test(text.slice(0, 2000)) ? [] : unique(findIn(parseGo(path, text)));
    },
  };
}

export function finding(node: SyntaxNode, message: string): SecurityFinding {
  return { line: lineOf(node), message };
}

function unique(findings: readonly SecurityFinding[]): SecurityFinding[] {
  const seen = new Set<string>();
  return findings.filter(({ line, message }) => {
    const key = `${line} ${message}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

export interface FoundCall {
  readonly node: SyntaxNode;
  /** As written: `tx.QueryRow`. */
  readonly callee: string;
  readonly args: readonly SyntaxNode[];
}

/** Every call; `[]byte(x)` is one that the syntax calls a conversion. */
export function callsIn(source: GoFile): FoundCall[] {
  return [...nodesOf(source.root, "call_expression")].map((node) => {
    const list = node.field("arguments");
    return { node, callee: node.field("function")?.text() ?? "", args: list === null ? [] : namedChildren(list) };
  });
}

/** A name with the value that it is bound to. */
export interface Binding {
  readonly node: SyntaxNode;
  readonly name: string;
  readonly value: SyntaxNode;
}

/** `name = value`, `name := value`, `var name = value`, `Name: value` and `m["name"] = value`. */
export function bindingsIn({ root }: GoFile): Binding[] {
  const assigned = [...nodesOf(root, "assignment_statement"), ...nodesOf(root, "short_var_declaration")].flatMap(
    (node) => pair(node, expressions(node.field("left")), expressions(node.field("right"))),
  );
  const declared = [...nodesOf(root, "var_spec"), ...nodesOf(root, "const_spec")].flatMap((node) =>
    pair(
      node,
      namedChildren(node).filter((child) => child.kind() === "identifier"),
      expressions(node.field("value")),
    ),
  );
  const keyed = nodesOf(root, "keyed_element").flatMap((node): Binding[] => {
    const [key, value] = namedChildren(node).map(inner);
    return key === undefined || value === undefined ? [] : [{ node, name: nameOf(key), value }];
  });
  return [...assigned, ...declared, ...keyed];
}

function pair(node: SyntaxNode, names: readonly SyntaxNode[], values: readonly SyntaxNode[]): Binding[] {
  return names.flatMap((name, index) => {
    const value = values[index];
    return value === undefined
      ? []
      : [{ node: name.parent()?.kind() === "var_spec" ? node : name, name: nameOf(name), value }];
  });
}

function expressions(node: SyntaxNode | null): readonly SyntaxNode[] {
  return node === null ? [] : node.kind() === "expression_list" ? namedChildren(node) : [node];
}

function inner(node: SyntaxNode): SyntaxNode {
  return node.kind() === "literal_element" ? (namedChildren(node)[0] ?? node) : node;
}

/** `a`, `s.a` and `m["a"]` are all `a`. */
function nameOf(node: SyntaxNode): string {
  switch (node.kind()) {
    case "selector_expression":
      return node.field("field")?.text() ?? "";
    case "index_expression":
      return (node.field("index")?.text() ?? "").replace(/^["'`]|["'`]$/g, "");
    default:
      return node.text().replace(/^["'`]|["'`]$/g, "");
  }
}
