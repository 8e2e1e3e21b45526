import { argumentsOf, kids, lineOf, stringContent } from "../syntax.ts";
import type { SyntaxNode } from "../syntax.ts";
import { bindTarget } from "./bind.ts";
import { builtin } from "./builtins.ts";
import { assignLater } from "./later.ts";
import type { Frame } from "./machine.ts";
import { getIndex, getMember } from "./member.ts";
import { Scope } from "./scope.ts";
import { joinItems, joinTexts, slice } from "./sequences.ts";
import { evaluateSuper } from "./super.ts";
import { foreign, itemsOf, list, none, text, unknown } from "./value.ts";
import type { Argument, CallSite, Value } from "./value.ts";

type Evaluator = (node: SyntaxNode, frame: Frame) => Value;

/** The value of an expression; `unknown` where reading cannot tell. Calls in it take effect. */
export function evaluate(node: SyntaxNode, frame: Frame): Value {
  const { machine } = frame;
  if (machine.nesting >= deepestExpression || !machine.step()) {
    return unknown;
  }
  machine.nesting++;
  const value = evaluators[node.kind()]?.(node, frame) ?? unknown;
  machine.nesting--;
  return value;
}

/** Python's own parser gives up on fewer brackets. */
const deepestExpression = 250;

const evaluators: Readonly<Record<string, Evaluator>> = {
  identifier: (node, frame) => frame.scope.lookup(node.text()) ?? builtin(node.text()) ?? unknown,
  string: evaluateString,
  concatenated_string: (node, frame) => joinTexts(kids(node).map((child) => evaluate(child, frame))),
  integer: (node) => ({ kind: "text", text: node.text().replaceAll("_", ""), type: "number", env: null }),
  float: (node) => ({ kind: "text", text: node.text(), type: "number", env: null }),
  true: () => ({ kind: "text", text: "True", type: "boolean", env: null }),
  false: () => ({ kind: "text", text: "", type: "boolean", env: null }),
  none: () => none,
  attribute: (node, frame) =>
    getMember(field(node, "object", frame), node.field("attribute")?.text() ?? "", frame.machine),
  subscript: evaluateSubscript,
  generic_type: evaluateSubscript,
  union_type: (node, frame) =>
    kids(node)
      .map((child) => evaluate(child, frame))
      .find((value) => value.kind !== "unknown") ?? unknown,
  call: evaluateCall,
  binary_operator: evaluateBinary,
  boolean_operator: (node, frame) => {
    const [left, right] = [field(node, "left", frame), field(node, "right", frame)];
    const settled = node.field("operator")?.text() === "or" ? left : right;
    return settled.kind === "unknown" || isEmpty(settled) ? (settled === left ? right : left) : settled;
  },
  conditional_expression: (node, frame) => {
    const [yes, condition, no] = kids(node);
    const [first, second] = [yes, no].map((child) => (child === undefined ? unknown : evaluate(child, frame)));
    const known = condition === undefined ? unknown : evaluate(condition, frame);
    const chosen = isEmpty(known) ? second : first;
    return (chosen?.kind === "unknown" ? (chosen === first ? second : first) : chosen) ?? unknown;
  },
  parenthesized_expression: inner,
  await: inner,
  type: inner,
  named_expression: (node, frame) => {
    const value = field(node, "value", frame);
    frame.scope.declare(node.field("name")?.text() ?? "", value);
    return value;
  },
  assignment: (node, frame) => {
    const right = node.field("right");
    const left = node.field("left");
    if (
      left !== null &&
      right !== null &&
      frame.machine.host.matters !== undefined &&
      assignLater(left, right, frame)
    ) {
      return unknown;
    }
    const value = right === null ? unknown : evaluate(right, frame);
    if (left !== null && right !== null) {
      bindTarget(left, value, frame);
    }
    return value;
  },
  list: evaluateItems,
  tuple: evaluateItems,
  set: evaluateItems,
  expression_list: evaluateItems,
  pattern_list: evaluateItems,
  dictionary: evaluateDictionary,
  list_comprehension: evaluateComprehension,
  set_comprehension: evaluateComprehension,
  generator_expression: evaluateComprehension,
  dictionary_comprehension: evaluateComprehension,
  lambda: (node, frame) => ({
    kind: "function",
    node,
    name: "(inline)",
    file: frame.file,
    scope: frame.scope,
    self: null,
    owner: null,
  }),
};

function field(node: SyntaxNode, name: string, frame: Frame): Value {
  const child = node.field(name);
  return child === null ? unknown : evaluate(child, frame);
}

function inner(node: SyntaxNode, frame: Frame): Value {
  const [child] = kids(node);
  return child === undefined ? unknown : evaluate(child, frame);
}

function isEmpty(value: Value): boolean {
  switch (value.kind) {
    case "text":
      return value.text === "" && value.env === null;
    case "list":
      return value.items.length === 0;
    default:
      return false;
  }
}

function evaluateString(node: SyntaxNode, frame: Frame): Value {
  const holes = kids(node).filter((child) => child.kind() === "interpolation");
  if (holes.length === 0) {
    return text(stringContent(node));
  }
  return joinTexts(
    kids(node).flatMap((child): Value[] => {
      switch (child.kind()) {
        case "string_content":
          return [text(child.text().replaceAll("{{", "{").replaceAll("}}", "}"))];
        case "interpolation":
          return [inner(child, frame)];
        default:
          return [];
      }
    }),
  );
}

