import { nodesOf, parseSource, readCall, stringValue } from "../syntax.ts";
import type { SyntaxNode } from "../syntax.ts";
import { applyEdits } from "../edit/text.ts";
import type { TextEdit } from "../edit/text.ts";
import { assertionsOf } from "./assertions.ts";
import type { AssertionLibrary, Assertions } from "./assertions.ts";
import { scopeHooks } from "./file-scope.ts";
import { equality, namesTwice, partOf } from "./expectation.ts";
import { refuseRest, stubsToEnvironment, withoutRunner } from "./to-jest.ts";

/**
 * A test in TypeScript that is written for vitest as one for mocha, in CommonJS modules. Throws for an expectation that it does
 * not know.
 */
export function toMocha(
  text: string,
  { assertions: library = "node:assert", title = "tests" }: MochaOptions = {},
): string {
  const plain = stubsToEnvironment(withoutRunner(text))
    .replaceAll("vi.resetModules();", `${forgetModules}\n`)
    .replaceAll(/\bbeforeAll\(/g, "before(");
  refuseRest(plain);
  const assertions = assertionsOf(library);
  const names = unusedNames(plain);
  const asserted = editNodes(plain, (node) => assertion(node, assertions, names));
  const looped = scopeHooks(editNodes(asserted, loop), title);
  return /\b(?:assert\.|expect\()/.test(looped) ? `${assertions.imported}\n${looped}` : looped;
}

export interface MochaOptions {
  /** What the tests assert with; by default what Node.js has. */
  readonly assertions?: AssertionLibrary;
  /** What the tests of the file are about. */
  readonly title?: string;
}

const forgetModules =
  "for (const path of Object.keys(require.cache)) if (!path.includes('node_modules')) delete require.cache[path];";

function editNodes(text: string, edit: (node: SyntaxNode) => string | null): string {
  const root = parseSource("test.ts", text)?.root;
  const edits = (root === undefined ? [] : nodesOf(root, "expression_statement")).flatMap((node): TextEdit[] => {
    const replaced = edit(node);
    const range = node.range();
    return replaced === null ? [] : [{ start: range.start.index, end: range.end.index, text: replaced }];
  });
  return applyEdits(text, edits);
}

/** `expect(a).toBe(b);` as an assertion; `null` for another statement. */
function assertion(statement: SyntaxNode, assertions: Assertions, names: Iterator<string>): string | null {
  const expression = statement.children()[0] ?? statement;
  const awaited = expression.kind() === "await_expression" ? expression.children().at(-1) : undefined;
  const call = readCall(awaited ?? expression);
  const object = call?.object ?? null;
  const modifier = object?.kind() === "member_expression" ? object.field("property")?.text() : undefined;
  const subject = readCall((modifier === undefined ? object : (object?.field("object") ?? null)) ?? statement);
  if (call === null || subject?.callee.text() !== "expect") {
    return null;
  }
  const matcher = modifier === undefined ? (call.method ?? "") : `${modifier}.${call.method ?? ""}`;
  const [node] = call.args;
  const value = subject.args[0]?.text() ?? "";
  // What is named twice is read once.
  const isShared =
    node !== undefined &&
    /^to(?:Equal|MatchObject)$/.test(matcher) &&
    (namesTwice(node) || (matcher === "toMatchObject" && node.kind() === "array"));
  const name = isShared && !/^[\w.[\]]+$/.test(value) ? String(names.next().value) : null;
  const actual = name ?? value;
  const made =
    node === undefined ? plainly(assertions, matcher, actual) : compared(assertions, { matcher, actual, node });
  if (made === null) {
    throw new Error(`This expectation has no form for mocha here: ${statement.text().slice(0, 80)}`);
  }
  return [...(name === null ? [] : [`const ${name} = ${value};`]), ...made].join("\n");
}

function plainly(assertions: Assertions, matcher: string, actual: string): string[] | null {
  switch (matcher) {
    case "toBeNull":
      return [assertions.equal(actual, "null")];
    case "toBeDefined":
      return [assertions.notEqual(actual, "undefined")];
    default:
      return null;
  }
}

interface Comparison {
  readonly matcher: string;
  readonly actual: string;
  readonly node: SyntaxNode;
}

function compared(assertions: Assertions, { matcher, actual, node }: Comparison): string[] | null {
  const expected = node.text();
  switch (matcher) {
    case "toBe":
      return [assertions.equal(actual, expected)];
    case "toBeGreaterThan":
      return [assertions.exceeds(actual, expected)];
    case "toHaveLength":
      return [assertions.hasLength(actual, expected)];
    case "toHaveProperty":
      return [assertions.has(actual, expected)];
    case "not.toHaveProperty":
      return [assertions.lacks(actual, expected)];
    case "toMatch":
      return [assertions.matches(actual, expected)];
    case "not.toMatch":
      return [assertions.mismatches(actual, expected)];
    case "toContain":
      return [assertions.includes(actual, expected)];
    case "not.toContain":
      return [assertions.excludes(actual, expected)];
    case "rejects.toThrow":
      return [assertions.rejects(actual, expected)];
    case "toEqual":
      return equality(assertions, actual, node);
    case "toMatchObject":
      return partOf(assertions, actual, node);
    default:
      return null;
  }
}

/** `found`, `found2`, … as far as the text has no such name. */
function* unusedNames(text: string): Generator<string, never> {
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? "found" : `found${count}`;
    if (!new RegExp(String.raw`\b${name}\b`).test(text)) {
      yield name;
    }
  }
}

/** `it.each(rows)("title %s", (a) => …)` as a loop; `null` for another statement. */
function loop(statement: SyntaxNode): string | null {
  const call = readCall(statement.children()[0] ?? statement);
  const each = call === null ? null : readCall(call.callee);
  if (call === null || each?.method !== "each") {
    return null;
  }
  const [title, body] = call.args;
  const parameters = (body?.field("parameters")?.children() ?? []).filter((child) => child.isNamed());
  const [label = "row"] = parameters.map((child) => child.text().replace(/^_case$/, "title"));
  const names = [label, ...parameters.slice(1).map((child) => child.text())];
  const rows = each.args[0]?.text() ?? "[]";
  const item = names.length > 1 ? `[${names.join(", ")}]` : label;
  const text = (stringValue(title ?? null) ?? "").replace("%s", `\${${label}}`);
  const content = body?.field("body")?.text() ?? "{}";
  return `for (const ${item} of ${rows}) {\nit(\`${text}\`, async () => ${content});\n}`;
}
