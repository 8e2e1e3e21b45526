import { callsIn, nodesOf, objectEntries, readCall } from "../syntax.ts";
import type { Call, SourceFile, SyntaxNode } from "../syntax.ts";
import type { ValidationMiddleware, ValidationPractice } from "../conventions.ts";
import { inCase } from "../naming.ts";
import { exportOf } from "./exports.ts";
import { note, sourcesOf } from "./reading.ts";
import type { Reading } from "./reading.ts";

const functionKinds = ["arrow_function", "function_expression", "function_declaration"];

/** The app's own middleware that checks bodies by a schema or by chains; `null` where none is understood. */
export function readValidationMiddleware(
  reading: Reading,
  library: ValidationPractice["library"],
): ValidationMiddleware | null {
  if (library !== "joi" && library !== "express-validator") {
    return null;
  }
  for (const source of sourcesOf(reading)) {
    for (const { name, node, isDefault } of namedFunctions(source)) {
      const read = library === "joi" ? readJoi(node) : readChains(node);
      const exported = read === null ? null : isDefault ? "default" : exportOf(source, name);
      if (read !== null && exported !== null) {
        note(reading, { field: "validation", value: name, rule: "middleware" }, source.path, node);
        return { name, module: source.path, exported, ...read };
      }
    }
  }
  return null;
}

type Read = Omit<ValidationMiddleware, "name" | "module" | "exported">;

/** `(schema) => (req, res, next) => { … schema.validate(req.body) … }`, or with schemas of the request's parts. */
function readJoi(outer: SyntaxNode): Read | null {
  const [schema] = parametersOf(outer);
  const inner = functionsIn(outer).find((node) => parametersOf(node).length === 3);
  if (schema === undefined || inner === undefined) {
    return null;
  }
  const checks = callsIn(inner).filter(({ method }) => method === "validate" || method === "validateAsync");
  const [check] = checks;
  const text = inner.text();
  const [request = "req"] = parametersOf(inner);
  if (!goesOn(inner)) {
    return null;
  }
  // What lets further fields through, or drops them, does not refuse what the schema does not name.
  if (check === undefined || checks.length > 1 || /allowUnknown|stripUnknown|\.unknown\(/.test(text)) {
    return null;
  }
  const takes = takenBy(check, { schema, request, text });
  const answers = answersIn(inner);
  const assigns = new RegExp(String.raw`\b${request}(?:\.body|\[\w+\])\s*=[^=]|Object\.assign\(${request}\b`);
  return takes === null || answers === null ? null : { takes, answers, converts: assigns.test(text) };
}

function takenBy(
  check: Call,
  { schema, request, text }: { readonly schema: string; readonly request: string; readonly text: string },
): Read["takes"] | null {
  const object = check.object?.text() ?? "";
  const value = check.args[0]?.text() ?? "";
  if (value === `${request}.body` || new RegExp(String.raw`^${request}\[\w+\]$`).test(value)) {
    return object === schema ? "schema" : object === `${schema}.body` ? "parts" : null;
  }
  const picked = new RegExp(String.raw`\bpick\(\s*${schema}\b[^)]*["']body["']`);
  return picked.test(text) && /\bcompile\(/.test(object) ? "parts" : null;
}

/** `(req, res, next) => { … validationResult(req) … }`, or a function of chains that returns one. */
function readChains(outer: SyntaxNode): Read | null {
  const inner = [outer, ...functionsIn(outer)].find(
    (node) => goesOn(node) && callsIn(node).some(({ method }) => method === "validationResult"),
  );
  const answers = inner === undefined ? null : answersIn(inner);
  if (inner === undefined || answers === null || /onlyFirstError/.test(inner.text())) {
    return null;
  }
  const isOuter = parametersOf(outer).length === 3;
  const runs = callsIn(inner).some(({ method }) => method === "run");
  return isOuter
    ? { takes: "nothing", answers, converts: true }
    : runs
      ? { takes: "chains", answers, converts: true }
      : null;
}

/** A handler that lets requests pass to the next one. */
function goesOn(handler: SyntaxNode): boolean {
  const [, , next] = parametersOf(handler);
  return (
    next !== undefined &&
    callsIn(handler).some(({ method, object, args }) => method === next && object === null && args.length === 0)
  );
}

/** The class of the error that is passed on, or the members of the body that is answered at once. */
function answersIn(middleware: SyntaxNode): Read["answers"] | null {
  const text = middleware.text();
  const [, className] = /\b(?:throw|next\()\s*(?:return\s+)?new (\w+)\(/.exec(text) ?? [];
  if (className !== undefined) {
    return { kind: "error", className };
  }
  const [body] = callsIn(middleware).flatMap((call) => {
    const [argument] = call.args;
    return (call.method === "json" || call.method === "send") && argument?.kind() === "object" ? [argument] : [];
  });
  return body === undefined ? null : { kind: "body", paths: pathsIn(body) };
}

function pathsIn(object: SyntaxNode): string[] {
  return [...objectEntries(object)].flatMap(([key, value]) => [
    key,
    ...(value.kind() === "object" ? pathsIn(value).map((path) => `${key}.${path}`) : []),
  ]);
}

interface NamedFunction {
  readonly name: string;
  readonly node: SyntaxNode;
  /** It is what the module exports, without a name of its own. */
  readonly isDefault: boolean;
}

function namedFunctions({ path, root }: SourceFile): NamedFunction[] {
  const declared = nodesOf(root, "function_declaration").map((node) => ({
    name: node.field("name")?.text(),
    node,
    isDefault: false,
  }));
  const variables = nodesOf(root, "variable_declarator").map((declarator) => ({
    name: declarator.field("name")?.text(),
    node: functionIn(declarator.field("value")),
    isDefault: false,
  }));
  const assigned = nodesOf(root, "assignment_expression").map((assignment) => ({
    name: /^(?:module\.)?exports(?:\.(\w+))?$/.exec(assignment.field("left")?.text() ?? "")?.slice(1)[0],
    node: functionIn(assignment.field("right")),
    isDefault: assignment.field("left")?.text() === "module.exports",
  }));
  return [...declared, ...variables, ...assigned].flatMap((found) => {
    const name = found.isDefault ? inCase(baseOf(path), "camel") : found.name;
    return name === undefined || found.node === null ? [] : [{ ...found, name, node: found.node }];
  });
}

/** A function, or the one that a wrapper of asynchronous handlers is given. */
function functionIn(value: SyntaxNode | null): SyntaxNode | null {
  return value === null || isFunction(value) ? value : (readCall(value)?.args.find(isFunction) ?? null);
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.\w+$/, "");
}

function functionsIn(node: SyntaxNode): SyntaxNode[] {
  const body = node.field("body");
  return body === null
    ? []
    : [...(isFunction(body) ? [body] : []), ...functionKinds.flatMap((kind) => nodesOf(body, kind))];
}

function isFunction(node: SyntaxNode): boolean {
  return functionKinds.includes(node.kind());
}

/** Names of parameters, without types and defaults. */
function parametersOf(node: SyntaxNode): string[] {
  const alone = node.field("parameter");
  const list = node.field("parameters")?.children() ?? [];
  return (alone === null ? list : [alone])
    .filter((child) => child.isNamed() && child.kind() !== "comment")
    .map((child) => (child.field("pattern") ?? child.field("left") ?? child).text());
}
