import type { Practices, ProjectReader } from "@backwright/core";
import { applicationFiles, testFiles } from "./files.ts";
import { lineAt } from "./syntax.ts";

interface Style {
  readonly what: string;
  readonly pattern: RegExp;
}

const errorStyles: readonly Style[] = [
  { what: "if err != nil", pattern: /\bif\s+(?:[^{\n]*;\s*)?\w*[eE]rr\s*!=\s*nil\b/g },
  { what: "errors wrapped with %w", pattern: /\bfmt\.Errorf\([^\n]*%w/g },
  {
    what: "errors of their own by name",
    pattern: /^\s*(?:var\s+)?[Ee]rr[A-Z]\w*\s*=\s*(?:errors\.New|fmt\.Errorf)\(/gm,
  },
  { what: "error types", pattern: /^func\s*\([^)]*\)\s*Error\(\)\s*string/gm },
  { what: "errors.Is and errors.As", pattern: /\berrors\.(?:Is|As)\(/g },
  { what: "answers by http.Error", pattern: /\bhttp\.Error\(/g },
  { what: "handlers of errors", pattern: /\bHTTPErrorHandler\b|\bErrorHandler\s*:|\.NotFound\(|\bNoRoute\(/g },
  { what: "recovery from panics", pattern: /\brecover\(\)|\bRecover(?:er|y)?\b(?:\(\))?/g },
  { what: "panics", pattern: /(?<![\w.])panic\(/g },
];

const asyncStyles: readonly Style[] = [
  { what: "goroutines", pattern: /^\s*go\s+(?:func\b|[\w.]+\()/gm },
  { what: "channels", pattern: /\bmake\(\s*chan\b/g },
  { what: "contexts handed on", pattern: /\b\w*[cC]tx\s+context\.Context\b/g },
  { what: "groups that wait", pattern: /\bsync\.WaitGroup\b|\berrgroup\./g },
  { what: "locks", pattern: /\bsync\.(?:RW)?Mutex\b/g },
];

/** How the module's own code handles errors and does things at once, and how it is tested: counts, and an example of each. */
export function readPractices(project: ProjectReader, dir: string): Practices {
  const files = applicationFiles(project, dir);
  return {
    errorHandling: describe(project, files, errorStyles) ?? "no error handling of its own",
    async: describe(project, files, asyncStyles) ?? "nothing at once",
    tests: tests(project, dir),
  };
}

/** `if err != nil: 12 (a/b.go:3), …`, the commonest first. */
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
  const files = testFiles(project, dir);
  const [first] = files;
  if (first === undefined) {
    return "none";
  }
  const texts = files.map((path) => project.read(path) ?? "");
  const cases = texts.reduce((sum, text) => sum + (text.match(/^func\s+Test[A-Z_]\w*\s*\(/gm)?.length ?? 0), 0);
  function using(pattern: RegExp): string | null {
    const index = texts.findIndex((text) => pattern.test(text));
    return index === -1 ? null : `${files[index]}:1`;
  }
  const http = using(/\bhttptest\.|\bapp\.Test\(/);
  const helper = using(/"github\.com\/(?:stretchr\/testify|onsi\/(?:ginkgo|gomega)|smartystreets\/goconvey)/);
  return [
    `go test: ${cases} cases in ${files.length} files (${first}:1)`,
    ...(helper === null ? [] : [`assertions of a package (${helper})`]),
    ...(http === null ? [] : [`requests against the application (${http})`]),
  ].join(", ");
}
