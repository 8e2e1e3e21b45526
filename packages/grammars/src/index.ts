import { createRequire } from "node:module";
import { Lang, parse, registerDynamicLanguage } from "@ast-grep/napi";
import { remembering } from "./node.ts";
import type { GrammarNode, TextStart } from "./node.ts";

export type { GrammarNode, GrammarRange, TextStart } from "./node.ts";

/** Languages whose grammar is loaded when it is first asked for. */
type LoadedGrammar = "go" | "python";

export type GrammarName = LoadedGrammar | "javascript" | "typescript" | "tsx";

type Registrations = Parameters<typeof registerDynamicLanguage>[0];

const require = createRequire(import.meta.url);
const builtIn: Readonly<Partial<Record<GrammarName, Lang>>> = {
  javascript: Lang.JavaScript,
  typescript: Lang.TypeScript,
  tsx: Lang.Tsx,
};
const grammars: Readonly<Record<LoadedGrammar, () => unknown>> = {
  go: () => require("@ast-grep/lang-go") as unknown,
  python: () => require("@ast-grep/lang-python") as unknown,
};
const key = Symbol.for("@backwright/grammars");

const beginning: TextStart = { line: 0, index: 0 };

/**
 * Parses a source text, or a part of one that begins with a line, whose nodes then stand where they do in the whole.
 *
 * @throws Error where no grammar is prebuilt for this machine.
 */
export function parseGrammar(name: GrammarName, text: string, start: TextStart = beginning): GrammarNode {
  const own = builtIn[name];
  if (own !== undefined) {
    return remembering(parse(own, text).root(), start);
  }
  const failure = register().get(name);
  if (failure !== undefined) {
    throw failure;
  }
  return remembering(parse(name, text).root(), start);
}

/**
 * A process takes one registration of languages, and passes over every later one without a word. So all are registered
 * together, and this is remembered for the process, not for this copy of the module. Gives what could not be loaded.
 */
function register(): ReadonlyMap<GrammarName, Error> {
  const shared = globalThis as { [key]?: ReadonlyMap<GrammarName, Error> };
  shared[key] ??= load();
  return shared[key];
}

function load(): ReadonlyMap<GrammarName, Error> {
  const failures = new Map<GrammarName, Error>();
  const found: Registrations = {};
  for (const name of Object.keys(grammars) as LoadedGrammar[]) {
    try {
      const language = grammars[name]() as Registrations[string];
      // Reading the path tells whether there is a library for this machine.
      found[name] = { ...language, libraryPath: language.libraryPath };
    } catch (cause) {
      failures.set(name, new Error(`The grammar of ${name} could not be loaded for this machine.`, { cause }));
    }
  }
  registerDynamicLanguage(found);
  return failures;
}
