import { kids } from "../syntax.ts";
import type { SyntaxNode } from "../syntax.ts";
import type { Frame } from "./machine.ts";
import { itemsOf, unknown } from "./value.ts";
import type { Value } from "./value.ts";

/** Gives a value to what stands on the left of `=`, after `for` or after `as`. */
export function bindTarget(target: SyntaxNode, value: Value, frame: Frame): void {
  switch (target.kind()) {
    case "identifier":
      frame.scope.declare(target.text(), value);
      frame.owner?.members.set(target.text(), value);
      break;
    case "pattern_list":
    case "tuple_pattern":
    case "list_pattern":
    case "tuple":
    case "list": {
      const items = itemsOf(value);
      kids(target).forEach((child, index) => bindTarget(child, items?.[index] ?? unknown, frame));
      break;
    }
    case "attribute":
      setMember(target, value, frame);
      break;
    case "subscript":
      setIndex(target, value, frame);
      break;
    case "as_pattern_target":
    case "parenthesized_expression":
      kids(target).forEach((child) => bindTarget(child, value, frame));
      break;
  }
}

function setMember(target: SyntaxNode, value: Value, frame: Frame): void {
  const object = target.field("object");
  const owner = object === null ? unknown : frame.machine.evaluate(object, frame);
  const name = target.field("attribute")?.text() ?? "";
  const members = owner.kind === "instance" ? owner.entries : owner.kind === "class" ? owner.members : null;
  if (members !== null && (value.kind !== "unknown" || !members.has(name))) {
    members.set(name, value);
  }
}

function setIndex(target: SyntaxNode, value: Value, frame: Frame): void {
  const [object, key] = kids(target).map((child) => frame.machine.evaluate(child, frame));
  if (object?.kind === "dict" && key?.kind === "text") {
    object.entries.set(key.text, value);
  }
}
