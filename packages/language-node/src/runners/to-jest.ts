import { importsOf } from "../imports.ts";
import { parseSource } from "../syntax.ts";
import { applyEdits } from "../edit/text.ts";
import type { TextEdit } from "../edit/text.ts";

/**
 * A test in TypeScript that is written for vitest as one for jest, whose functions are global.
 *
 * @param imported take them from `@jest/globals` instead, for TypeScript without `@types/jest`
 */
export function toJest(text: string, { imported = false }: { imported?: boolean } = {}): string {
  const names = importedNames(text).map((name) => (name === "vi" ? "jest" : name));
  const body = stubsToEnvironment(withoutRunner(text)).replaceAll("vi.resetModules()", "jest.resetModules()");
  return imported && names.length > 0
    ? `import { ${names.toSorted().join(", ")} } from '@jest/globals';\n${body}`
    : body;
}

/** The text without what it imports from vitest. */
export function withoutRunner(text: string): string {
  const source = parseSource("test.ts", text);
  const edits = (source === null ? [] : importsOf(source))
    .filter(({ specifier }) => specifier === "vitest")
    .map(({ node }): TextEdit => {
      const range = node.range();
      return { start: range.start.index, end: range.end.index + 1, text: "" };
    });
  return applyEdits(text, edits);
}

/** `vi.stubEnv(name, value)` as an assignment. */
export function stubsToEnvironment(text: string): string {
  return text.replaceAll(/\bvi\.stubEnv\((\w+), (\w+)\)/g, "process.env[$1] = $2");
}

function importedNames(text: string): string[] {
  const source = parseSource("test.ts", text);
  const records = source === null ? [] : importsOf(source).filter(({ specifier }) => specifier === "vitest");
  return records.flatMap(({ named }) => named.map(({ name }) => name));
}
