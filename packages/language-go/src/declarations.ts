import type { ProjectReader } from "@backwright/core";
import { importsOf } from "./packages.ts";
import type { GoImport, GoPackage } from "./packages.ts";
import { goFile, namedChildren } from "./syntax.ts";
import type { GoFile, SyntaxNode } from "./syntax.ts";

/** A file with the names that its imports give to other packages. */
export interface FileScope {
  readonly file: GoFile;
  readonly package: GoPackage;
  readonly imports: ReadonlyMap<string, string>;
}

export interface Declared {
  readonly node: SyntaxNode;
  readonly scope: FileScope;
}

export interface DeclaredFunction extends Declared {
  readonly name: string;
  /** The type that it is a method of; `null` for a plain function. */
  readonly receiver: string | null;
}

/** One name of a `var` or `const`: the specification, and which of its values is meant. */
export interface DeclaredValue extends Declared {
  readonly index: number;
  readonly constant: boolean;
}

/** What a package declares. */
export interface Declarations {
  readonly functions: ReadonlyMap<string, DeclaredFunction>;
  /** By type, then by name. */
  readonly methods: ReadonlyMap<string, ReadonlyMap<string, DeclaredFunction>>;
  readonly types: ReadonlyMap<string, Declared>;
  readonly values: ReadonlyMap<string, DeclaredValue>;
  readonly inits: readonly DeclaredFunction[];
}

interface Tables {
  readonly functions: Map<string, DeclaredFunction>;
  readonly methods: Map<string, Map<string, DeclaredFunction>>;
  readonly types: Map<string, Declared>;
  readonly values: Map<string, DeclaredValue>;
  readonly inits: DeclaredFunction[];
}

const known = new WeakMap<ProjectReader, Map<string, Declarations>>();

/** The declarations of a package, read once. */
export function declarationsOf(project: ProjectReader, entry: GoPackage): Declarations {
  const all = known.get(project) ?? new Map<string, Declarations>();
  known.set(project, all);
  let found = all.get(entry.dir);
  if (found === undefined) {
    found = readDeclarations(project, entry);
    all.set(entry.dir, found);
  }
  return found;
}

function readDeclarations(project: ProjectReader, entry: GoPackage): Declarations {
  const tables: Tables = { functions: new Map(), methods: new Map(), types: new Map(), values: new Map(), inits: [] };
  for (const path of entry.files) {
    const file = goFile(project, path);
    if (file !== null) {
      const imports = namesOfImports(importsOf(project, path));
      const scope: FileScope = { file, package: entry, imports };
      for (const node of file.root.children()) {
        readTopLevel(tables, node, scope);
      }
    }
  }
  return tables;
}

/** A package may be named after a part of its path only: `…/ozzo-routing` is `routing`. */
function namesOfImports(imports: readonly GoImport[]): Map<string, string> {
  const names = new Map(imports.map(({ alias, path }) => [alias, path]));
  for (const { path } of imports) {
    const last =
      path
        .replace(/\/v\d+$/, "")
        .split("/")
        .at(-1) ?? "";
    for (const part of last.split(/[-.]/).toReversed()) {
      if (last !== part && !names.has(part)) {
        names.set(part, path);
      }
    }
  }
  return names;
}

function readTopLevel(tables: Tables, node: SyntaxNode, scope: FileScope): void {
  switch (node.kind()) {
    case "function_declaration": {
      const name = node.field("name")?.text() ?? "";
      const entry = { node, scope, name, receiver: null };
      if (name === "init") {
        tables.inits.push(entry);
      } else {
        tables.functions.set(name, entry);
      }
      break;
    }
    case "method_declaration": {
      const name = node.field("name")?.text() ?? "";
      const receiver = receiverType(node);
      const methods = tables.methods.get(receiver) ?? new Map<string, DeclaredFunction>();
      tables.methods.set(receiver, methods);
      methods.set(name, { node, scope, name, receiver });
      break;
    }
    case "type_declaration":
      for (const spec of namedChildren(node)) {
        tables.types.set(spec.field("name")?.text() ?? "", { node: spec, scope });
      }
      break;
    case "var_declaration":
    case "const_declaration":
      for (const spec of valueSpecs(node)) {
        namesOf(spec).forEach((name, index) =>
          tables.values.set(name, { node: spec, scope, index, constant: node.kind() === "const_declaration" }),
        );
      }
      break;
    default:
      break;
  }
}

/** The specifications of a `var` or `const`, single or in a list. */
export function valueSpecs(node: SyntaxNode): SyntaxNode[] {
  return namedChildren(node).flatMap((child) => (child.kind() === "var_spec_list" ? namedChildren(child) : [child]));
}

/** The names that a specification declares. */
export function namesOf(spec: SyntaxNode): string[] {
  const names: string[] = [];
  for (const child of spec.children()) {
    if (child.kind() === "identifier") {
      names.push(child.text());
    } else if (child.kind() !== ",") {
      break;
    }
  }
  return names;
}

function receiverType(node: SyntaxNode): string {
  const text = node.field("receiver")?.text() ?? "";
  return /^\(\s*(?:\w+\s+)?\*?\s*(\w+)/.exec(text)?.[1] ?? "";
}
