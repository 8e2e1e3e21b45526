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
  readonly pattern: RegExp;
}

const errorStyles: readonly Style[] = [
  {
    what: "error-handling middleware",
    pattern:
      /\(\s*_?(?:err|error|e|ex|exception)\s*(?::[^,)]+)?,\s*_?req\w*\s*(?::[^,)]+)?,\s*_?res\w*\s*(?::[^,)]+)?,\s*_?next\w*/g,
  },
  { what: "error handlers of the framework", pattern: /\bsetErrorHandler\s*\(|@Catch\s*\(|\buseGlobalFilters\s*\(/g },
  { what: "error classes", pattern: /class\s+\w+\s+extends\s+\w*(?:Error|Exception)\b/g },
  { what: "throw", pattern: /\bthrow\s+(?:new\s+)?\w/g },
  { what: "next(error)", pattern: /\bnext\(\s*(?:(?:err|error|e|ex)\b|new\s)/g },
  { what: "catch blocks", pattern: /\bcatch\s*(?:\(\s*\w+[^)]*\))?\s*\{/g },
];

const asyncStyles: readonly Style[] = [
  { what: "async functions", pattern: /\basync\s+(?:function\b|\w+\s*\(|\(|\w+\s*=>)/g },
  { what: "then chains", pattern: /\.then\s*\(/g },
  {
    what: "callbacks with an error first",
    pattern: /(?:function\s*\w*\s*)?\(\s*(?:err|error)\s*,\s*(?!req)\w+\s*\)\s*(?:=>|\{)/g,
  },
  {
    what: "wrappers for async handlers",
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
  const counted = styles.flatMap(({ what, pattern }) => {
    const places = files.flatMap((file) => {
      const text = project.read(file) ?? "";
      return [...text.matchAll(pattern)].map(({ index }) => ({ file, text, index }));
    });
    const first = places[0];
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
        .map((entry) => entry.text)
        .join(", ");
}

function tests({ project, dir }: PracticesRequest): string {
  const inside = ownFiles(project, dir).filter((path) => isSourcePath(path) && testPath.test(path));
  const manifests = [readManifest(project, dir), readManifest(project, ".")];
  const own = inside.some((path) => /["']node:test["']/.test(project.read(path) ?? "")) ? "node:test" : undefined;
  const runner = runners.find((name) => manifests.some((manifest) => manifest?.dependencies.has(name))) ?? own;
  const cases = inside.flatMap((path) => [
    ...(project.read(path) ?? "").matchAll(/^\s*(?:it|test|specify)(?:\.\w+)*\s*\(/gm),
  ]).length;
  if (inside.length === 0) {
    return runner === undefined ? "none" : `${runner} is installed, but there are no tests`;
  }
  const http = inside.find((path) => /supertest|chai-http|\.inject\(/.test(project.read(path) ?? ""));
  return `${runner ?? "no known runner"}: ${cases} cases in ${inside.length} files (${inside[0]}:1)${http === undefined ? "" : `, requests against the application (${http}:1)`}`;
}
