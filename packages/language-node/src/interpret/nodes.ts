import type { SyntaxNode } from "../syntax.ts";

/** Children without punctuation and comments. */
export function namedChildren(node: SyntaxNode): readonly SyntaxNode[] {
  return node.named();
}

/** The names of a function's parameters; what takes a parameter apart has none. */
export function parameterNames(node: SyntaxNode): string[] {
  const single = node.field("parameter");
  const parameters = single === null ? (node.field("parameters")?.children() ?? []) : [single];
  return parameters
    .filter((child) => child.isNamed())
    .flatMap((parameter) => {
      const pattern = parameter.field("pattern") ?? parameter;
      return pattern.kind() === "object_pattern" ? [] : [pattern.text()];
    });
}
