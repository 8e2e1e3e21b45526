import type { ProjectReader, TestedCall } from "@backwright/core";
import { statusOf } from "./statuses.ts";
import { goFile, lineOf, namedChildren, nodesOf, stringValue } from "./syntax.ts";
import type { SyntaxNode } from "./syntax.ts";

const verbs = new Set(["GET", "POST", "PUT", "PATCH", "DELETE"]);

/** Requests of the project's tests, and the statuses that the same row of a table, else the same test, names. */
export function readTestedCalls(project: ProjectReader): TestedCall[] {
  return project
    .list()
    .filter((path) => path.endsWith("_test.go") && !/(^|\/)(vendor|testdata)\//.test(path))
    .flatMap((file) => {
      const root = goFile(project, file)?.root;
      const functions = root?.children().filter((node) => node.kind() === "function_declaration") ?? [];
      return functions.filter(isTest).flatMap((node) => readTest(file, node));
    });
}

function isTest(node: SyntaxNode): boolean {
  return /^(Test|Example|Benchmark|Fuzz)/.test(node.field("name")?.text() ?? "");
}

function readTest(file: string, test: SyntaxNode): TestedCall[] {
  const all = statusesIn(test);
  const rows = nodesOf(test, "literal_value").flatMap((node) => {
    const own = statusesIn(node);
    return readParts(namedChildren(node).map(valueOf)).map((found) => ({
      ...found,
      node,
      statuses: own.length > 0 ? own : all,
    }));
  });
  const calls = nodesOf(test, "call_expression").flatMap((node) => {
    const args = namedChildren(node.field("arguments") ?? node);
    const callee = node.field("function")?.text() ?? "";
    const verb = /(?:^|\.)(get|post|put|patch|delete)(?:JSON)?$/i.exec(callee)?.[1]?.toUpperCase();
    const found = readParts(args);
    const path = verb === undefined ? null : (args.map(pathOf).find((part) => part !== null) ?? null);
    const named = path === null || verb === undefined ? [] : [{ method: verb, path }];
    return (found.length > 0 ? found : named).map((request) => ({
      ...request,
      node,
      statuses: statusesNear(node, all),
    }));
  });
  return [...rows, ...calls].map(({ method, path, node, statuses }) => ({
    method,
    path,
    statuses: [...new Set(statuses)].sort((a, b) => a - b),
    file,
    line: lineOf(node),
  }));
}

/** A part of a test that it runs by itself knows its own statuses. */
function statusesNear(node: SyntaxNode, all: readonly number[]): readonly number[] {
  const part = node.ancestors().find((above) => above.kind() === "func_literal");
  const own = part === undefined ? [] : statusesIn(part);
  return own.length > 0 ? own : all;
}

/** A method and a path behind it. */
function readParts(parts: readonly SyntaxNode[]): { method: string; path: string }[] {
  const at = parts.findIndex((part) => methodOf(part) !== null);
  const method = methodOf(parts[at] ?? null);
  const path = parts
    .slice(at + 1)
    .map(pathOf)
    .find((found) => found !== null);
  return at === -1 || method === null || path == null ? [] : [{ method, path }];
}

function valueOf(element: SyntaxNode): SyntaxNode {
  const value = element.kind() === "keyed_element" ? (namedChildren(element)[1] ?? element) : element;
  return value.kind() === "literal_element" ? (namedChildren(value)[0] ?? value) : value;
}

function methodOf(node: SyntaxNode | null): string | null {
  const name = stringValue(node) ?? /(?:^|\.)Method(\w+)$/.exec(node?.text() ?? "")?.[1] ?? "";
  return verbs.has(name.toUpperCase()) ? name.toUpperCase() : null;
}

/** A path as written, what is put into it as `:value`, without its query and without a server before it. */
function pathOf(node: SyntaxNode): string | null {
  const text = textOf(node);
  const path = text?.replace(/^(?:https?:\/\/[^/]*|:value)(?=\/)/, "").replace(/[?#].*$/, "") ?? "";
  return path.startsWith("/") ? path : null;
}

function textOf(node: SyntaxNode): string | null {
  const plain = stringValue(node);
  if (plain !== null) {
    return plain;
  }
  if (node.kind() === "binary_expression") {
    const parts = [node.field("left"), node.field("right")].map((part) =>
      part === null ? null : (textOf(part) ?? ":value"),
    );
    return parts.every((part) => part === ":value") ? null : parts.join("");
  }
  if (node.kind() === "call_expression" && node.field("function")?.text() === "fmt.Sprintf") {
    const [format] = namedChildren(node.field("arguments") ?? node);
    return stringValue(format)?.replace(/%[+#]?[a-z]/g, ":value") ?? null;
  }
  return null;
}

/** Constants, and numbers where a status is meant. */
function statusesIn(node: SyntaxNode): number[] {
  const constants = nodesOf(node, "selector_expression").flatMap((found) => statusOf(found.text()) ?? []);
  const numbers = nodesOf(node, "int_literal").flatMap((found) => {
    const value = Number(found.text());
    return value >= 100 && value < 600 && isStatus(found) ? [value] : [];
  });
  return [...constants, ...numbers];
}

/** A number that is compared, asserted, or an element of a row. */
function isStatus(node: SyntaxNode): boolean {
  const parent = node.parent();
  switch (parent?.kind()) {
    case "binary_expression":
    case "argument_list":
      return /code|status|want|expect/i.test(parent.parent()?.text().slice(0, 300) ?? "");
    case "literal_element":
    case "keyed_element":
    case "literal_value":
      return true;
    default:
      return false;
  }
}
