import { nodesOf, objectEntries, readCall, stringValue } from "../syntax.ts";
import type { SourceFile, SyntaxNode } from "../syntax.ts";
import { parameterCount } from "../edit/registration.ts";
import { unionMembers } from "../edit/union.ts";
import type { ErrorParameter, ErrorPractice } from "../conventions.ts";
import { exportOf } from "./exports.ts";
import { note, originOf, sourcesOf } from "./reading.ts";
import type { Reading } from "./reading.ts";

const roles: readonly (readonly [RegExp, ErrorParameter["role"]])[] = [
  [/^(http)?_?status_?(code)?$/i, "status"],
  [/^(message|msg|detail|text|description)$/i, "message"],
  [/^(code|reason|type|error_?code|slug|key|name|kind)$/i, "code"],
  [/^(errors|fields|details|issues|data|meta|extra)$/i, "details"],
];

interface ErrorClass {
  readonly source: SourceFile;
  readonly node: SyntaxNode;
  readonly name: string;
  readonly parameters: readonly ErrorParameter[];
}

/** The app's own error class: exported, derived from Error, made with a status. `null` when it has none. */
export function readErrors(reading: Reading): ErrorPractice | null {
  const classes = sourcesOf(reading).flatMap(errorClasses);
  const used = classes.map((found) => ({ found, count: constructions(reading, found.name).length }));
  const most = used.toSorted((a, b) => b.count - a.count)[0]?.found;
  const codeType = most === undefined ? null : readCodeType(reading, most);
  const best = most === undefined || codeType !== null ? most : withoutUnknownCode(most);
  const exported = best === undefined ? null : exportOf(best.source, best.name);
  if (best === undefined || exported === null) {
    return null;
  }
  note(reading, { field: "errors", value: best.name, rule: "class" }, best.source.path, best.node);
  const details = best.parameters.find((parameter) => parameter.role === "details");
  return {
    className: best.name,
    module: best.source.path,
    exported,
    parameters: best.parameters,
    body: readBody(reading, best),
    details: details === undefined ? null : detailsShape(best, details.name),
    codes: readCodes(reading, best),
    codeType,
  };
}

function errorClasses(source: SourceFile): ErrorClass[] {
  return nodesOf(source.root, "class_declaration").flatMap((node) => {
    const heritage =
      node
        .children()
        .find((child) => child.kind() === "class_heritage")
        ?.text() ?? "";
    const name = node.field("name")?.text();
    const parameters = constructorParameters(node);
    return name !== undefined && /\bError\b/.test(heritage) && parameters.some(({ role }) => role === "status")
      ? [{ source, node, name, parameters }]
      : [];
  });
}

function constructorOf(node: SyntaxNode): SyntaxNode | undefined {
  return nodesOf(node, "method_definition").find((method) => method.field("name")?.text() === "constructor");
}

function constructorParameters(node: SyntaxNode): ErrorParameter[] {
  const method = constructorOf(node);
  const list = method
    ?.field("parameters")
    ?.children()
    .filter((child) => child.isNamed() && child.kind() !== "comment");
  return (list ?? []).map((parameter) => {
    const pattern = parameter.field("pattern") ?? parameter.field("left") ?? parameter;
    const name = pattern.text();
    const optional =
      parameter.kind() === "optional_parameter" ||
      parameter.kind() === "assignment_pattern" ||
      parameter.field("value") !== null;
    return { name, role: roleOf(propertyFor(method, name) ?? name) ?? roleOf(name) ?? "other", optional };
  });
}

/** `status` for a parameter `code` that is kept as `this.status = code`. */
function propertyFor(method: SyntaxNode | undefined, parameter: string): string | null {
  for (const assignment of method === undefined ? [] : nodesOf(method, "assignment_expression")) {
    const left = assignment.field("left")?.text() ?? "";
    if (left.startsWith("this.") && assignment.field("right")?.text() === parameter) {
      return left.slice("this.".length);
    }
  }
  return null;
}

