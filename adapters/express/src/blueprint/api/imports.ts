import { dirOf, importsOf, joinPath, nodesOf, parseSource, stripTypes } from "@backwright/language-node";
import { renderTemplate } from "../render.ts";

/** Where a name comes from. */
export interface Importable {
  readonly name: string;
  /** A package, or the path of a module relative to the repository's root. */
  readonly module: string;
  readonly isPackage: boolean;
  readonly isType: boolean;
  /** What stands behind `import` where the whole of a package is imported: `* as z`. */
  readonly binding?: string;
}

export interface ImportRequest {
  /** Path of the module. */
  readonly path: string;
  readonly text: string;
  readonly available: readonly Importable[];
  /** The specifier with which this module imports another one. */
  specifier(module: string): string;
}

/** Stands in a template where the imports of the module belong. */
export const importsMark = "/* imports */";

/** Puts the imports into a module that its code needs, of what is available. */
export function withImports({ path, text, available, specifier }: ImportRequest): string {
  if (!text.includes(importsMark)) {
    return text;
  }
  const used = usedNames(path, text);
  const wanted = available.filter(({ name, module, isPackage }) => used.has(name) && (isPackage || module !== path));
  const modules = new Map<string, Importable[]>();
  for (const one of wanted) {
    const from = one.isPackage ? one.module : specifier(one.module);
    modules.set(from, [...(modules.get(from) ?? []), one]);
  }
  const imports = [...modules]
    .map(([from, names]) => ({ from, names: names.toSorted(byName), isPackage: names[0]?.isPackage ?? false }))
    .toSorted((a, b) => Number(b.isPackage) - Number(a.isPackage) || (a.from < b.from ? -1 : 1));
  return text.replace(importsMark, () => renderTemplate("api/imports", { imports }));
}

/** Pairs of modules of which each imports the other's values, be it by way of a third. */
export function mutualImports(
  drafts: readonly { readonly path: string; readonly content: string }[],
): [string, string][] {
  const imported = new Map(
    drafts
      .filter(({ path }) => path.endsWith(".ts"))
      .map(({ path, content }) => [path, valueImports(path, content)] as const),
  );
  const reached = new Map([...imported.keys()].map((path) => [path, reachedFrom(path, imported)] as const));
  return [...reached].flatMap(([path, others]) =>
    [...others]
      .filter((other) => path < other && reached.get(other)?.has(path) === true)
      .map((other): [string, string] => [path, other]),
  );
}

function valueImports(path: string, text: string): string[] {
  const source = parseSource(path, stripTypes(text));
  return (source === null ? [] : importsOf(source))
    .filter(({ specifier, kind }) => specifier.startsWith(".") && kind === "import")
    .map(({ specifier }) => joinPath(dirOf(path), specifier));
}

function reachedFrom(start: string, imported: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [...(imported.get(start) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (!reached.has(next)) {
      reached.add(next);
      open.push(...(imported.get(next) ?? []));
    }
  }
  return reached;
}

/** Names that a module uses and does not declare at its top. */
function usedNames(path: string, text: string): ReadonlySet<string> {
  const source = parseSource(path, text);
  if (source === null) {
    throw new Error(`${path} cannot be read as a module.`);
  }
  const names = ["identifier", "type_identifier", "shorthand_property_identifier"].flatMap((kind) =>
    nodesOf(source.root, kind).map((node) => node.text()),
  );
  const declared = [...text.matchAll(/^(?:export )?(?:async )?(?:const|function|class|interface|type) (\w+)/gm)];
  const own = new Set(declared.map((match) => match[1] ?? ""));
  return new Set(names.filter((name) => !own.has(name)));
}

function byName(a: Importable, b: Importable): number {
  return a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1;
}
