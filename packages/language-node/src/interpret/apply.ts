import { lineOf } from "../syntax.ts";
import type { SyntaxNode } from "../syntax.ts";
import { bindPattern } from "./bind.ts";
import type { Frame, Machine, ModuleExports } from "./machine.ts";
import { classMembers, setMember, superClass } from "./member.ts";
import { namedChildren } from "./nodes.ts";
import { Scope } from "./scope.ts";
import { list, unknown } from "./value.ts";
import type { ClassValue, FunctionValue, ObjectValue, Value } from "./value.ts";

const maxDepth = 40;
const maxIdleCalls = 8;
/** How deep a function may call itself without any known argument: what walks data of any depth finds nothing there. */
const maxIdleDepth = 3;
/** How often a function may be entered from within itself: coders and walkers of data would multiply without end. */
const maxRepeats = 200;
/** Steps that make a run a long one, and how many of those without effect or answer show that a function has none. */
const longRun = 150;
const maxFruitless = 2;
/** Characters of a function that is cheap to run again. */
const shortFunction = 400;

/** Identifies a function or class among all that were entered. */
export function placeOf(value: FunctionValue | ClassValue): string {
  return `${value.file}:${value.node.range().start.index}`;
}

/** Runs a function with arguments; gives the first known value that it returns. */
export function callFunction(machine: Machine, value: FunctionValue, args: readonly Value[]): Value {
  const body = value.node.field("body");
  if (body === null || machine.depth >= maxDepth || !machine.step()) {
    return unknown;
  }
  if (isIdle(machine, value, args)) {
    return unknown;
  }
  const frame = newFrame(machine, value.file, new Scope(value.scope));
  if (value.node.kind() !== "arrow_function") {
    frame.scope.declare("this", value.self ?? unknown);
  }
  bindParameters(value.node, args, frame);
  const place = placeOf(value);
  const running = machine.running.get(place) ?? 0;
  const { effects, spent } = machine;
  machine.running.set(place, running + 1);
  machine.depth += 1;
  let result: Value = unknown;
  try {
    if (body.kind() === "statement_block") {
      machine.execute(namedChildren(body), frame);
      result = frame.returned.find((returned) => returned.kind !== "unknown") ?? unknown;
    } else {
      result = machine.evaluate(body, frame);
    }
  } finally {
    machine.depth -= 1;
    machine.running.set(place, running);
  }
  if (machine.effects === effects && machine.spent - spent > longRun && isNothing(result)) {
    machine.fruitless.set(place, (machine.fruitless.get(place) ?? 0) + 1);
  }
  return result;
}

function isNothing(value: Value): boolean {
  return value.kind === "unknown" || value.kind === "foreign";
}

/** Makes an instance: base class first, then fields, then the constructor, as the language does. */
export function constructClass(
  machine: Machine,
  value: ClassValue,
  args: readonly Value[],
  existing?: ObjectValue,
): Value {
  if (machine.depth >= maxDepth || !machine.step()) {
    return unknown;
  }
  if (isIdle(machine, value, args)) {
    return unknown;
  }
  const scope = new Scope(value.scope);
  const frame = newFrame(machine, value.file, scope);
  const parent = superClass(value, frame);
  const self = existing ?? newInstance(machine, value, parent);
  scope.declare("this", self);
  scope.declare("super", parent?.value ?? unknown);
  const members = classMembers(value).filter((member) => !member.isStatic);
  const constructor = members.find((member) => member.name === "constructor")?.node;
  machine.depth += 1;
  try {
    if (constructor === undefined && parent?.value.kind === "class") {
      machine.construct(parent.value, args, self);
    }
    for (const { node, name } of members) {
      const initial = node.kind() === "method_definition" ? null : node.field("value");
      if (initial !== null) {
        setMember(self, name, machine.evaluate(initial, frame));
      }
    }
    const body = constructor?.field("body");
    if (constructor !== undefined && body !== undefined && body !== null) {
      bindParameters(constructor, args, frame);
      machine.execute(namedChildren(body), frame);
    }
  } finally {
    machine.depth -= 1;
  }
  return self;
}

/** Calls without any known argument teach nothing new after some; helpers that call helpers would run for ages. */
function isIdle(machine: Machine, value: FunctionValue | ClassValue, args: readonly Value[]): boolean {
  const place = placeOf(value);
  const times = machine.entered.get(place) ?? 0;
  machine.entered.set(place, times + 1);
  const running = machine.running.get(place) ?? 0;
  if ((running > 0 && times >= maxRepeats) || (machine.fruitless.get(place) ?? 0) >= maxFruitless) {
    return true;
  }
  const teaches = !args.every(isNothing);
  if (teaches) {
    return false;
  }
  if (running >= maxIdleDepth) {
    return true;
  }
  const { start, end } = value.node.range();
  if (end.index - start.index < shortFunction) {
    // Such as a decorator of the project's own, which many routes have.
    return false;
  }
  return times >= maxIdleCalls;
}

function newInstance(machine: Machine, value: ClassValue, parent: { name: string; value: Value } | null): ObjectValue {
  const outside = parent !== null && parent.value.kind !== "class";
  const place = { file: value.file, line: lineOf(value.node) };
  return {
    kind: "object",
    entries: new Map(),
    instanceOf: value,
    base: outside
      ? parent.value.kind === "native"
        ? parent.value.native
        : (machine.host.baseOf?.(parent.name, place) ?? null)
      : null,
  };
}

function bindParameters(owner: SyntaxNode, args: readonly Value[], frame: Frame): void {
  const single = owner.field("parameter");
  const parameters = single === null ? namedChildren(owner.field("parameters") ?? owner) : [single];
  if (single === null && owner.field("parameters") === null) {
    return;
  }
  parameters.forEach((parameter, index) => {
    const pattern = parameter.field("pattern") ?? parameter;
    const rest = pattern.kind() === "rest_pattern";
    bindPattern(parameter, rest ? list(args.slice(index)) : (args[index] ?? unknown), frame);
  });
}

function newFrame(machine: Machine, file: string, scope: Scope): Frame {
  return { machine, file, scope, returned: [], exports: exportsIn(scope) };
}

const exportsOfScope = new WeakMap<Scope, ModuleExports>();

/** A function's body may write `module.exports` or `exports.x` of the module that it stands in. */
function exportsIn(scope: Scope): ModuleExports {
  let owner: Scope | null = scope;
  while (owner !== null) {
    const found = exportsOfScope.get(owner);
    if (found !== undefined) {
      return found;
    }
    owner = owner.parent;
  }
  return { named: new Map(), replaced: null, all: [] };
}

export function registerModuleScope(scope: Scope, exports: ModuleExports): void {
  exportsOfScope.set(scope, exports);
}
