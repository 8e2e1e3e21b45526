import type { ProjectReader, TestedCall } from "@backwright/core";
import { callsIn, isSourcePath, lineOf, readCall, sourcesOf } from "./syntax.ts";
import type { Call, SyntaxNode } from "./syntax.ts";

const testFile = /(^|\/)(tests?|__tests__|spec|specs|checks|e2e)\/|\.(test|spec|e2e)\.[cm]?[jt]sx?$/;
const verbs: Readonly<Record<string, string>> = {
  get: "GET",
  post: "POST",
  put: "PUT",
  patch: "PATCH",
  delete: "DELETE",
  del: "DELETE",
};
const testNames = /^(it|test|specify)\b/;
const judges = /expect|tobe|equal|status|code|problem|answer|error|refuse/i;
const functions = new Set(["arrow_function", "function_declaration", "function_expression", "method_definition"]);

/** One test, or one function that tests share: what it asks and what it expects belong together. */
interface Unit {
  readonly requests: { readonly method: string; readonly path: string; readonly line: number }[];
  readonly statuses: Set<number>;
}

/**
 * Requests of the project's tests in the manner of supertest: a verb with a literal path, and the statuses that the same
 * test or helper names. Which status belongs to which of several requests in one test is not told apart.
 */
export function readTestedCalls(project: ProjectReader): TestedCall[] {
  const sources = sourcesOf(project);
  return project
    .list()
    .filter((path) => testFile.test(path) && isSourcePath(path))
    .flatMap((file) => {
      const source = sources.get(file);
      return source === null ? [] : readFile(file, source.root);
    });
}

function readFile(file: string, root: SyntaxNode): TestedCall[] {
  const units = new Map<number, Unit>();
  for (const call of callsIn(root)) {
    const request = readRequest(call);
    const statuses =
      judges.test(call.callee.text().split("\n", 1)[0] ?? "") || judges.test(call.method ?? "")
        ? call.args.flatMap(numbersIn)
        : [];
    if (request === null && statuses.length === 0) {
      continue;
    }
    const key = enclosing(call.node);
    const unit = units.get(key) ?? { requests: [], statuses: new Set<number>() };
    units.set(key, unit);
    if (request !== null) {
      unit.requests.push(request);
    }
    statuses.forEach((status) => unit.statuses.add(status));
  }
  return [...units.values()].flatMap(({ requests, statuses }) =>
    requests.map((request) => ({ ...request, file, statuses: [...statuses].toSorted() })),
  );
}

function readRequest(call: Call): Unit["requests"][number] | null {
  const method = verbs[call.method ?? ""];
  const path = call.object === null ? null : pathOf(call.args[0] ?? null);
  return method === undefined || path === null || !path.startsWith("/")
    ? null
    : { method, path, line: lineOf(call.node) };
}

/** The text of a string or template, each placeholder as `:value`. */
function pathOf(node: SyntaxNode | null): string | null {
  if (node?.kind() !== "string" && node?.kind() !== "template_string") {
    return null;
  }
  return node
    .children()
    .map((child) =>
      child.kind() === "template_substitution" ? ":value" : child.kind() === "string_fragment" ? child.text() : "",
    )
    .join("");
}

/** `401`, or each of `[201, 409]`. */
function numbersIn(node: SyntaxNode): number[] {
  if (node.kind() === "array") {
    return node.children().flatMap(numbersIn);
  }
  const value = node.kind() === "number" ? Number(node.text()) : Number.NaN;
  return value >= 100 && value <= 599 ? [value] : [];
}

/** Where the test or the shared function begins that a node stands in. */
function enclosing(node: SyntaxNode): number {
  for (const ancestor of node.ancestors()) {
    if (functions.has(String(ancestor.kind())) && isUnit(ancestor)) {
      return ancestor.range().start.index;
    }
  }
  return -1;
}

function isUnit(node: SyntaxNode): boolean {
  const parent = node.parent();
  if (
    node.kind() === "function_declaration" ||
    node.kind() === "method_definition" ||
    parent?.kind() === "variable_declarator"
  ) {
    return true;
  }
  const call = parent?.kind() === "arguments" ? readCall(parent.parent()!) : null;
  return call !== null && testNames.test(call.callee.text());
}
