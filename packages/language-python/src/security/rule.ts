import { isSampleCode } from "@backwright/core";
import type { SecurityFinding, SecurityRule } from "@backwright/core";
import { isApplicationCode } from "../app-files.ts";
import { lineOf, parseSource } from "../syntax.ts";
import type { SourceFile, SyntaxNode } from "../syntax.ts";

interface RuleDefinition extends Omit<SecurityRule, "find"> {
  /** A text without it cannot hold a finding, and is not parsed. */
  readonly mayConcern: RegExp;
  findIn(source: SourceFile): readonly SecurityFinding[];
}

/** A rule for Python code; tests, samples and other languages are none of its business. */
export function defineRule({ mayConcern, findIn, ...rule }: RuleDefinition): SecurityRule {
  return {
    ...rule,
    find({ path, text }) {
      const ours = isApplicationCode(path) && !/(^|\/)(migrations|versions)\//.test(path) && !isSampleCode(path);
      if (!ours || !mayConcern.test(text)) {
        return [];
      }
      const source = parseSource(path, text);
      return source === null || nestsTooDeep(text) ? [] : unique(findIn(source));
    },
  };
}

/** Code with this many brackets open at once is no code that Python takes. */
function nestsTooDeep(text: string): boolean {
  let open = 0;
  let most = 0;
  for (const char of text) {
    open += "([{".includes(char) ? 1 : ")]}".includes(char) ? -1 : 0;
    most = Math.max(most, open);
  }
  return most > deepest || longestChain(text) > longest;
}

const deepest = 500;
const longest = 2000;

/** The most operators in one line, each of which is one level of the tree. */
function longestChain(text: string): number {
  return Math.max(0, ...text.split("\n").map((line) => line.match(/[+%|&.]/g)?.length ?? 0));
}

export function finding(node: SyntaxNode, message: string): SecurityFinding {
  return { line: lineOf(node), message };
}

function unique(findings: readonly SecurityFinding[]): SecurityFinding[] {
  const seen = new Set<string>();
  return findings.filter(({ line, message }) => {
    const key = `${line} ${message}`;
    return seen.has(key) ? false : seen.add(key);
  });
}
