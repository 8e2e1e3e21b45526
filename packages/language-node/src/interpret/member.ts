import { stringValue } from "../syntax.ts";
import type { SyntaxNode } from "../syntax.ts";
import type { Frame } from "./machine.ts";
import { Scope } from "./scope.ts";
import { text, unknown } from "./value.ts";
import type { ClassValue, FunctionValue, Value } from "./value.ts";

/** What `value.name` is. */
export function getMember(value: Value, name: string, frame: Frame): Value {
  switch (value.kind) {
    case "object":
      return value.entries.get(name) ?? inherited(value, name, frame) ?? fromBase(value.base?.get?.(name));
    case "class":
      return value.statics.get(name) ?? staticMember(value, name, frame);
    case "native":
      return value.native.get?.(name) ?? (name === "default" ? value : unknown);
    case "foreign":
      return { ...value, path: `${value.path}.${name}` };
    case "list":
      return name === "length" ? text(String(value.items.length)) : (value.items[Number(name)] ?? unknown);
    case "function":
      return membersOf(value).get(name) ?? (name === "default" ? value : unknown);
    case "text":
      return name === "pathname" || name === "href" ? value : unknown;
    default:
      return unknown;
  }
}

export function setMember(owner: Value, name: string, value: Value): void {
  if (owner.kind === "object" && (value.kind !== "unknown" || !owner.entries.has(name))) {
    owner.entries.set(name, value);
  }
  if (owner.kind === "class") {
    owner.statics.set(name, value);
  }
  if (owner.kind === "function") {
    membersOf(owner).set(name, value);
  }
}

const functionMembers = new WeakMap<FunctionValue, Map<string, Value>>();

/** What code writes to a function, as `plugin.autoPrefix = "/api"` does. */
function membersOf(value: FunctionValue): Map<string, Value> {
  const members = functionMembers.get(value) ?? new Map<string, Value>();
  functionMembers.set(value, members);
  return members;
}

export function itemAt(value: Value, index: number): Value {
  return value.kind === "list" ? (value.items[index] ?? unknown) : unknown;
}

/** The class that a class extends, where it stands in the project. */
export function superClass(value: ClassValue, frame: Frame): { name: string; value: Value } | null {
  const heritage = value.node.children().find((child) => child.kind() === "class_heritage");
  const clause = heritage?.children().find((child) => child.kind() === "extends_clause") ?? heritage;
  const parent = clause?.field("value") ?? clause?.children().find((child) => child.isNamed());
  return parent === undefined || parent === null
    ? null
    : {
        name: parent.text(),
        value: frame.machine.evaluate(parent, { ...frame, file: value.file, scope: value.scope }),
      };
}

/** The members that a class body declares, static ones apart. */
export function classMembers({ node }: ClassValue): readonly ClassMember[] {
  const known = membersOfClass.get(node) ?? readMembers(node);
  membersOfClass.set(node, known);
  return known;
}

interface ClassMember {
  readonly node: SyntaxNode;
  readonly name: string;
  readonly isStatic: boolean;
}

const membersOfClass = new WeakMap<SyntaxNode, readonly ClassMember[]>();

function readMembers(owner: SyntaxNode): ClassMember[] {
  return (owner.field("body")?.children() ?? []).flatMap((node) => {
    const key = node.field("name") ?? node.field("property");
    return key === null
      ? []
      : [
          {
            node,
            name: stringValue(key) ?? key.text(),
            isStatic: node.children().some((child) => child.kind() === "static"),
          },
        ];
  });
}

function fromBase(value: Value | null | undefined): Value {
  return value ?? unknown;
}

function inherited(value: Extract<Value, { kind: "object" }>, name: string, frame: Frame): Value | null {
  let owner = value.instanceOf;
  for (let depth = 0; owner !== null && depth < 10; depth++) {
    const found = classMembers(owner).find(
      (member) => member.name === name && !member.isStatic && member.node.kind() === "method_definition",
    );
    if (found !== undefined) {
      const method = { kind: "function" as const, node: found.node, file: owner.file, scope: owner.scope, self: value };
      const getter = found.node.children().some((child) => child.kind() === "get");
      return getter ? frame.machine.call(method, []) : method;
    }
    const parent = superClass(owner, frame)?.value;
    owner = parent?.kind === "class" ? parent : null;
  }
  return null;
}

function staticMember(value: ClassValue, name: string, frame: Frame): Value {
  const found = classMembers(value).find((member) => member.isStatic && member.name === name);
  if (found === undefined) {
    return unknown;
  }
  if (found.node.kind() === "method_definition") {
    return { kind: "function", node: found.node, file: value.file, scope: value.scope, self: value };
  }
  const scope = new Scope(value.scope);
  scope.declare("this", value);
  const initial = found.node.field("value");
  const result = initial === null ? unknown : frame.machine.evaluate(initial, { ...frame, file: value.file, scope });
  value.statics.set(name, result);
  return result;
}
