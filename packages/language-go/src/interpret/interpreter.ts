import type { ProjectReader } from "@backwright/core";
import { declarationsOf } from "../declarations.ts";
import type { DeclaredFunction } from "../declarations.ts";
import { goPackages, importsOf, packageOfImport } from "../packages.ts";
import type { GoPackage } from "../packages.ts";
import { assign } from "./assign.ts";
import { callFunction, callValue } from "./call.ts";
import { evaluate, siteOf } from "./evaluate.ts";
import { execute } from "./execute.ts";
import { lookup, valueOf } from "./lookup.ts";
import { childScope, createState, isExhausted, keyOf, keyOfDeclared, limits } from "./machine.ts";
import type { Frame, Host, Machine } from "./machine.ts";
import { bind, memberOf } from "./member.ts";
import { isRelevant } from "./relevance.ts";
import { unknown } from "./value.ts";
import type { FunctionValue } from "./value.ts";

/** Follows the code of a project, as far as that goes without running it. */
export interface Interpreter {
  /** Runs what a program does when it starts: the `init` functions of its packages, then `main`. */
  runMain(entry: GoPackage): void;
  /** Runs functions that were handed to packages of others. */
  runEscaped(accepts: (callee: FunctionValue) => boolean): void;
  /** Runs a function with arguments that are made up from its parameters. */
  run(declared: DeclaredFunction): void;
  /** The functions of packages that matter which nothing has called. */
  unused(): DeclaredFunction[];
  /** True where there was more code than could be followed. */
  exhausted(): boolean;
}

export interface InterpreterOptions {
  readonly project: ProjectReader;
  readonly host: Host;
}

export function createInterpreter({ project, host }: InterpreterOptions): Interpreter {
  const machine: Machine = {
    project,
    host,
    state: createState(),
    evaluate: (node, frame, wanted) => nested(() => evaluate(machine, node, frame, wanted)) ?? unknown,
    execute: (node, frame) => nested(() => execute(machine, node, frame)),
    callFunction: (callee, args, site) => callFunction(machine, callee, args, site),
    call: (callee, site) => callValue(machine, callee, site),
    member: (object, name, frame) => memberOf(machine, object, name, frame),
    lookup: (packagePath, name) => lookup(machine, packagePath, name),
    valueOf: (type, place) => valueOf(machine, type, place),
    assign: (target, value, frame) => assign(machine, target, value, frame),
  };
  const initialised = new Set<string>();

  /** What stands deeper than people write is not followed; `undefined` then. */
  function nested<T>(follow: () => T): T | undefined {
    if (machine.state.depth >= limits.nesting) {
      return undefined;
    }
    machine.state.depth += 1;
    try {
      return follow();
    } finally {
      machine.state.depth -= 1;
    }
  }

  function invoke(callee: FunctionValue): void {
    const frame: Frame = { file: callee.file, scope: childScope(null), returns: [], conditional: 0 };
    machine.callFunction(callee, [], siteOf(machine, { node: callee.node, frame, args: [] }));
  }

  /** As `invoke`, for what may be much and mean little: it leaves enough for the rest. */
  function invokeBriefly(callee: FunctionValue, share: number = limits.share): void {
    const { state } = machine;
    const before = state.allowed;
    state.allowed = Math.min(before, state.steps + share);
    invoke(callee);
    state.allowed = before;
  }

  function initialise(entry: GoPackage): void {
    if (initialised.has(entry.dir) || !isRelevant(project, entry.importPath, host.concerns)) {
      return;
    }
    initialised.add(entry.dir);
    for (const { path } of entry.files.flatMap((file) => importsOf(project, file))) {
      const imported = packageOfImport(project, path);
      if (imported !== null) {
        initialise(imported);
      }
    }
    declarationsOf(project, entry).inits.forEach((declared) => invokeBriefly(bind(declared, null)));
  }

  return {
    runMain(entry) {
      initialise(entry);
      const main = declarationsOf(project, entry).functions.get("main");
      if (main !== undefined) {
        invoke(bind(main, null));
      }
    },
    runEscaped(accepts) {
      const { escaped } = machine.state;
      for (let next = escaped.shift(); next !== undefined && !isExhausted(machine.state); next = escaped.shift()) {
        if (!machine.state.executed.has(keyOf(next)) && accepts(next)) {
          // The command that serves may be all that the program does.
          const half = Math.floor((limits.steps - machine.state.steps) / 2);
          invokeBriefly(next, Math.max(limits.share, half));
        }
      }
    },
    run: (declared) => invoke(bind(declared, null)),
    unused: () =>
      [...goPackages(project).values()]
        .filter((entry) => isRelevant(project, entry.importPath, host.concerns))
        .flatMap((entry) => {
          const { functions, methods } = declarationsOf(project, entry);
          return [...functions.values(), ...[...methods.values()].flatMap((own) => [...own.values()])];
        })
        .filter((declared) => !machine.state.executed.has(keyOfDeclared(declared))),
    exhausted: () => isExhausted(machine.state) || machine.state.cut,
  };
}
