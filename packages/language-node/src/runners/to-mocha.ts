import { nodesOf, objectEntries, parseSource, readCall, stringValue } from "../syntax.ts";
import type { Call, SyntaxNode } from "../syntax.ts";
import { applyEdits } from "../edit/text.ts";
import type { TextEdit } from "../edit/text.ts";
import { stubsToEnvironment, withoutRunner } from "./to-jest.ts";

/**
 * A test in TypeScript that is written for vitest as one for mocha with `node:assert/strict`, in CommonJS modules. Throws for an
 * expectation that it does not know.
 */
export function toMocha(text: string): string {
  const plain = stubsToEnvironment(withoutRunner(text))
    .replaceAll("vi.resetModules();", `${forgetModules}\n`)
    .replaceAll(/\bbeforeAll\(/g, "before(");
  const asserted = editNodes(plain, assertion);
  const looped = editNodes(asserted, loop);
  return /\bassert\./.test(looped) ? `import assert from 'node:assert/strict';\n${looped}` : looped;
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
function assertion(statement: SyntaxNode): string | null {
  const call = readCall(statement.child(0) ?? statement);
  const object = call?.object ?? null;
  const negated = object?.kind() === "member_expression" && object.field("property")?.text() === "not";
  const subject = readCall((negated ? object.field("object") : object) ?? statement);
  if (call === null || subject?.callee.text() !== "expect") {
    return null;
  }
  const actual = subject.args[0]?.text() ?? "";
  const made = assertionFor(`${negated ? "not." : ""}${call.method}`, actual, call);
  if (made === null) {
    throw new Error(`This expectation has no form for mocha here: ${statement.text().slice(0, 80)}`);
  }
  return made;
}

function assertionFor(matcher: string, actual: string, { args }: Call): string | null {
  const [node] = args;
  const expected = node?.text() ?? "";
  switch (matcher) {
    case "toBe":
      return `assert.equal(${actual}, ${expected});`;
    case "toBeNull":
      return `assert.equal(${actual}, null);`;
    case "toBeGreaterThan":
      return `assert.ok(${actual} > ${expected});`;
    case "toHaveLength":
      return `assert.equal(${actual}.length, ${expected});`;
    case "toHaveProperty":
      return `assert.ok(${expected} in ${actual});`;
    case "not.toMatch":
      return `assert.doesNotMatch(${actual}, ${expected});`;
    case "not.toContain":
      return `assert.ok(!${actual}.includes(${expected}));`;
    case "toEqual":
      return node === undefined ? null : equal(actual, node);
    case "toMatchObject":
      return node === undefined ? null : partly(actual, node);
    default:
      return null;
  }
}

/** Rows of which the order does not count: `toEqual(expect.arrayContaining(rows))`. */
function equal(actual: string, expected: SyntaxNode): string {
  const call = readCall(expected);
  if (call?.method === "arrayContaining") {
    const rows = call.args[0]?.text() ?? "[]";
    const ids = ".map(({ id }) => id).toSorted()";
    return `assert.deepEqual(${actual}${ids}, ${rows}${ids});`;
  }
  const kinds = kindsIn(actual, expected);
  const text = applyEdits(
    expected.text(),
    kinds.map(({ node, path }) => edit(expected, node, path)),
  );
  return [`assert.deepEqual(${actual}, ${text});`, ...kinds.map(typeAssertion)].join("\n");
}

/** What stands as `expect.any(…)` is asserted by its type alone. */
function partly(actual: string, expected: SyntaxNode): string {
  const kinds = kindsIn(actual, expected);
  const rest = expected.children().filter((child) => child.isNamed() && !/expect\.any\(/.test(child.text()));
  const partial =
    kinds.length === 0
      ? [`assert.partialDeepStrictEqual(${actual}, ${expected.text()});`]
      : rest.length === 0
        ? []
        : [`assert.partialDeepStrictEqual(${actual}, { ${rest.map((child) => child.text()).join(", ")} });`];
  return [...partial, ...kinds.map(typeAssertion)].join("\n");
}

interface Kind {
  readonly node: SyntaxNode;
  /** Where the actual value stands: `res.body.error.message`. */
  readonly path: string;
  readonly type: string;
}

function kindsIn(path: string, object: SyntaxNode): Kind[] {
  return [...objectEntries(object)].flatMap(([key, node]): Kind[] => {
    const inner = `${path}.${key}`;
    const call = readCall(node);
    return call?.callee.text() === "expect.any"
      ? [{ node, path: inner, type: (call.args[0]?.text() ?? "").toLowerCase() }]
      : kindsIn(inner, node);
  });
}

function typeAssertion({ path, type }: Kind): string {
  return `assert.equal(typeof ${path}, '${type}');`;
}

function edit(outer: SyntaxNode, node: SyntaxNode, text: string): TextEdit {
  const offset = outer.range().start.index;
  return { start: node.range().start.index - offset, end: node.range().end.index - offset, text };
}

/** `it.each(rows)("title %s", (a) => …)` as a loop; `null` for another statement. */
function loop(statement: SyntaxNode): string | null {
  const call = readCall(statement.child(0) ?? statement);
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
