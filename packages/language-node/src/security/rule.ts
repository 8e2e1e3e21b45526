import { isSampleCode } from "@backwright/core";
import type { SecurityFinding, SecurityRule } from "@backwright/core";
import { parseSource } from "../syntax.ts";
import type { SourceFile, SyntaxNode } from "../syntax.ts";

/** Code in which a literal is no secret and a query no danger, as JavaScript names it: tests and what sets them up. */
const forTests =
  /(^|\/)(__tests__|__mocks__|specs?|e2e|checks)\/|[.-](test|tests|spec|check|e2e|mock|seed|stories)\.[cm]?[jt]sx?$|(^|\/)((vitest|jest|playwright|cypress)[\w.-]*\.config|setup-?tests?|test-?setup)\.[cm]?[jt]s$/i;

/** A configuration of Vite that serves its test runner. */
function configuresTests(path: string, text: string): boolean {
  return /(^|\/)vite[\w.-]*\.config\.[cm]?[jt]s$/.test(path) && /["']vitest\/config["']/.test(text);
}

/** What is built, or comes from others, or runs in a browser. */
const notOurs =
  /(^|\/)(node_modules|dist|build|out|coverage|vendor|public|static|assets)\/|\.min\.[cm]?js$|[.-]bundle\.js$/;

export interface RuleParts extends Omit<SecurityRule, "find"> {
  /** A cheap test of the text; the file is only parsed where it holds. */
  readonly mayConcern: RegExp;
  readonly findIn: (source: SourceFile) => readonly SecurityFinding[];
}

/** A rule for the product's own JavaScript and TypeScript; findings in the order of lines, one for each line. */
export function defineRule({ mayConcern, findIn, ...rule }: RuleParts): SecurityRule {
  return {
    ...rule,
    find({ path, text }) {
      const testing = isSampleCode(path) || forTests.test(path) || configuresTests(path, text);
      const skipped = testing || notOurs.test(path) || !mayConcern.test(text) || isMinified(text);
      const source = skipped ? null : parseOnce(path, text);
      const byLine = new Map((source === null ? [] : findIn(source)).map((finding) => [finding.line, finding]));
      return [...byLine.values()].sort((a, b) => a.line - b.line);
    },
  };
}

/** Nobody writes lines of many thousand characters. */
function isMinified(text: string): boolean {
  return text.length > 20_000 && text.length / text.split("\n", 2000).length > 1000;
}

const parsed = new Map<string, SourceFile>();
const mostParsed = 500;

/** Each rule reads all files: a file that was parsed for one is kept for the next. */
function parseOnce(path: string, text: string): SourceFile | null {
  const known = parsed.get(path);
  if (known?.text === text) {
    return known;
  }
  if (parsed.size >= mostParsed) {
    parsed.clear();
  }
  const source = parseSource(path, text);
  if (source !== null) {
    parsed.set(path, source);
  }
  return source;
}

/** The declaration's value of a name that the file declares once; `null` otherwise. */
export function declaredValue(source: SourceFile, name: string): SyntaxNode | null {
  const found = source.root.all("variable_declarator").filter((node) => node.field("name")?.text() === name);
  return found.length === 1 ? (found[0]?.field("value") ?? null) : null;
}
