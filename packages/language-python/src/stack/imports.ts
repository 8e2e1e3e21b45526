import { rememberByKey } from "@backwright/core";
import type { ProjectReader } from "@backwright/core";
import { headsOf } from "../text/heads.ts";
import type { Head } from "../text/heads.ts";

/** A module that a file imports, by its dotted name. */
export interface ModuleImport {
  /** `sqlalchemy.orm`; of `from a import b`, `a`. */
  readonly module: string;
  /** The names after `import`, as written. */
  readonly names: string;
  readonly file: string;
  readonly line: number;
}

const statement = /from[ \t]+([\w.]+)[ \t]+import[ \t]+(\([^)]*\)|[^\n]*)|import[ \t]+([^\n#]+)/y;

/** What the files import, relative imports left out. */
export function moduleImports(project: ProjectReader, files: readonly string[]): ModuleImport[] {
  return files.flatMap((file) => importsOf(project, file));
}

const importsOf = rememberByKey((project, file) => {
  const text = project.read(file) ?? "";
  return headsOf(project, file).flatMap((head) =>
    head.word === "from" || head.word === "import" ? importsAt(file, text, head) : [],
  );
});

function importsAt(file: string, text: string, { start, line }: Head): ModuleImport[] {
  statement.lastIndex = start;
  const match = statement.exec(text);
  if (match?.[1] !== undefined) {
    return match[1].startsWith(".") ? [] : [{ module: match[1], names: match[2] ?? "", file, line }];
  }
  return (match?.[3] ?? "").split(",").flatMap((part) => {
    const module = /^\s*([\w.]+)/.exec(part)?.[1];
    return module === undefined || module.startsWith(".") ? [] : [{ module, names: "", file, line }];
  });
}

/** Whether it imports one of several modules, or something below them. */
export function isImportOf({ module }: ModuleImport, modules: readonly string[]): boolean {
  return modules.some(
    (name) => module.startsWith(name) && (module.length === name.length || module[name.length] === "."),
  );
}

/** The first import of one of several modules, or of something below them. */
export function findImport(imports: readonly ModuleImport[], modules: readonly string[]): ModuleImport | null {
  const known = firsts.get(imports) ?? firstsOf(imports);
  firsts.set(imports, known);
  const at = Math.min(...modules.map((name) => known.get(name) ?? Infinity));
  return imports[at] ?? null;
}

/** Where a module, or something below it, is imported first. */
const firsts = new WeakMap<readonly ModuleImport[], ReadonlyMap<string, number>>();

function firstsOf(imports: readonly ModuleImport[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [index, { module }] of imports.entries()) {
    for (let end = module.length; end !== -1; end = module.lastIndexOf(".", end - 1)) {
      const name = module.slice(0, end);
      if (found.has(name)) {
        break;
      }
      found.set(name, index);
    }
  }
  return found;
}
