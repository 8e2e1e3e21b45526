import type { Practices, ProjectReader } from "@backwright/core";
import { applicationSources, filesIn } from "./app-files.ts";
import { findDependency } from "./manifest/read.ts";
import { lineAt } from "./syntax.ts";

interface Style {
  readonly what: string;
  readonly pattern: RegExp;
}

const errorStyles: readonly Style[] = [
  {
    what: "handlers for exceptions",
    pattern:
      /@\w+\.(?:app_)?(?:errorhandler|exception_handler)\(|add_exception_handler\(|register_error_handler\(|EXCEPTION_HANDLER["']\s*:/g,
  },
  { what: "exception classes", pattern: /^class\s+\w+\(\s*[\w.]*(?:Error|Exception)\b/gm },
  { what: "raise HTTPException", pattern: /\braise\s+(?:\w+\.)*HTTPException\b/g },
  { what: "abort", pattern: /(?<![\w.])(?:flask\.)?abort\s*\(/g },
  {
    what: "raise of own errors",
    pattern: /\braise\s+(?!\w*HTTPException|NotImplementedError|ValueError|TypeError|RuntimeError)[A-Z]\w+/g,
  },
  { what: "get_object_or_404", pattern: /\bget_(?:object|list)_or_404\s*\(|\.(?:first|get|one)_or_404\s*\(/g },
  { what: "except blocks", pattern: /^\s*except\b[^\n]*:/gm },
];

const asyncStyles: readonly Style[] = [
  { what: "async def", pattern: /\basync\s+def\s+\w/g },
  { what: "def", pattern: /^\s*def\s+\w/gm },
  { what: "await", pattern: /\bawait\s+\w/g },
  { what: "background tasks", pattern: /\bBackgroundTasks\b|@\w+\.task\b|@shared_task\b|\.delay\(|\.apply_async\(/g },
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
  const counted = styles.flatMap(({ what, pattern }) => {
    const places = files.flatMap((file) => {
      const text = project.read(file) ?? "";
      return [...text.matchAll(pattern)].map((match) => ({ file, text, index: match.index + match[0].search(/\S/) }));
    });
    const [first] = places;
    return first === undefined
      ? []
      : [
          {
            count: places.length,
            text: `${what}: ${places.length} (${first.file}:${lineAt(first.text, first.index)})`,
          },
        ];
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
