import type { ProjectReader } from "@backwright/core";
import { kids, sourcesOf } from "../syntax.ts";
import { apply, callFunction } from "./call.ts";
import { constructInstance } from "./classes.ts";
import { evaluate } from "./evaluate.ts";
import { executeAll } from "./execute.ts";
import type { Frame, Host, Machine } from "./machine.ts";
import { moduleFinderOf } from "./modules.ts";
import { Scope } from "./scope.ts";
import { foreign, list, text, unknown } from "./value.ts";
import type { CallSite, FunctionValue, ModuleValue, Value } from "./value.ts";

/** Follows the code of one project without running it. */
export interface Interpreter {
  /** Runs a file as a module, once; `null` where there is no such file. */
  run(file: string): ModuleValue | null;
  /** A module by its dotted name, seen from a file. */
  module(from: string, name: string): Value;
  call(value: FunctionValue, site: CallSite): Value;
  /** The value of an expression in the names of a module or function. */
  evaluate: Machine["evaluate"];
  frameOf(value: FunctionValue): Frame;
  /** Functions at the top of the modules that ran, and that nothing has called. */
  uncalled(): readonly FunctionValue[];
  /** The names at the top of the modules that ran, those that were imported left out. */
  globals(): readonly GlobalName[];
  /** Works out the variables of modules that were left until somebody asks for them. */
  settle(files: readonly string[]): void;
  /** True when more code was there than could be followed. */
  exhausted(): boolean;
}

export interface GlobalName {
  readonly file: string;
  readonly name: string;
  readonly value: Value;
}

export interface InterpreterOptions {
  readonly project: ProjectReader;
  readonly host: Host;
}

const budget = 500_000;

interface LoadedModule {
  readonly value: ModuleValue;
  readonly scope: Scope;
  start(): void;
}

export function createInterpreter({ project, host }: InterpreterOptions): Interpreter {
  const sources = sourcesOf(project);
  const finder = moduleFinderOf(project);
  const loaded = new Map<string, LoadedModule>();
  let steps = 0;

  const machine: Machine = {
    host,
    options: new Map(),
    entered: new Map(),
    depth: 0,
    nesting: 0,
    step: () => steps++ < budget,
    evaluate,
    execute: executeAll,
    importModule,
    listFolder: (path) => finder.entries(path),
    apply: (value, site) => apply(value, site, machine),
    call: (value, site) => callFunction(value, site, machine),
    construct: (value, site) => constructInstance(value, site, machine),
  };

  function importModule(from: string, name: string, now = false): Value {
    const place = finder.find(from, name);
    if (place === null) {
      return name.startsWith(".") ? unknown : foreign(name);
    }
    if ("folder" in place) {
      return folderModule(place.folder, name);
    }
    const module = load(place.file);
    if (module !== null && (now || host.registers(project.read(place.file) ?? ""))) {
      module.start();
    }
    return module?.value ?? unknown;
  }

  function folderModule(folder: string, name: string): ModuleValue {
    return { kind: "module", name, get: (child) => childModule(folder, child) };
  }

  function childModule(folder: string, name: string): Value | null {
    const place = finder.child(folder, name);
    if (place === null) {
      return null;
    }
    return "folder" in place ? folderModule(place.folder, name) : (load(place.file)?.value ?? null);
  }

  function load(file: string): LoadedModule | null {
    const known = loaded.get(file);
    if (known !== undefined) {
      return known;
    }
    if (!project.has(file)) {
      return null;
    }
    const scope = new Scope(null);
    let started = false;
    function start(): void {
      if (started) {
        return;
      }
      started = true;
      const nesting = machine.nesting;
      machine.nesting = 0;
      const source = sources.get(file);
      const depth = machine.depth;
      scope.declare("__file__", text(file));
      scope.declare("__name__", text(value.name));
      scope.declare("__path__", list([text(file.slice(0, Math.max(0, file.lastIndexOf("/"))))]));
      executeAll(kids(source?.root ?? null), { machine, file, scope, returned: [], owner: null, method: null });
      machine.depth = depth;
      machine.nesting = nesting;
    }
    const value: ModuleValue = {
      kind: "module",
      name: finder.nameOf(file, ""),
      get(name) {
        start();
        return (
          scope.own(name) ??
          (file.endsWith("__init__.py") ? childModule(file.slice(0, -"/__init__.py".length), name) : null)
        );
      },
    };
    const module = { value, scope, start };
    loaded.set(file, module);
    return module;
  }

  return {
    run(file) {
      const module = load(file);
      module?.start();
      return module?.value ?? null;
    },
    module: importModule,
    call: machine.call,
    evaluate,
    frameOf: (value) => ({
      machine,
      file: value.file,
      scope: value.scope,
      returned: [],
      owner: null,
      method: null,
    }),
    uncalled() {
      return [...loaded.entries()].flatMap(([file, { scope }]) =>
        scope
          .settled()
          .flatMap(([, value]) =>
            value.kind === "function" &&
            value.file === file &&
            !machine.entered.has(`${file}:${value.node.range().start.index}`)
              ? [value]
              : [],
          ),
      );
    },
    settle: (files) => files.forEach((file) => loaded.get(file)?.scope.settle()),
    globals() {
      return [...loaded.entries()].flatMap(([file, { scope }]) =>
        scope.settled().map(([name, value]) => ({ file, name, value })),
      );
    },
    exhausted: () => steps >= budget,
  };
}
