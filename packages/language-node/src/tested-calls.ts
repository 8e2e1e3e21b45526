import type { ProjectReader, TestedCall } from "@backwright/core";
import { callsIn, isSourcePath, lineOf, nodesOf, objectEntries, readCall, sourcesOf, stringValue } from "./syntax.ts";
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
  function unitAt(key: number): Unit {
    const unit = units.get(key) ?? { requests: [], statuses: new Set<number>() };
    units.set(key, unit);
    return unit;
  }
  for (const call of callsIn(root)) {
    const request = readRequest(call);
    if (request !== null) {
      unitAt(enclosing(call.node)).requests.push(request);
    }
    const statuses = isJudge(call) ? call.args.flatMap(numbersIn) : [];
    statuses.forEach((status) => unitAt(enclosing(call.node)).statuses.add(status));
    const table = readTable(call);
    table?.statuses.forEach((status) => unitAt(table.key).statuses.add(status));
  }
  for (const loop of nodesOf(root, "for_in_statement")) {
    const statuses = numbersIn(loop.field("right") ?? loop);
    const tests = callsIn(loop).filter((call) => testNames.test(call.callee.text()));
    const bodies = tests.flatMap((call) => call.args.filter((argument) => functions.has(argument.kind())));
    bodies.forEach((body) => statuses.forEach((status) => unitAt(body.range().start.index).statuses.add(status)));
  }
  return [...units.values()].flatMap(({ requests, statuses }) =>
    requests.map((request) => ({ ...request, file, statuses: [...statuses].toSorted((a, b) => a - b) })),
  );
}

function readRequest(call: Call): Unit["requests"][number] | null {
  return call.method === "inject" ? readInjected(call) : readVerb(call);
}

/** `app.inject({ method: "PUT", url: "/notes/1" })`, `app.inject("/notes")` */
function readInjected(call: Call): Unit["requests"][number] | null {
  const [given = null] = call.args;
  const entries = given === null ? new Map<string, SyntaxNode>() : objectEntries(given);
  const method = entries.has("method") ? stringValue(entries.get("method") ?? null) : "GET";
  const path = pathOf(entries.get("url") ?? entries.get("path") ?? given);
  return method === null || path?.startsWith("/") !== true
    ? null
    : { method: method.toUpperCase(), path, line: lineOf(call.node) };
}

function readVerb(call: Call): Unit["requests"][number] | null {
  const method = verbs[call.method ?? ""];
  const path = call.object === null ? null : pathOf(call.args[0] ?? null);
  return method === undefined || path === null || !path.startsWith("/")
    ? null
    : { method, path, line: lineOf(call.node) };
}

/** `expect(…).toBe(404)`, `.expect(404)`, `expectProblem(res, 404)` */
function isJudge({ callee, method }: Call): boolean {
  return judges.test(method ?? "") || judges.test(callee.text().split("\n", 1)[0] ?? "");
}

/** `it.each([[1, 404], ["x", 400]])("…", (id, status) => …)`: the statuses of the rows belong to the function. */
function readTable(call: Call): { readonly key: number; readonly statuses: readonly number[] } | null {
  const each = readCall(call.callee);
  const body = call.args.find((argument) => functions.has(argument.kind()));
  return each?.method === "each" && body !== undefined && testNames.test(call.callee.text())
    ? { key: body.range().start.index, statuses: each.args.flatMap(numbersIn) }
    : null;
}

/** The text of a string or template; a placeholder that is a segment is `:value`, one behind a word is a query. */
function pathOf(node: SyntaxNode | null): string | null {
  if (node?.kind() !== "string" && node?.kind() !== "template_string") {
    return null;
  }
  return node.children().reduce((path, child) => {
    if (child.kind() === "string_fragment") {
      return path + child.text();
    }
    return child.kind() === "template_substitution" ? `${path}${path.endsWith("/") ? ":value" : "?"}` : path;
  }, "");
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
    if (functions.has(ancestor.kind()) && isUnit(ancestor)) {
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
  const host = parent?.kind() === "arguments" ? parent.parent() : null;
  const call = host === null ? null : readCall(host);
  return call !== null && testNames.test(call.callee.text());
}
