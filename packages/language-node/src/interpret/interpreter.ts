import type { ProjectReader } from "@backwright/core";
import { dirOf, joinPath } from "../manifest.ts";
import { createModuleResolver } from "../modules.ts";
import type { Sources, SyntaxNode } from "../syntax.ts";
import { callFunction, constructClass, placeOf, registerModuleScope } from "./apply.ts";
import { globalValue } from "./builtins.ts";
import { evaluate } from "./evaluate.ts";
import { executeAll } from "./execute.ts";
import type { Frame, Host, Machine, ModuleExports } from "./machine.ts";
import { getMember, setMember, superClass } from "./member.ts";
import { namedChildren } from "./nodes.ts";
import { Scope } from "./scope.ts";
import { text, unknown } from "./value.ts";
import type { ClassValue, FunctionValue, Value } from "./value.ts";

export interface InterpreterOptions {
  readonly project: ProjectReader;
  readonly sources: Sources;
  readonly host: Host;
  /** Most expressions and statements to read; a bound against code that never ends. */
  readonly budget?: number;
}

/**
 * Reads what a program registers by following its code: modules are run once each, functions and classes where they are
 * called, every branch of them, with values as far as they are known. Nothing of the project is really run.
 */
export interface Interpreter {
  /** Runs a file, unless it ran already. */
  run(path: string): void;
  /** What a file exports; runs it unless it ran already. */
  exportsOf(path: string): Value;
  /** Every class of the files that ran. */
  classes(): ClassValue[];
  /** The value of an expression that stands where a class does, as its decorators do. */
  evaluateAt(value: ClassValue, node: SyntaxNode): Value;
  /** The class that a class extends, where it stands in the project. */
  parentOf(value: ClassValue): ClassValue | null;
  /** What a package gives, as far as the framework's rules say. */
  importPackage(specifier: string): Value;
  /** What `value.name` is. */
  member(value: Value, name: string): Value;
  /** The entries of a folder of the project. */
  listFolder(path: string): readonly string[];
  /** Exported functions and classes of the files that ran, which nothing has called. */
  unused(): (FunctionValue | ClassValue)[];
  call(value: FunctionValue, args: readonly Value[]): Value;
  construct(value: ClassValue, args?: readonly Value[]): Value;
  /** Calls a method of an instance without arguments, unless it ran already. */
  callMethod(instance: Value, name: string): void;
  /** True when the budget was not enough: then something may be missing. */
  exhausted(): boolean;
}

export function createInterpreter(options: InterpreterOptions): Interpreter {
  const { project, sources, host } = options;
  const resolver = createModuleResolver(project);
  const modules = new Map<string, ModuleExports>();
  const budget = options.budget ?? 400_000;

  const globals = new Scope(null);
  for (const name of ["process", "Object"]) {
    globals.declare(name, globalValue(name) ?? unknown);
  }

  const machine: Machine = {
    host,
    entered: new Map(),
    depth: 0,
    nesting: 0,
    effects: 0,
    spent: 0,
    fruitless: new Map(),
    running: new Map(),
    branches: 0,
    step() {
      machine.spent += 1;
      return machine.spent < budget;
    },
    evaluate,
    execute: executeAll,
    call: (value, args) => callFunction(machine, value, args),
    construct: (value, args, self) => constructClass(machine, value, args, self),
    findFiles(glob) {
      const pattern = globPattern(glob);
      return project.list().filter((path) => pattern.test(path));
    },
    listFolder(path) {
      const joined = joinPath(path);
      const folder = joined === "." ? "" : `${joined}/`;
      return [
        ...new Set(
          project
            .list()
            .filter((file) => file.startsWith(folder))
            .map((file) => file.slice(folder.length).split("/")[0] ?? ""),
        ),
      ];
    },
    importFrom(file, specifier) {
      const relative = specifier.startsWith(".") || specifier.startsWith("/");
      const known = relative ? null : host.importPackage(specifier);
      if (known !== null) {
        // Also where a copy of the package stands in the repository.
        return known;
      }
      const path = resolver.resolve(file, specifier);
      if (path === null) {
        return relative ? unknown : { kind: "foreign", module: specifier, path: "" };
      }
      return path.endsWith(".json") ? unknown : spaceOf(load(path));
    },
  };

  function load(path: string): ModuleExports {
    const known = modules.get(path);
    if (known !== undefined) {
      return known;
    }
    const exports: ModuleExports = { named: new Map(), replaced: null, all: [] };
    modules.set(path, exports);
    const source = sources.get(path);
    if (source !== null && machine.depth < 60) {
      const scope = new Scope(globals);
      registerModuleScope(scope, exports);
      scope.declare("__dirname", text(`/${dirOf(path) === "." ? "" : dirOf(path)}`));
      scope.declare("__filename", text(`/${path}`));
      machine.depth += 1;
      executeAll(namedChildren(source.root), { machine, file: path, scope, returned: [], exports });
      machine.depth -= 1;
    }
    return exports;
  }

  function frameAt(file: string, scope: Scope): Frame {
    return { machine, file, scope, returned: [], exports: { named: new Map(), replaced: null, all: [] } };
  }

  return {
    run: (path) => void load(path),
    call: machine.call,
    construct: (value, args) => machine.construct(value, args ?? []),
    exportsOf: (path) => spaceOf(load(path)),
    classes: () => [
      ...new Set([...modules.values()].flatMap(({ all }) => all).filter((value) => value.kind === "class")),
    ],
    evaluateAt: (value, node) => evaluate(node, frameAt(value.file, new Scope(value.scope))),
    parentOf(value) {
      const parent = superClass(value, frameAt(value.file, value.scope))?.value;
      return parent?.kind === "class" ? parent : null;
    },
    importPackage: (specifier) => host.importPackage(specifier) ?? unknown,
    member: (value, name) => getMember(value, name, frameAt("", globals)),
    listFolder: machine.listFolder,
    callMethod(instance, name) {
      const method = getMember(instance, name, frameAt("", globals));
      if (method.kind === "function" && !machine.entered.has(placeOf(method))) {
        machine.call(method, []);
      }
    },
    unused() {
      const exported = [...modules.values()].flatMap(({ all }) => all);
      return [...new Set(exported)].filter(
        (value): value is FunctionValue | ClassValue =>
          (value.kind === "function" || value.kind === "class") && !machine.entered.has(placeOf(value)),
      );
    },
    exhausted: () => machine.spent >= budget,
  };
}

/** `./src/**\/*.js` wherever it may start; what it takes for folders is no more than what people write. */
function globPattern(glob: string): RegExp {
  const source = glob
    .replace(/^(\.?\/)+/, "")
    .replace(/[.+^$()|[\]\\]/g, String.raw`\$&`)
    .replace(/\*\*\/|\*\*|\*|\?|\{([^{}]*)\}/g, (sign, choices: string | undefined) => {
      if (choices !== undefined) {
        return `(?:${choices.split(",").join("|")})`;
      }
      return { "**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]" }[sign] ?? sign;
    });
  return new RegExp(`(?:^|/)${source}$`);
}

function spaceOf(exports: ModuleExports): Value {
  if (exports.replaced !== null) {
    exports.named.forEach((value, name) => setMember(exports.replaced ?? unknown, name, value));
  }
  return exports.replaced ?? { kind: "object", entries: exports.named, instanceOf: null, base: null };
}
