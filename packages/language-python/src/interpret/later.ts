import type { SyntaxNode } from "../syntax.ts";
import { bindTarget } from "./bind.ts";
import type { Frame } from "./machine.ts";

/** Leaves an assignment until somebody asks for the variable; `false` where it has to be made at once. */
export function assignLater(left: SyntaxNode, right: SyntaxNode, frame: Frame): boolean {
  if (frame.owner !== null || right.kind() === "assignment") {
    return false;
  }
  if (left.kind() === "identifier") {
    frame.scope.declareLater(left.text(), () => frame.machine.evaluate(right, frame));
    return true;
  }
  const root = rootOf(left);
  return (
    root !== null && frame.scope.afterwards(root, () => bindTarget(left, frame.machine.evaluate(right, frame), frame))
  );
}

/** The variable at the beginning of `a.b["c"].d`. */
export function rootOf(node: SyntaxNode | null): string | null {
  switch (node?.kind()) {
    case "identifier":
      return node.text();
    case "attribute":
      return rootOf(node.field("object"));
    case "subscript":
      return rootOf(node.field("value"));
    default:
      return null;
  }
}
