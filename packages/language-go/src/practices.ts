import type { Practices, ProjectReader } from "@backwright/core";
import { applicationFiles, testFiles } from "./files.ts";
import { textsOf } from "./needs.ts";
import type { Needs } from "./needs.ts";
import { lineAt } from "./syntax.ts";

interface Style {
  readonly what: string;
  /** A text without it is not searched. */
  readonly needs: Needs;
  readonly pattern: RegExp;
}

const errorStyles: readonly Style[] = [
  { what: "if err != nil", needs: ["nil"], pattern: /\bif\s+(?:[^{\n]*;\s*)?\w*[eE]rr\s*!=\s*nil\b/g },
  { what: "errors wrapped with %w", needs: ["%w"], pattern: /\bfmt\.Errorf\([^\n]*%w/g },
  {
    what: "errors of their own by name",
    needs: ["New(", "Errorf("],
    pattern: /(?<=^\s*(?:var\s+)?[Ee]rr[A-Z]\w*\s*=\s*)(?:errors\.New|fmt\.Errorf)\(/gm,
  },
  { what: "error types", needs: ["Error()"], pattern: /^func\s*\([^)]*\)\s*Error\(\)\s*string/gm },
  { what: "errors.Is and errors.As", needs: ["Is(", "As("], pattern: /\berrors\.(?:Is|As)\(/g },
  { what: "answers by http.Error", needs: ["http.Error("], pattern: /\bhttp\.Error\(/g },
  {
    what: "handlers of errors",
    needs: ["ErrorHandler", "NotFound(", "NoRoute("],
    pattern: /\bHTTPErrorHandler\b|\bErrorHandler\s*:|\.NotFound\(|\bNoRoute\(/g,
  },
  {
    what: "recovery from panics",
    needs: ["cover()", "Recover"],
    pattern: /\brecover\(\)|\bRecover(?:er|y)?\b(?:\(\))?/g,
  },
  { what: "panics", needs: ["panic("], pattern: /(?<![\w.])panic\(/g },
];

const asyncStyles: readonly Style[] = [
  { what: "goroutines", needs: ["go "], pattern: /^\s*go\s+(?:func\b|[\w.]+\()/gm },
  { what: "channels", needs: ["make("], pattern: /\bmake\(\s*chan\b/g },
  { what: "contexts handed on", needs: ["context.Context"], pattern: /\b\w*[cC]tx\s+context\.Context\b/g },
  { what: "groups that wait", needs: ["WaitGroup", "x/sync/errgroup"], pattern: /\bsync\.WaitGroup\b|\berrgroup\./g },
  { what: "locks", needs: ["Mutex"], pattern: /\bsync\.(?:RW)?Mutex\b/g },
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
  const holding = textsOf(project, files);
  const counted = styles.flatMap(({ what, needs, pattern }) => {
    let count = 0;
    let first: string | null = null;
    for (const { file, text } of holding(needs)) {
      const found = text.match(pattern) ?? [];
      first ??= found[0] === undefined ? null : `${file}:${lineAt(text, text.search(pattern) + found[0].search(/\S/))}`;
      count += found.length;
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
