import { applyEdits } from "../edit/text.ts";
import type { TextEdit } from "../edit/text.ts";
import { objectEntries, readCall } from "../syntax.ts";
import type { SyntaxNode } from "../syntax.ts";
import type { Assertions } from "./assertions.ts";

/** Assertions that a value equals what a test expects, in which parts may be given by `expect.…` alone. */
export function equality(assertions: Assertions, actual: string, expected: SyntaxNode): string[] {
  const call = readCall(expected);
  if (isAsymmetric(expected)) {
    const [given] = call?.args ?? [];
    switch (call?.method) {
      case "any":
        return [ofType(assertions, actual, given?.text() ?? "")];
      case "objectContaining":
        return given === undefined ? [] : partOf(assertions, actual, given);
      case "arrayContaining":
        return given === undefined ? [] : inAnyOrder(assertions, actual, given);
      default:
        throw new Error(`This expectation has no form here: ${expected.text().slice(0, 80)}`);
    }
  }
  const column = columnOf(expected);
  if (column !== null) {
    return [
      assertions.deepEqual(`${actual}.map(({ ${column.key} }) => ${column.key})`, `[${column.values.join(", ")}]`),
    ];
  }
  if (expected.kind() === "array" && elementsOf(expected).some(isAsymmetric)) {
    const elements = elementsOf(expected);
    return [
      assertions.hasLength(actual, String(elements.length)),
      ...elements.flatMap((element, index) => equality(assertions, `${actual}[${index}]`, element)),
    ];
  }
  const parts = asymmetricParts(actual, expected);
  const text = applyEdits(
    expected.text(),
    parts.map(({ node, path }) => edit(expected, node, path)),
  );
  return [assertions.deepEqual(actual, text), ...parts.flatMap(({ node, path }) => equality(assertions, path, node))];
}

/** Assertions that a value has the members that a test names; a list has as many elements as well. */
export function partOf(assertions: Assertions, actual: string, expected: SyntaxNode): string[] {
  if (expected.kind() === "array") {
    const elements = elementsOf(expected);
    return [
      assertions.hasLength(actual, String(elements.length)),
      ...elements.flatMap((element, index) => partOf(assertions, `${actual}[${index}]`, element)),
    ];
  }
  const parts = asymmetricParts(actual, expected);
  const types = parts.flatMap(({ node, path }) => equality(assertions, path, node));
  if (parts.length === 0) {
    return [assertions.partly(actual, expected.text())];
  }
  const rest = expected.children().filter((child) => child.isNamed() && !/\bexpect\.\w+\(/.test(child.text()));
  return rest.length === 0
    ? types
    : [assertions.partly(actual, `{ ${rest.map((child) => child.text()).join(", ")} }`), ...types];
}

/** Whether assertions of equality name the actual value more than once. */
export function namesTwice(expected: SyntaxNode): boolean {
  return /\bexpect\.\w+\(/.test(expected.text());
}

/** Rows of which the order does not count, told by the first member that is expected of each. */
function inAnyOrder(assertions: Assertions, actual: string, rows: SyntaxNode): string[] {
  if (rows.kind() !== "array") {
    const ids = ".map(({ id }) => id).toSorted()";
    return [assertions.deepEqual(actual + ids, rows.text() + ids)];
  }
  return elementsOf(rows).flatMap((row) => {
    const [given] = readCall(row)?.args ?? [];
    const [first, ...others] = given === undefined ? [] : [...objectEntries(given)];
    if (first === undefined) {
      throw new Error(`This expectation has no form here: ${row.text().slice(0, 80)}`);
    }
    const found = `${actual}.find(({ ${first[0]} }) => ${first[0]} === ${first[1].text()})`;
    const rest = others.map(([name, value]) => `${name}: ${value.text()}`);
    return [
      rest.length === 0 ? assertions.notEqual(found, "undefined") : assertions.partly(found, `{ ${rest.join(", ")} }`),
    ];
  });
}

/** `[expect.objectContaining({ slug: a }), …]`: one member is expected of each element. */
function columnOf(expected: SyntaxNode): { readonly key: string; readonly values: readonly string[] } | null {
  const rows = (expected.kind() === "array" ? elementsOf(expected) : []).map((element) => {
    const call = readCall(element);
    const entries = call?.callee.text() === "expect.objectContaining" ? objectEntries(call.args[0] ?? element) : null;
    const [first, ...others] = entries === null ? [] : [...entries];
    return first === undefined || others.length > 0 ? null : first;
  });
  const [key] = rows[0] ?? [];
  return key !== undefined && rows.every((row) => row?.[0] === key)
    ? { key, values: rows.map((row) => row?.[1].text() ?? "") }
    : null;
}

interface AsymmetricPart {
  readonly node: SyntaxNode;
  /** Where the actual value stands: `res.body.error.message`. */
  readonly path: string;
}

function asymmetricParts(path: string, node: SyntaxNode): AsymmetricPart[] {
  const inner =
    node.kind() === "array"
      ? elementsOf(node).map((element, index) => [`${path}[${index}]`, element] as const)
      : [...objectEntries(node)].map(([key, value]) => [`${path}.${key}`, value] as const);
  return inner.flatMap(([at, value]) =>
    isAsymmetric(value) ? [{ node: value, path: at }] : asymmetricParts(at, value),
  );
}

function isAsymmetric(node: SyntaxNode): boolean {
  return readCall(node)?.callee.text().startsWith("expect.") === true;
}

function ofType(assertions: Assertions, actual: string, type: string): string {
  if (type === "Array") {
    return assertions.isArray(actual);
  }
  return ["String", "Number", "Boolean", "Object"].includes(type)
    ? assertions.hasType(actual, type.toLowerCase())
    : assertions.isInstance(actual, type);
}

function elementsOf(list: SyntaxNode): SyntaxNode[] {
  return list.children().filter((child) => child.isNamed() && child.kind() !== "comment");
}

function edit(outer: SyntaxNode, node: SyntaxNode, text: string): TextEdit {
  const offset = outer.range().start.index;
  return { start: node.range().start.index - offset, end: node.range().end.index - offset, text };
}
