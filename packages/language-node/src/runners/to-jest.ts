import { importsOf } from "../imports.ts";
import { parseSource } from "../syntax.ts";
import { applyEdits } from "../edit/text.ts";
import type { TextEdit } from "../edit/text.ts";

/**
 * A test in TypeScript that is written for vitest as one for jest, whose functions are global. Throws for what of vitest has no
 * form for jest here.
 *
 * @param imported take them from `@jest/globals` instead, for TypeScript without `@types/jest`
 */
export function toJest(text: string, { imported = false }: { imported?: boolean } = {}): string {
  const body = stubsToEnvironment(withoutRunner(text)).replaceAll(/\bvi\.(resetModules|doMock)\(/g, "jest.$1(");
  refuseRest(body);
  const names = importedNames(text).flatMap((name) => (name !== "vi" ? [name] : /\bjest\./.test(body) ? ["jest"] : []));
  return imported && names.length > 0
    ? `import { ${names.toSorted().join(", ")} } from '@jest/globals';\n${body}`
    : body;
}

/** The text without what it imports from vitest. */
export function withoutRunner(text: string): string {
  const edits = runnerImports(text).map(({ node }): TextEdit => {
    const range = node.range();
    return { start: range.start.index, end: range.end.index + 1, text: "" };
  });
  return applyEdits(text, edits);
}

/** `vi.stubEnv(name, value)` as an assignment, and `vi.unstubAllEnvs()` as one of what the environment was. */
export function stubsToEnvironment(text: string): string {
  const assigned = text.replaceAll(/\bvi\.stubEnv\((\w+), (\w+)\)/g, "process.env[$1] = $2");
  const restored = assigned.replaceAll("vi.unstubAllEnvs()", "process.env = { ...unchangedEnvironment }");
  return restored === assigned ? assigned : belowImports(restored, "const unchangedEnvironment = { ...process.env };");
}

/** Throws where a text still uses vitest. */
export function refuseRest(text: string): void {
  const [rest] = /\bvi\.\w+[^\n]*/.exec(text) ?? [];
  if (rest !== undefined) {
    throw new Error(`This has no form for another runner here: ${rest.slice(0, 80)}`);
  }
}

function belowImports(text: string, statement: string): string {
  const source = parseSource("test.ts", text);
  const imports = (source === null ? [] : importsOf(source)).filter(({ kind }) => kind === "import");
  const end = imports.at(-1)?.node.range().end.index ?? 0;
  return `${text.slice(0, end)}\n\n${statement}\n${text.slice(end)}`;
}

function importedNames(text: string): string[] {
  return runnerImports(text).flatMap(({ named }) => named.map(({ name }) => name));
}

function runnerImports(text: string): ReturnType<typeof importsOf> {
  const source = parseSource("test.ts", text);
  return (source === null ? [] : importsOf(source)).filter(({ specifier }) => specifier === "vitest");
}
