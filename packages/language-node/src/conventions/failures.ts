import { nodesOf, readCall } from "../syntax.ts";
import type { SourceFile, SyntaxNode } from "../syntax.ts";
import type { ErrorAnswer, ErrorEntry } from "../conventions.ts";
import { exportOf } from "./exports.ts";
import { note, sourcesOf } from "./reading.ts";
import type { Reading } from "./reading.ts";

/**
 * The body that an app's own class of answers makes for a failed request: `ServiceResponse.failure(message, data, status)`.
 * `null` where there is no exported class with such a method.
 */
export function readFailureClass(reading: Reading): ErrorAnswer | null {
  for (const source of sourcesOf(reading)) {
    for (const node of nodesOf(source.root, "class_declaration")) {
      const answer = answerOf(source, node);
      if (answer !== null) {
        note(reading, { field: "errors", value: answer.factory?.className ?? "", rule: "answer" }, source.path, node);
        return answer;
      }
    }
  }
  return null;
}

function answerOf(source: SourceFile, node: SyntaxNode): ErrorAnswer | null {
  const className = node.field("name")?.text() ?? "";
  const exported = exportOf(source, className);
  const methods = nodesOf(node, "method_definition");
  const construct = methods.find((method) => method.field("name")?.text() === "constructor");
  const failure = methods.find(
    (method) =>
      /^(failure|fail|error)$/.test(method.field("name")?.text() ?? "") &&
      method.children().some((child) => child.kind() === "static"),
  );
  const made = failure && nodesOf(failure, "new_expression").flatMap((inner) => readCall(inner) ?? [])[0];
  if (exported === null || construct === undefined || failure === undefined || made?.callee.text() !== className) {
    return null;
  }
  const given = new Map(parametersOf(construct).map((name, at) => [name, made.args[at]?.text() ?? "undefined"]));
  const fields = nodesOf(construct, "assignment_expression").flatMap((assignment): ErrorEntry[] => {
    const left = assignment.field("left")?.text() ?? "";
    const argument = given.get(assignment.field("right")?.text() ?? "");
    return left.startsWith("this.") && argument !== undefined
      ? [{ path: left.slice("this.".length), value: valueOf(argument) }]
      : [];
  });
  const parameters = parametersOf(failure);
  return fields.some(({ value }) => value === "message")
    ? {
        entries: fields,
        factory: {
          className,
          module: source.path,
          exported,
          method: failure.field("name")?.text() ?? "",
          arguments: parameters.map(valueOf),
        },
      }
    : null;
}

/** What stands for a parameter or argument of this name. */
function valueOf(name: string): ErrorEntry["value"] {
  if (/^(message|msg|error)$/i.test(name)) {
    return "message";
  }
  if (/^(status|code|status_?code)$/i.test(name)) {
    return "status";
  }
  return { literal: /^(true|false|-?\d+|"[^"]*"|'[^']*')$/.test(name) ? name : "null" };
}

function parametersOf(method: SyntaxNode): string[] {
  const list = method
    .field("parameters")
    ?.children()
    .filter((child) => child.isNamed() && child.kind() !== "comment");
  return (list ?? []).map((node) => (node.field("pattern") ?? node.field("left") ?? node).text());
}
