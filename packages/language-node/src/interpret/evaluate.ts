import { dirOf } from "../manifest.ts";
import { lineOf, stringValue } from "../syntax.ts";
import type { SyntaxNode } from "../syntax.ts";
import { evaluateCall, evaluateNew } from "./call.ts";
import { assignTo } from "./bind.ts";
import type { Frame } from "./machine.ts";
import { getMember } from "./member.ts";
import { namedChildren } from "./nodes.ts";
import { native, text, unknown } from "./value.ts";
import type { Value } from "./value.ts";

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

/** Whether a choice asks for production: what holds at work comes first, since a deployment sets its own variables. */
function isForProduction(condition: SyntaxNode | null): boolean {
  const { start, end } = condition?.range() ?? { start: { index: 0 }, end: { index: 0 } };
  return end.index - start.index < 60 && /NODE_ENV\s*===?\s*["']production/.test(condition?.text() ?? "");
}

/** Expressions around the one that is read, those of calls and imports on the way counted: people write far fewer. */
const deepestExpression = 600;

type Evaluator = (node: SyntaxNode, frame: Frame) => Value;

const evaluators: Readonly<Record<string, Evaluator>> = {
  identifier: (node, frame) => frame.scope.lookup(node.text()) ?? unknown,
  shorthand_property_identifier: (node, frame) => frame.scope.lookup(node.text()) ?? unknown,
  this: (_node, frame) => frame.scope.lookup("this") ?? unknown,
  string: (node) => text(stringValue(node) ?? ""),
  number: (node) => text(node.text().replaceAll("_", "")),
  true: () => text("true"),
  template_string: evaluateTemplate,
  binary_expression: evaluateBinary,
  ternary_expression(node, frame) {
    const chosen = evaluateField(node, "consequence", frame);
    const other = evaluateField(node, "alternative", frame);
    return isForProduction(node.field("condition")) ? either(other, chosen) : either(chosen, other);
  },
  meta_property: (_node, frame) => importMeta(frame.file),
  unary_expression: (node, frame) => evaluateField(node, "argument", frame),
  parenthesized_expression: inner,
  await_expression: inner,
  as_expression: inner,
  satisfies_expression: inner,
  non_null_expression: inner,
  instantiation_expression: inner,
  type_assertion: (node, frame) => last(node, frame),
  sequence_expression: (node, frame) => last(node, frame),
  spread_element: inner,
  call_expression: evaluateCall,
  new_expression: evaluateNew,
  member_expression: (node, frame) => {
    const property = node.field("property");
    return property === null ? unknown : getMember(evaluateField(node, "object", frame), property.text(), frame);
  },
  subscript_expression: (node, frame) => {
    const key = evaluateField(node, "index", frame);
    return key.kind === "text" ? getMember(evaluateField(node, "object", frame), key.text, frame) : unknown;
  },
  assignment_expression: (node, frame) => {
    const value = evaluateField(node, "right", frame);
    const left = node.field("left");
    if (left !== null) {
      assignTo(left, value, frame);
    }
    return value;
  },
  augmented_assignment_expression: (node, frame) => evaluateField(node, "right", frame),
  array: (node, frame) => {
    const nodes = namedChildren(node);
    return { kind: "list", items: nodes.flatMap((child) => spread(child, frame)), nodes };
  },
  object: evaluateObject,
  arrow_function: (node, frame) => ({ kind: "function", node, file: frame.file, scope: frame.scope, self: null }),
  function_expression: (node, frame) => ({ kind: "function", node, file: frame.file, scope: frame.scope, self: null }),
  class: (node, frame) => ({ kind: "class", node, file: frame.file, scope: frame.scope, statics: new Map() }),
};

function spread(node: SyntaxNode, frame: Frame): Value[] {
  const value = evaluate(node, frame);
  return node.kind() === "spread_element" && value.kind === "list" ? value.items : [value];
}

function evaluateField(node: SyntaxNode, name: string, frame: Frame): Value {
  const field = node.field(name);
  return field === null ? unknown : evaluate(field, frame);
}

function inner(node: SyntaxNode, frame: Frame): Value {
  const child = namedChildren(node)[0];
  return child === undefined ? unknown : evaluate(child, frame);
}

function last(node: SyntaxNode, frame: Frame): Value {
  return (
    namedChildren(node)
      .map((child) => evaluate(child, frame))
      .at(-1) ?? unknown
  );
}

/** What a condition gives: the first branch that is known; a variable of the environment keeps the other for want of it. */
function either(first: Value, second: Value): Value {
  if (first.kind === "env" && second.kind === "text") {
    return text(second.text, first.name);
  }
  if (second.kind === "env" && first.kind === "text") {
    return text(first.text, second.name);
  }
  return first.kind === "unknown" ? second : first;
}

/** `import.meta`, whose folder and file are paths from the project's root. */
function importMeta(file: string): Value {
  const folder = dirOf(file);
  const members: Readonly<Record<string, string>> = {
    dirname: `/${folder === "." ? "" : folder}`,
    filename: `/${file}`,
    url: `/${file}`,
  };
  return native({ get: (name) => (members[name] === undefined ? null : text(members[name])) });
}

function evaluateTemplate(node: SyntaxNode, frame: Frame): Value {
  let joined = "";
  for (const child of node.children()) {
    if (child.kind() === "template_substitution") {
      const value = inner(child, frame);
      if (value.kind !== "text") {
        return unknown;
      }
      joined += value.text;
    } else if (child.isNamed()) {
      joined += child.text();
    }
  }
  return text(joined);
}

function evaluateBinary(node: SyntaxNode, frame: Frame): Value {
  const left = evaluateField(node, "left", frame);
  const right = evaluateField(node, "right", frame);
  switch (node.field("operator")?.text()) {
    case "+":
      return left.kind === "text" && right.kind === "text"
        ? text(left.text + right.text, left.env ?? right.env)
        : unknown;
    case "||":
    case "??":
      if (left.kind === "env") {
        return right.kind === "text" ? text(right.text, left.name) : left;
      }
      return left.kind === "unknown" || left.kind === "foreign" ? right : left;
    case "&&":
      return right;
    default:
      return unknown;
  }
}

function evaluateObject(node: SyntaxNode, frame: Frame): Value {
  const entries = new Map<string, Value>();
  const nodes = new Map<string, SyntaxNode>();
  const value: Value = { kind: "object", entries, nodes, instanceOf: null, base: null };
  function put(key: string, entry: Value, written: SyntaxNode): void {
    entries.set(key, entry);
    nodes.set(key, written);
  }
  for (const child of namedChildren(node)) {
    switch (child.kind()) {
      case "shorthand_property_identifier":
        put(child.text(), evaluate(child, frame), child);
        break;
      case "spread_element": {
        const other = evaluate(child, frame);
        if (other.kind === "object") {
          other.entries.forEach((entry, key) => put(key, entry, other.nodes?.get(key) ?? child));
        }
        break;
      }
      case "method_definition": {
        const method = { kind: "function", node: child, file: frame.file, scope: frame.scope, self: value } as const;
        put(keyOf(child.field("name"), frame), method, child);
        break;
      }
      case "pair": {
        const written = child.field("value") ?? child;
        const key = keyOf(child.field("key"), frame);
        put(key, frame.machine.host.ignored?.has(key) === true ? unknown : evaluate(written, frame), written);
        break;
      }
    }
  }
  return value;
}

function keyOf(node: SyntaxNode | null, frame: Frame): string {
  if (node?.kind() === "computed_property_name") {
    const value = inner(node, frame);
    return value.kind === "text" ? value.text : `computed at ${lineOf(node)}`;
  }
  return node === null ? "" : (stringValue(node) ?? node.text());
}
