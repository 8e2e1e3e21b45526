import type { Practices, ProjectReader } from "@backwright/core";
import { ownFiles } from "./app-files.ts";
import { lineAt } from "./json.ts";
import { readManifest } from "./manifest.ts";
import { isSourcePath } from "./syntax.ts";

const testPath =
  /(^|\/)(tests?|__tests__|specs?|e2e|checks)\/.*\.[cm]?[jt]sx?$|[.-](test|spec|check|e2e)\.[cm]?[jt]sx?$/;
const runners = ["vitest", "jest", "mocha", "ava", "tap", "uvu", "jasmine", "@playwright/test", "@japa/runner"];

export interface PracticesRequest {
  readonly project: ProjectReader;
  readonly dir: string;
  readonly files: readonly string[];
}

/** How the application's own code handles errors and waits, and how it is tested: counts, and an example of each. */
export function readPractices(request: PracticesRequest): Practices {
  return { errorHandling: errorHandling(request), async: asyncStyle(request), tests: tests(request) };
}

interface Style {
  readonly what: string;
  /** A text without any of these is not searched. Words that begin with a rare letter are found fastest. */
  readonly needs?: readonly string[];
  readonly pattern: RegExp;
}

const errorStyles: readonly Style[] = [
  {
    what: "error-handling middleware",
    needs: ["next"],
    pattern:
      /\(\s*_?(?:err|error|e|ex|exception)\s*(?::[^,)]+)?,\s*_?req\w*\s*(?::[^,)]+)?,\s*_?res\w*\s*(?::[^,)]+)?,\s*_?next\w*/g,
  },
  {
    what: "error handlers of the framework",
    needs: ["ErrorHandler", "@Catch", "GlobalFilters"],
    pattern: /\bsetErrorHandler\s*\(|@Catch\s*\(|\buseGlobalFilters\s*\(/g,
  },
  {
    what: "error classes",
    needs: ["Error", "Exception"],
    pattern: /class\s+\w+\s+extends\s+\w*(?:Error|Exception)\b/g,
  },
  { what: "throw", pattern: /\bthrow\s+(?:new\s+)?\w/g },
  { what: "next(error)", needs: ["next("], pattern: /\bnext\(\s*(?:(?:err|error|e|ex)\b|new\s)/g },
  { what: "catch blocks", needs: ["catch"], pattern: /\bcatch\s*(?:\(\s*\w+[^)]*\))?\s*\{/g },
];

const asyncStyles: readonly Style[] = [
  { what: "async functions", needs: ["async"], pattern: /\basync\s+(?:function\b|\w+\s*\(|\(|\w+\s*=>)/g },
  { what: "then chains", needs: [".then"], pattern: /\.then\s*\(/g },
  {
    what: "callbacks with an error first",
    pattern: /(?:function\s*\w*\s*)?\(\s*(?:err|error)\s*,\s*(?!req)\w+\s*\)\s*(?:=>|\{)/g,
  },
  {
    what: "wrappers for async handlers",
    needs: ["Async", "Handler", "Wrapper", "Middleware", "-async-errors"],
    pattern: /\b(?:asyncHandler|catchAsync|wrapAsync|asyncWrapper|asyncMiddleware|express-async-errors)\b(?=\(|["'])/g,
  },
];

function errorHandling(request: PracticesRequest): string {
  return describe(request, errorStyles) ?? "no error handling of its own";
}

function asyncStyle(request: PracticesRequest): string {
  return describe(request, asyncStyles) ?? "synchronous throughout";
}

/** `throw 12 (src/a.ts:3), …`, the commonest first. */
function describe({ project, files }: PracticesRequest, styles: readonly Style[]): string | null {
  const texts = files.map((file) => ({ file, text: project.read(file) ?? "" }));
  const counted = styles.flatMap(({ what, needs, pattern }) => {
    let count = 0;
    let first: string | null = null;
    for (const { file, text } of texts) {
      if (needs?.some((need) => text.includes(need)) !== false) {
        for (const { index } of text.matchAll(pattern)) {
          count += 1;
          first ??= `${file}:${lineAt(text, index)}`;
        }
      }
    }
    return first === null ? [] : [{ count, text: `${what}: ${count} (${first})` }];
  });
  return counted.length === 0
    ? null
    : counted
        .sort((a, b) => b.count - a.count)
        .map((entry) => entry.text)
        .join(", ");
}

const testCase = /^[^\S\n]*(?:it|test|specify)(?:\.\w+)*\s*\(/gm;

function tests({ project, dir }: PracticesRequest): string {
  const inside = ownFiles(project, dir).filter((path) => testPath.test(path) && isSourcePath(path));
  const manifests = [readManifest(project, dir), readManifest(project, ".")];
  const texts = inside.map((path) => project.read(path) ?? "");
  const runner =
    runners.find((name) => manifests.some((manifest) => manifest?.dependencies.has(name))) ??
    (texts.some((text) => /["']node:test["']/.test(text)) ? "node:test" : undefined);
  const cases = texts.reduce((sum, text) => sum + (text.match(testCase)?.length ?? 0), 0);
  if (inside.length === 0) {
    return runner === undefined ? "none" : `${runner} is installed, but there are no tests`;
  }
  const http = inside.find((_path, index) => /supertest|chai-http|\.inject\(/.test(texts[index] ?? ""));
  return `${runner ?? "no known runner"}: ${cases} cases in ${inside.length} files (${inside[0]}:1)${http === undefined ? "" : `, requests against the application (${http}:1)`}`;
}
