import type { Practices, ProjectReader } from "@backwright/core";
import { applicationSources, filesNamed } from "./app-files.ts";
import { findDependency } from "./manifest/read.ts";
import { lineAt } from "./syntax.ts";
import { headsOf } from "./text/heads.ts";
import type { HeadWord } from "./text/heads.ts";
import { createWordFinder } from "./text/words.ts";

interface Style {
  readonly what: string;
  /** Looked for everywhere, or, where `head` is given, only where a line begins with that word. */
  readonly pattern: RegExp;
  readonly head?: HeadWord;
  /** Of these words, every text that fits has one. */
  readonly words?: readonly string[];
}

const errorStyles: readonly Style[] = [
  {
    what: "handlers for exceptions",
    words: ["handler", "HANDLER"],
    pattern:
      /@\w+\.(?:app_)?(?:errorhandler|exception_handler)\(|add_exception_handler\(|register_error_handler\(|EXCEPTION_HANDLER["']\s*:/g,
  },
  { what: "exception classes", head: "class", pattern: /^class\s+\w+\(\s*[\w.]*(?:Error|Exception)\b/my },
  { what: "raise HTTPException", words: ["HTTPException"], pattern: /\braise\s+(?:\w+\.)*HTTPException\b/g },
  { what: "abort", words: ["abort"], pattern: /(?<![\w.])(?:flask\.)?abort\s*\(/g },
  {
    what: "raise of own errors",
    words: ["raise"],
    pattern: /\braise\s+(?!\w*HTTPException|NotImplementedError|ValueError|TypeError|RuntimeError)[A-Z]\w+/g,
  },
  {
    what: "get_object_or_404",
    words: ["_or_404"],
    pattern: /\bget_(?:object|list)_or_404\s*\(|\.(?:first|get|one)_or_404\s*\(/g,
  },
  { what: "except blocks", head: "except", pattern: /except\b[^\n]*:/y },
];

const asyncStyles: readonly Style[] = [
  { what: "async def", head: "async", pattern: /async\s+def\s+\w/y },
  { what: "def", head: "def", pattern: /def\s+\w/y },
  { what: "await", words: ["await"], pattern: /\bawait\s+\w/g },
  {
    what: "background tasks",
    words: ["BackgroundTasks", "task", "delay", "apply_async"],
    pattern: /\bBackgroundTasks\b|@\w+\.task\b|@shared_task\b|\.delay\(|\.apply_async\(/g,
  },
];

const wordsIn = createWordFinder([...errorStyles, ...asyncStyles].flatMap(({ words = [] }) => words));

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
  const has = wordsIn(project, file);
  const found = words?.some((word) => has.has(word)) === false ? null : text.match(pattern);
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
