import type { Practices, ProjectReader } from "@backwright/core";
import { applicationSources, filesIn } from "./app-files.ts";
import { findDependency } from "./manifest/read.ts";
import { lineAt } from "./syntax.ts";

interface Style {
  readonly what: string;
  readonly pattern: RegExp;
  /** Of these words, every text that fits has one. */
  readonly words: readonly string[];
}

const errorStyles: readonly Style[] = [
  {
    what: "handlers for exceptions",
    words: ["handler", "HANDLER"],
    pattern:
      /@\w+\.(?:app_)?(?:errorhandler|exception_handler)\(|add_exception_handler\(|register_error_handler\(|EXCEPTION_HANDLER["']\s*:/g,
  },
  {
    what: "exception classes",
    words: ["Error", "Exception"],
    pattern: /^class\s+\w+\(\s*[\w.]*(?:Error|Exception)\b/gm,
  },
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
  { what: "except blocks", words: ["except"], pattern: /^\s*except\b[^\n]*:/gm },
];

const asyncStyles: readonly Style[] = [
  { what: "async def", words: ["async"], pattern: /\basync\s+def\s+\w/g },
  { what: "def", words: ["def"], pattern: /^\s*def\s+\w/gm },
  { what: "await", words: ["await"], pattern: /\bawait\s+\w/g },
  {
    what: "background tasks",
    words: ["BackgroundTasks", "task", "delay", "apply_async"],
    pattern: /\bBackgroundTasks\b|@\w+\.task\b|@shared_task\b|\.delay\(|\.apply_async\(/g,
  },
];

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
  const counted = styles.flatMap(({ what, pattern, words }) => {
    let count = 0;
    let first: string | null = null;
    for (const file of files) {
      const text = project.read(file) ?? "";
      const found = words.some((word) => text.includes(word)) ? text.match(pattern) : null;
      count += found?.length ?? 0;
      first ??= found === null ? null : `${file}:${lineAt(text, text.search(pattern) + (found[0] ?? "").search(/\S/))}`;
    }
    return first === null ? [] : [{ count, text: `${what}: ${count} (${first})` }];
  });
  return counted.length === 0
    ? null
    : counted
        .sort((a, b) => b.count - a.count)
        .map(({ text }) => text)
        .join(", ");
}

function tests(project: ProjectReader, dir: string): string {
  const files = filesIn(project, dir).filter((path) => /(^|\/)(test_[^/]*|[^/]*_tests?|tests)\.py$/.test(path));
  const [first] = files;
  const pytest = findDependency(project, dir, ["pytest", "pytest-django", "pytest-asyncio", "pytest-flask"]) !== null;
  const texts = files.map((path) => project.read(path) ?? "");
  const runner = pytest || texts.some((text) => /\bpytest\b/.test(text)) ? "pytest" : "unittest";
  if (first === undefined) {
    return pytest ? "pytest is installed, but there are no tests" : "none";
  }
  const cases = texts.reduce(
    (sum, text) => sum + (text.match(/^\s*(?:async\s+)?def\s+test\w*\s*\(/gm)?.length ?? 0),
    0,
  );
  const http = files.find((path) =>
    /\b(TestClient|AsyncClient|test_client|APIClient|APITestCase|self\.client)\b/.test(project.read(path) ?? ""),
  );
  return `${runner}: ${cases} cases in ${files.length} files (${first}:1)${http === undefined ? "" : `, requests against the application (${http}:1)`}`;
}
