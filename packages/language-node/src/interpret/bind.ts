import { stringValue } from "../syntax.ts";
import type { SyntaxNode } from "../syntax.ts";
import type { Frame } from "./machine.ts";
import { getMember, itemAt, setMember } from "./member.ts";
import { namedChildren } from "./nodes.ts";
import { list, unknown } from "./value.ts";
import type { Value } from "./value.ts";

/** Declares the names of a pattern: `a`, `{ a, b: c }`, `[a, b]`, with defaults. */
export function bindPattern(pattern: SyntaxNode, value: Value, frame: Frame): void {
  switch (pattern.kind()) {
    case "identifier":
    case "shorthand_property_identifier_pattern":
      frame.scope.declare(pattern.text(), value);
      break;
    case "assignment_pattern":
    case "object_assignment_pattern": {
      const [left, right] = [pattern.field("left"), pattern.field("right")];
      const known = value.kind !== "unknown" || right === null ? value : frame.machine.evaluate(right, frame);
      if (left !== null) {
        bindPattern(left, known, frame);
      }
      break;
    }
    case "object_pattern":
      bindObject(pattern, value, frame);
      break;
    case "array_pattern":
      namedChildren(pattern).forEach((child, index) => bindPattern(child, itemAt(value, index), frame));
      break;
    case "required_parameter":
    case "optional_parameter":
      bindParameter(pattern, value, frame);
      break;
    case "rest_pattern": {
      const name = namedChildren(pattern)[0];
      if (name !== undefined) {
        bindPattern(name, value.kind === "list" ? value : list([value]), frame);
      }
      break;
    }
  }
}

/** Gives an existing name, a member, or a pattern a value: `a = …`, `this.app = …`, `module.exports = …`. */
export function assignTo(target: SyntaxNode, value: Value, frame: Frame): void {
  if (target.kind() === "identifier") {
    frame.scope.assign(target.text(), frame.machine.branches > 0 ? withBefore(target.text(), value, frame) : value);
    return;
  }
  if (target.kind() === "object_pattern" || target.kind() === "array_pattern") {
    bindPattern(target, value, frame);
    return;
  }
  const owner = target.field("object");
  const property = target.field("property")?.text() ?? keyOf(target.field("index"));
  if (owner === null || property === null) {
    return;
  }
  if (owner.text() === "module" && property === "exports") {
    frame.exports.replaced = value;
    frame.exports.all.push(value);
  } else if (owner.text() === "exports" || owner.text() === "module.exports") {
    exportName(frame, property, value);
  } else {
    setMember(frame.machine.evaluate(owner, frame), property, value);
  }
}

/** Every branch counts: of a list that branches set anew, the items of all. */
function withBefore(name: string, value: Value, frame: Frame): Value {
  const before = frame.scope.lookup(name);
  return before?.kind === "list" && value.kind === "list"
    ? list([...before.items.filter((item) => !value.items.includes(item)), ...value.items])
    : value;
}

/** `["name"]`; `[Symbol.for("name")]` is `@@name`. */
function keyOf(index: SyntaxNode | null): string | null {
  const symbol = /^Symbol\.for\((["'])(.+)\1\)$/.exec(index?.text() ?? "");
  return symbol === null ? stringValue(index) : `@@${symbol[2]}`;
}

export function exportName(frame: Frame, name: string, value: Value): void {
  frame.exports.named.set(name, value);
  frame.exports.all.push(value);
  setMember(frame.exports.replaced ?? unknown, name, value);
}

function bindObject(pattern: SyntaxNode, value: Value, frame: Frame): void {
  for (const child of namedChildren(pattern)) {
    if (child.kind() === "pair_pattern") {
      const [key, inner] = [child.field("key"), child.field("value")];
      if (key !== null && inner !== null) {
        bindPattern(inner, getMember(value, stringValue(key) ?? key.text(), frame), frame);
      }
    } else if (child.kind() === "rest_pattern") {
      bindPattern(namedChildren(child)[0] ?? child, value, frame);
    } else {
      const name = child.kind() === "object_assignment_pattern" ? (child.field("left")?.text() ?? "") : child.text();
      bindPattern(child, getMember(value, name, frame), frame);
    }
  }
}

/** TypeScript wraps each parameter; `private readonly app` also makes a member of `this`. */
function bindParameter(parameter: SyntaxNode, value: Value, frame: Frame): void {
  const pattern = parameter.field("pattern");
  const fallback = parameter.field("value");
  const known = value.kind === "unknown" && fallback !== null ? frame.machine.evaluate(fallback, frame) : value;
  if (pattern === null) {
    return;
  }
  bindPattern(pattern, known, frame);
  if (parameter.children().some((child) => child.kind() === "accessibility_modifier" || child.kind() === "readonly")) {
    setMember(frame.scope.lookup("this") ?? unknown, pattern.text(), known);
  }
}
