import { rememberByKey } from "@backwright/core";
import type { ProjectReader } from "@backwright/core";
import { lineAt } from "../json.ts";

/** The first place where a package, or a path in one, is imported for its values. */
export interface PackageImport {
  readonly specifier: string;
  readonly package: string;
  readonly file: string;
  readonly line: number;
  /** `import "package"`, which takes nothing of it: its types, most of the time. */
  readonly bare: boolean;
}

const importing =
  /(?:\bfrom\s*|\brequire\s*\(\s*|\bimport\s*\(\s*|\bimport\s+)(["'])((?:@[\w.-]+\/)?[\w.:-]+(?:\/[\w./-]+)?)\1/g;

/** Every package that the files import, each specifier once for each file. `import type` and comments do not count. */
export function packageImports(project: ProjectReader, files: readonly string[]): PackageImport[] {
  return files.flatMap((file) => importsIn(project, file));
}

const importsIn = rememberByKey((project, file): readonly PackageImport[] => {
  const text = project.read(file) ?? "";
  const found = new Map<string, PackageImport>();
  for (const match of text.matchAll(importing)) {
    const specifier = match[2] ?? "";
    if (!specifier.startsWith(".") && !found.has(specifier) && isCode(text, match.index)) {
      const bare = /^import\s/.test(match[0]);
      found.set(specifier, { specifier, package: packageOf(specifier), file, line: lineAt(text, match.index), bare });
    }
  }
  return [...found.values()];
});

/** The place of the first import under each name that `namesOf` gives. */
export function firstImports(
  imports: readonly PackageImport[],
  namesOf: (entry: PackageImport) => readonly string[],
): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const [index, entry] of imports.entries()) {
    for (const name of namesOf(entry)) {
      if (!first.has(name)) {
        first.set(name, index);
      }
    }
  }
  return first;
}

/** `@scope/name/path` and `name/path` belong to `@scope/name` and `name`. */
export function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

function isCode(text: string, index: number): boolean {
  const start = text.lastIndexOf("\n", index) + 1;
  const before = text.slice(start, index);
  return !/^\s*(\/\/|\*|\/\*)/.test(before) && !/^\s*(import|export)\s+type\b/.test(before);
}
