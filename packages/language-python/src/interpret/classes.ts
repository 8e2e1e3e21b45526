import { argumentsOf, kids } from "../syntax.ts";
import type { SyntaxNode } from "../syntax.ts";
import type { Frame, Machine } from "./machine.ts";
import { Scope } from "./scope.ts";
import type { CallSite, ClassValue, InstanceValue, Value } from "./value.ts";

/**
 * A class. Its body runs, and its bases are looked up, once something is asked of it; at once where decorators of its
 * methods may register something.
 */
export function defineClass(node: SyntaxNode, frame: Frame): ClassValue {
  const { machine } = frame;
  const members = new Map<string, Value>();
  let bases: Value[] | null = null;
  let ran = false;
  const value: ClassValue = {
    kind: "class",
    node,
    name: node.field("name")?.text() ?? "(inline)",
    file: frame.file,
    get members() {
      run();
      return members;
    },
    get bases() {
      bases ??= apart(machine, () => basesOf(node, frame));
      return bases;
    },
  };
  function run(): void {
    if (ran) {
      return;
    }
    ran = true;
    const scope = new Scope(frame.scope);
    scope.declare(value.name, value);
    const inside = { ...frame, scope, owner: value, returned: [], method: null };
    apart(machine, () => machine.execute(kids(node.field("body")), inside));
  }
  if (machine.host.registers(node.text())) {
    run();
  }
  return value;
}

function basesOf(node: SyntaxNode, frame: Frame): Value[] {
  return argumentsOf(node.field("superclasses"))
    .filter((argument) => argument.name === null)
    .map((argument) => frame.machine.evaluate(argument.value, frame));
}

/** Runs code that stands elsewhere: how deep the reading is here says nothing about it. */
function apart<T>(machine: Machine, read: () => T): T {
  const { depth, nesting } = machine;
  machine.nesting = 0;
  const result = read();
  machine.depth = depth;
  machine.nesting = nesting;
  return result;
}

/** A member of a class or of the bases that stand in the project, the nearest first. */
export function lookupClass(value: ClassValue, name: string, depth = 0): Value | null {
  const own = value.members.get(name);
  if (own !== undefined) {
    return own;
  }
  for (const base of depth > 20 ? [] : value.bases) {
    const found = base.kind === "class" ? lookupClass(base, name, depth + 1) : null;
    if (found !== null) {
      return found;
    }
  }
  return null;
}

/** Every class of the project that a class builds on, itself first, and the dotted names of those from packages. */
export function ancestry(value: ClassValue): {
  readonly classes: readonly ClassValue[];
  readonly foreign: readonly string[];
} {
  const classes: ClassValue[] = [];
  const names: string[] = [];
  function visit(current: Value): void {
    if (current.kind === "class" && !classes.includes(current) && classes.length < 60) {
      classes.push(current);
      current.bases.forEach(visit);
    } else if (current.kind === "foreign") {
      names.push(current.path.replace(/\[\]$/, ""));
    }
  }
  visit(value);
  return { classes, foreign: names };
}

/** Makes an instance: `__init__` runs, and a base out of a package gets its meaning from the host. */
export function constructInstance(value: ClassValue, site: CallSite, machine: Machine): InstanceValue {
  const instance: InstanceValue = { kind: "instance", of: value, entries: new Map(), base: null };
  site.args.forEach(({ name, value: given }) => {
    // Models and settings take their fields as keyword arguments.
    if (name !== null && given.kind !== "unknown" && lookupClass(value, "__init__") === null) {
      instance.entries.set(name, given);
    }
  });
  const init = lookupClass(value, "__init__");
  if (init?.kind === "function") {
    machine.call({ ...init, self: instance }, site);
  }
  instance.base ??= foreignBase(value, site, machine);
  return instance;
}

/** What a base class out of a package gives an instance; `null` where none has a meaning. */
export function foreignBase(value: ClassValue, site: CallSite, machine: Machine): Value | null {
  for (const path of ancestry(value).foreign) {
    const made = machine.host.callForeign(path, site);
    if (made !== null) {
      return made;
    }
  }
  return null;
}

/** What a base class outside the project gives an instance. */
export function baseOf(instance: InstanceValue): Value | null {
  return instance.base;
}