function evaluateBinary(node: SyntaxNode, frame: Frame): Value {
  const [left, right] = [field(node, "left", frame), field(node, "right", frame)];
  switch (node.field("operator")?.text()) {
    case "+": {
      const [first, second] = [itemsOf(left), itemsOf(right)];
      if (left.kind === "text") {
        return joinTexts([left, right]);
      }
      return first === null && second === null ? unknown : joinItems(first ?? [], second ?? []);
    }
    case "%": {
      const values = right.kind === "list" ? [...right.items] : [right];
      return left.kind === "text" && values.every((value) => value.kind === "text")
        ? text(left.text.replace(/%[sd]/g, () => (values.shift() as { text?: string } | undefined)?.text ?? ""))
        : unknown;
    }
    case "/":
      return left.kind === "text" && right.kind === "text" && left.type === "string"
        ? text(`${left.text}/${right.text}`)
        : unknown;
    case "|":
      return left.kind === "unknown" || (left.kind === "text" && left.type === "none") ? right : left;
    default:
      return unknown;
  }
}

function evaluateItems(node: SyntaxNode, frame: Frame): Value {
  return list(
    kids(node).flatMap((child): readonly Value[] => {
      if (child.kind() === "list_splat") {
        return itemsOf(inner(child, frame)) ?? [];
      }
      return [evaluate(child, frame)];
    }),
  );
}

function evaluateDictionary(node: SyntaxNode, frame: Frame): Value {
  const entries = new Map<string, Value>();
  for (const child of kids(node)) {
    if (child.kind() === "dictionary_splat") {
      const other = inner(child, frame);
      (other.kind === "dict" ? other.entries : new Map<string, Value>()).forEach((value, key) =>
        entries.set(key, value),
      );
    } else if (child.kind() === "pair") {
      const key = field(child, "key", frame);
      entries.set(key.kind === "text" ? key.text : `computed at ${lineOf(child)}`, field(child, "value", frame));
    }
  }
  return { kind: "dict", entries };
}

/** Goes over what is known, once over anything else. */
function evaluateComprehension(node: SyntaxNode, frame: Frame): Value {
  const [body, ...clauses] = kids(node);
  const results: Value[] = [];
  function over(index: number, scope: Scope): void {
    const clause = clauses[index];
    const inside = { ...frame, scope };
    if (clause === undefined) {
      if (body !== undefined) {
        results.push(
          body.kind() === "pair" ? list(kids(body).map((child) => evaluate(child, inside))) : evaluate(body, inside),
        );
      }
      return;
    }
    const [left, right] = [clause.field("left"), clause.field("right")];
    if (clause.kind() !== "for_in_clause" || left === null || right === null) {
      over(index + 1, scope);
      return;
    }
    for (const item of itemsOf(evaluate(right, inside)) ?? [unknown]) {
      const next = new Scope(scope);
      bindTarget(left, item, { ...frame, scope: next });
      over(index + 1, next);
    }
  }
  over(0, new Scope(frame.scope));
  if (node.kind() !== "dictionary_comprehension") {
    return list(results);
  }
  const pairs = results.flatMap((pair): [string, Value][] => {
    const [key, value] = itemsOf(pair) ?? [];
    return key?.kind === "text" && value !== undefined ? [[key.text, value]] : [];
  });
  return { kind: "dict", entries: new Map(pairs) };
}

function evaluateSubscript(node: SyntaxNode, frame: Frame): Value {
  const [object, ...given] = kids(node);
  const keys = given.flatMap((key) => (key.kind() === "type_parameter" ? kids(key) : key));
  const value = object === undefined ? unknown : evaluate(object, frame);
  const args = keys.map((key): Argument => ({ name: null, node: key, value: evaluate(key, frame) }));
  if (value.kind === "foreign") {
    return foreign(`${value.path}[]`, { file: frame.file, line: lineOf(node), node, args });
  }
  const [first] = args;
  if (keys[0]?.kind() === "slice") {
    return slice(value, keys[0].text());
  }
  return first === undefined ? unknown : getIndex(value, first.value, frame.machine);
}

function evaluateCall(node: SyntaxNode, frame: Frame): Value {
  const callee = node.field("function");
  if (callee?.kind() === "identifier" && callee.text() === "super") {
    return evaluateSuper(frame);
  }
  const named = callee === null ? undefined : frame.machine.host.named?.(callee.text());
  const value = named ?? (callee === null ? unknown : evaluate(callee, frame));
  return frame.machine.apply(value, callSite(node, frame));
}

function callSite(node: SyntaxNode, frame: Frame): CallSite {
  const args = argumentsOf(node.field("arguments")).flatMap((argument): Argument[] => {
    const value = evaluate(argument.value, frame);
    switch (argument.splat) {
      case "list":
        return (itemsOf(value) ?? []).map((item) => ({ name: null, node: argument.value, value: item }));
      case "dictionary":
        return value.kind === "dict"
          ? [...value.entries].map(([name, item]) => ({ name, node: argument.value, value: item }))
          : [];
      default:
        return [{ name: argument.name, node: argument.value, value }];
    }
  });
  return { file: frame.file, line: lineOf(node), node, args };
}
