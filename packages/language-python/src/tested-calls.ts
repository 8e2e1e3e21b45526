import type { ProjectReader, TestedCall } from "@backwright/core";
import { argumentsOf, kids, lineOf, nodesOf, sourcesOf, stringContent, stringValue } from "./syntax.ts";
import type { SyntaxNode } from "./syntax.ts";

const verbs = new Set(["get", "post", "put", "patch", "delete"]);
const testFile = /(^|\/)(tests?\/.*\.py|test_[^/]*\.py|[^/]*_tests?\.py)$/;

/** Requests of the project's tests through a test client, and the statuses that the same test names. */
export function readTestedCalls(project: ProjectReader): TestedCall[] {
  return project
    .list()
    .filter((path) => testFile.test(path))
    .flatMap((file) => {
      const root = sourcesOf(project).get(file)?.root ?? null;
      return root === null ? [] : nodesOf(root, "function_definition").flatMap((node) => readTest(file, node));
    });
}

function readTest(file: string, test: SyntaxNode): TestedCall[] {
  const statuses = [...new Set(statusesIn(test))].sort((a, b) => a - b);
  return nodesOf(test, "call").flatMap((node): TestedCall[] => {
    const callee = node.field("function");
    const method = callee?.field("attribute")?.text() ?? "";
    const path = literalPath(argumentsOf(node.field("arguments"))[0]?.value ?? null);
    return callee?.kind() === "attribute" && verbs.has(method) && path?.startsWith("/") === true
      ? [{ method: method.toUpperCase(), path, statuses, file, line: lineOf(node) }]
      : [];
  });
}

/** `assert response.status_code == 200`, `in (400, 422)`, `assertEqual(…status_code, 404)`, `HTTPStatus` by its number only. */
function statusesIn(test: SyntaxNode): number[] {
  const judged = [...nodesOf(test, "comparison_operator"), ...nodesOf(test, "call")].filter((node) =>
    /status/i.test(node.text()),
  );
  return judged.flatMap((node) => {
    const callee = node.kind() === "call" ? (node.field("function")?.text() ?? "") : "assert";
    const parts = node.kind() === "call" ? argumentsOf(node.field("arguments")).map(({ value }) => value) : kids(node);
    return /assert|expect/i.test(callee) ? parts.flatMap((part) => numbersIn(part)) : [];
  });
}

/** A status, or a list of them; numbers within a request are none. */
function numbersIn(node: SyntaxNode): number[] {
  switch (node.kind()) {
    case "integer": {
      const value = Number(node.text());
      return value >= 100 && value < 600 ? [value] : [];
    }
    case "tuple":
    case "list":
    case "set":
      return kids(node).flatMap((child) => numbersIn(child));
    default:
      return [];
  }
}

/** A path as written, each placeholder as `:value`, without its query. */
function literalPath(node: SyntaxNode | null): string | null {
  const plain = stringValue(node);
  if (plain !== null || node?.kind() !== "string") {
    return plain?.replace(/\?.*$/, "") ?? null;
  }
  const parts = kids(node).map((child) =>
    child.kind() === "interpolation" ? ":value" : child.kind() === "string_content" ? child.text() : "",
  );
  return (parts.length === 0 ? stringContent(node) : parts.join("")).replace(/\?.*$/, "");
}
