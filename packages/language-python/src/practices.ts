import type { Practices, ProjectReader } from "@backwright/core";
import { applicationSources, filesNamed } from "./app-files.ts";
import { findDependency } from "./manifest/read.ts";
import { lineAt } from "./syntax.ts";
import { asyncStyles, errorStyles } from "./practice-styles.ts";
import type { Style } from "./practice-styles.ts";
import { headsOf } from "./text/heads.ts";
import { mentions } from "./vocabulary.ts";

/** How the application's own code handles errors and waits, and how it is tested: counts, and an example of each. */
export function readPractices(project: ProjectReader, dir: string): Practices {
  const files = applicationSources(project, dir);
  return {
    errorHandling: describe(project, files, errorStyles) ?? "no error handling of its own",
    async: describe(project, files, asyncStyles) ?? "no functions",
    tests: tests(project, dir),
  };
}

/** `await: 12 (app/a.py:3), …`, the commonest first. */
function describe(project: ProjectReader, files: readonly string[], styles: readonly Style[]): string | null {
  const counted = styles.flatMap((style) => {
    let count = 0;
    let first: string | null = null;
    for (const file of files) {
      const found = linesOf(project, file, style);
      count += found.count;
      first ??= found.line === null ? null : `${file}:${found.line}`;
    }
    return first === null ? [] : [{ count, text: `${style.what}: ${count} (${first})` }];
  });
  return counted.length === 0
    ? null
    : counted
        .sort((a, b) => b.count - a.count)
        .map(({ text }) => text)
        .join(", ");
}

interface Found {
  readonly count: number;
  /** The line of the first. */
  readonly line: number | null;
}

function linesOf(project: ProjectReader, file: string, { pattern, head, words }: Style): Found {
  const text = project.read(file) ?? "";
  if (head !== undefined) {
    const found = headsOf(project, file).filter(({ word, start }) => word === head && fitsAt(pattern, text, start));
    return { count: found.length, line: found[0]?.line ?? null };
  }
  const found = mentions(project, file, words) ? text.match(pattern) : null;
  return { count: found?.length ?? 0, line: found === null ? null : lineAt(text, text.search(pattern)) };
}

function fitsAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

function tests(project: ProjectReader, dir: string): string {
  const files = filesNamed(project, dir, /^(?:test_.*|.*_tests?|tests)\.py$/);
  const [first] = files;
  const pytest = findDependency(project, dir, ["pytest", "pytest-django", "pytest-asyncio", "pytest-flask"]) !== null;
  const texts = files.map((path) => project.read(path) ?? "");
  const runner = pytest || texts.some((text) => /\bpytest\b/.test(text)) ? "pytest" : "unittest";
  if (first === undefined) {
    return pytest ? "pytest is installed, but there are no tests" : "none";
  }
  const cases = texts.reduce((sum, text) => sum + (text.match(testCase)?.length ?? 0), 0);
  const http = files.find((path) =>
    /\b(TestClient|AsyncClient|test_client|APIClient|APITestCase|self\.client)\b/.test(project.read(path) ?? ""),
  );
  return `${runner}: ${cases} cases in ${files.length} files (${first}:1)${http === undefined ? "" : `, requests against the application (${http}:1)`}`;
}

const testCase = /(?<=^[ \t]*(?:async[ \t]+)?)def[ \t]+test\w*\s*\(/gm;
