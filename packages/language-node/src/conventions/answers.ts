import { parameterCount } from "../edit/registration.ts";
import { nodesOf, objectEntries, readCall, stringValue } from "../syntax.ts";
import type { Call, SyntaxNode } from "../syntax.ts";
import type { ErrorAnswer, ErrorEntry } from "../conventions.ts";
import { mostCommon, note, sourcesOf } from "./reading.ts";
import type { Reading } from "./reading.ts";

const messageKey = /^(message|msg|error|detail|details|reason|description)$/i;
const statusKey = /^(status|code|status_?code)$/i;
const functions = new Set(["arrow_function", "function_declaration", "function_expression", "method_definition"]);

/**
 * The body that most of an app's answers to failed requests have, for an app that has no class of errors: what its error
 * handlers send, and what goes out behind `res.status(404)`. `null` where no such body has one message.
 */
export function readErrorAnswer(reading: Reading): ErrorAnswer | null {
  const found = sourcesOf(reading).flatMap((source) =>
    nodesOf(source.root, "call_expression")
      .flatMap((node) => readCall(node) ?? [])
      .flatMap((call) => bodiesOf(call, source.root))
      .flatMap((object) => {
        const entries = entriesOf(object, "");
        return entries.filter(({ value }) => value === "message").length === 1 ? [{ source, object, entries }] : [];
      }),
  );
  const most = mostCommon(found.map(({ entries }) => JSON.stringify(entries)));
  const best = found.find(({ entries }) => JSON.stringify(entries) === most);
  if (best === undefined) {
    return null;
  }
  note(reading, { field: "errors", value: best.object.text(), rule: "answer" }, best.source.path, best.object);
  return { entries: best.entries };
}

/** Object literals that a call of `json` or `send` answers a failed request with. */
function bodiesOf(call: Call, root: SyntaxNode): SyntaxNode[] {
  if (call.method !== "json" && call.method !== "send") {
    return [];
  }
  const around = call.node.ancestors().find((node) => functions.has(node.kind()));
  const chained = call.object === null ? null : readCall(call.object);
  const status = chained?.method === "status" ? (chained.args[0]?.text() ?? "") : "";
  const fails =
    /^[45]\d\d$/.test(status) ||
    /\b(BAD_REQUEST|UNAUTHORI[SZ]ED|FORBIDDEN|NOT_FOUND|CONFLICT|UNPROCESSABLE|INTERNAL_SERVER)/i.test(status) ||
    (around !== undefined && parameterCount(around) === 4);
  const [argument] = call.args;
  if (!fails || argument === undefined) {
    return [];
  }
  if (argument.kind() === "object") {
    return [argument];
  }
  const declared = nodesOf(around ?? root, "variable_declarator").find(
    (node) => node.field("name")?.text() === argument.text(),
  );
  const value = declared?.field("value") ?? null;
  return value?.kind() === "object" ? [value] : [];
}

/** What can be said again of any other error: messages, statuses and constants; the rest is left out. */
function entriesOf(object: SyntaxNode, prefix: string): ErrorEntry[] {
  return [...objectEntries(object)].flatMap(([key, value]): ErrorEntry[] => {
    const path = prefix + key;
    switch (value.kind()) {
      case "object":
        return prefix === "" ? entriesOf(value, `${path}.`) : [];
      case "true":
      case "false":
      case "null":
        return [{ path, value: { literal: value.text() } }];
      case "number":
        return [{ path, value: /^[45]\d\d$/.test(value.text()) ? "status" : { literal: value.text() } }];
      case "template_string":
        return messageKey.test(key) ? [{ path, value: "message" }] : [];
      case "string":
        return messageKey.test(key)
          ? [{ path, value: "message" }]
          : [{ path, value: { literal: JSON.stringify(stringValue(value)) } }];
      default:
        return variable(path, key);
    }
  });
}

function variable(path: string, key: string): ErrorEntry[] {
  if (messageKey.test(key)) {
    return [{ path, value: "message" }];
  }
  return statusKey.test(key) ? [{ path, value: "status" }] : [];
}