function roleOf(name: string): ErrorParameter["role"] | null {
  return roles.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

function constructions(reading: Reading, className: string): SyntaxNode[] {
  return sourcesOf(reading).flatMap((source) =>
    nodesOf(source.root, "new_expression").filter((node) => node.field("constructor")?.text() === className),
  );
}

/** What the app gives for each status, from the places where it makes its errors with literals. */
function readCodes(reading: Reading, found: ErrorClass): Record<number, string> {
  const status = found.parameters.findIndex(({ role }) => role === "status");
  const code = found.parameters.findIndex(({ role }) => role === "code");
  const codes: Record<number, string> = {};
  for (const node of constructions(reading, found.name)) {
    const args = readCall(node)?.args ?? [];
    const number = Number(args[status]?.text());
    const text = stringValue(args[code] ?? null);
    if (Number.isInteger(number) && text !== null) {
      codes[number] ??= text;
    }
  }
  return codes;
}

/** A code that may be left out is, where nobody can tell which ones its type allows. */
function withoutUnknownCode(found: ErrorClass): ErrorClass {
  const parameters = found.parameters.map((parameter): ErrorParameter => {
    const named = parameter.role === "code" && /^[A-Z]/.test(typeOf(found, parameter.name) ?? "");
    return named && parameter.optional ? { ...parameter, role: "other" } : parameter;
  });
  return { ...found, parameters };
}

function readCodeType(reading: Reading, found: ErrorClass): ErrorPractice["codeType"] {
  const parameter = found.parameters.find(({ role }) => role === "code");
  const annotation = parameter && typeOf(found, parameter.name);
  if (annotation === undefined || !/^[A-Z]\w*$/.test(annotation)) {
    return null;
  }
  const module = originOf(reading, found.source, annotation)?.file ?? found.source.path;
  const members = unionMembers(module, reading.project.read(module) ?? "", annotation);
  return members && { name: annotation, module, members };
}

function detailsShape(found: ErrorClass, parameter: string): "record" | "list" | null {
  const annotation = typeOf(found, parameter) ?? "";
  return /\[\]|Array</.test(annotation) ? "list" : /^Record<|^\{/.test(annotation) ? "record" : null;
}

function typeOf(found: ErrorClass, parameter: string): string | undefined {
  const list = constructorOf(found.node)?.field("parameters")?.children() ?? [];
  const node = list.find((child) => child.field("pattern")?.text() === parameter);
  return node?.field("type")?.text().replace(/^:\s*/, "");
}

/** The names in the body that the app's error handler answers with. */
function readBody(reading: Reading, found: ErrorClass): ErrorPractice["body"] {
  function property(role: ErrorParameter["role"]): string | undefined {
    const parameter = found.parameters.find((candidate) => candidate.role === role);
    return parameter && (propertyFor(constructorOf(found.node), parameter.name) ?? parameter.name);
  }
  const names = { message: property("message") ?? "message", code: property("code"), details: property("details") };
  const bodies = sourcesOf(reading).flatMap((source) =>
    errorHandlers(source).flatMap((handler) => answers(handler).map((object) => ({ source, object }))),
  );
  const read = bodies.map(({ source, object }) => ({ source, object, body: bodyOf(object, names) }));
  const [best] = read.toSorted((a, b) => filled(b.body) - filled(a.body));
  if (best === undefined || filled(best.body) === 0) {
    return { message: "message", code: null, details: null };
  }
  note(reading, { field: "errors", value: best.object.text(), rule: "answer" }, best.source.path, best.object);
  return best.body;
}

function errorHandlers(source: SourceFile): SyntaxNode[] {
  return ["function_declaration", "arrow_function", "function_expression"]
    .flatMap((kind) => nodesOf(source.root, kind))
    .filter((node) => parameterCount(node) === 4);
}

/** Object literals in the argument of `.json(…)` and `.send(…)`, or of the variable that is their argument. */
function answers(handler: SyntaxNode): SyntaxNode[] {
  const variables = Map.groupBy(nodesOf(handler, "variable_declarator"), (node) => node.field("name")?.text());
  const given = nodesOf(handler, "call_expression")
    .flatMap((node) => readCall(node) ?? [])
    .filter((call) => call.method === "json" || call.method === "send")
    .flatMap((call) => call.args.flatMap((arg) => [arg, ...(variables.get(arg.text()) ?? [])]));
  return [...new Set(given)].flatMap((node) => nodesOf(node, "object"));
}

function bodyOf(
  object: SyntaxNode,
  names: { message: string; code: string | undefined; details: string | undefined },
): ErrorPractice["body"] {
  const body = { message: null as string | null, code: null as string | null, details: null as string | null };
  for (const [key, value] of objectEntries(object)) {
    const last = /(\w+)\s*$/.exec(value.text())?.[1];
    const prefix = parentKey(object);
    if (last === names.message || (value.kind() !== "object" && key === "message")) {
      body.message = prefix + key;
    } else if (last !== undefined && last === names.code) {
      body.code = prefix + key;
    } else if (last !== undefined && last === names.details) {
      body.details = prefix + key;
    }
  }
  return body;
}

/** `error.` for the inner object of `{ error: { … } }`. */
function parentKey(object: SyntaxNode): string {
  const pair = object.parent();
  return pair?.kind() === "pair" ? `${pair.field("key")?.text() ?? ""}.` : "";
}

function filled(body: ErrorPractice["body"]): number {
  return [body.message, body.code, body.details].filter((name) => name !== null).length;
}
