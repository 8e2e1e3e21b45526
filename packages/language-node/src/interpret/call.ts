import { dirOf, joinPath } from "../manifest.ts";
import { lineOf } from "../syntax.ts";
import type { SyntaxNode } from "../syntax.ts";
import { callBuiltin } from "./builtins.ts";
import type { Frame } from "./machine.ts";
import { getMember } from "./member.ts";
import { namedChildren } from "./nodes.ts";
import { text, unknown } from "./value.ts";
import type { Argument, CallSite, Value } from "./value.ts";

export function evaluateCall(node: SyntaxNode, frame: Frame): Value {
  const callee = node.field("function");
  if (callee === null) {
    return unknown;
  }
  const args = argumentsOf(node, frame);
  const name = nameOf(callee);
  if (name === "require" || name === "import" || name === "require.resolve") {
    const specifier = args[0]?.value();
    return specifier?.kind === "text" ? frame.machine.importFrom(frame.file, specifier.text) : unknown;
  }
  if (name === "super") {
    return callSuper(args, frame);
  }
  if (callee.kind() === "member_expression") {
    const owner = frame.machine.evaluate(callee.field("object") ?? callee, frame);
    const method = callee.field("property")?.text() ?? "";
    const value = getMember(owner, method, frame);
    return value.kind === "unknown" || value.kind === "foreign"
      ? (callBuiltin({ owner, method, args, frame }) ?? callOpaque(value, args, frame))
      : invoke(value, siteOf(node, args, frame), frame);
  }
  const value = frame.machine.evaluate(callee, frame);
  if (value.kind === "unknown" && passThrough.has(name)) {
    return args[0]?.value() ?? unknown;
  }
  return invoke(value, siteOf(node, args, frame), frame);
}

/** What a plain name, `super`, `import` or `require.resolve` says; the text of a chain would be all of the code in it. */
function nameOf(callee: SyntaxNode): string {
  const { start, end } = callee.range();
  return end.index - start.index > 60 ? "" : callee.text();
}

export function evaluateNew(node: SyntaxNode, frame: Frame): Value {
  const constructor = node.field("constructor");
  if (constructor === null) {
    return unknown;
  }
  const args = argumentsOf(node, frame);
  const value = frame.machine.evaluate(constructor, frame);
  switch (value.kind) {
    case "class":
      return frame.machine.construct(
        value,
        args.map((argument) => argument.value()),
      );
    case "native":
      frame.machine.effects += 1;
      return value.native.call?.(siteOf(node, args, frame)) ?? unknown;
    case "foreign":
      return callOpaque(value, args, frame);
    default:
      if (constructor.text() === "URL") {
        return urlOf(args);
      }
      return constructor.text() === "Promise" || constructor.text() === "Proxy"
        ? callOpaque(value, args, frame)
        : unknown;
  }
}

/** `new URL("./routes", import.meta.url)` is a path beside the module. */
function urlOf(args: readonly Argument[]): Value {
  const [path, base] = [args[0]?.value(), args[1]?.value()];
  return path?.kind === "text" && base?.kind === "text"
    ? text(`/${joinPath(dirOf(base.text.slice(1)), path.text)}`)
    : unknown;
}

/** Functions that give back what they take, as far as reading cares. */
const passThrough = new Set(["parseInt", "Number", "String", "parseFloat", "BigInt", "Boolean"]);

function invoke(value: Value, site: CallSite, frame: Frame): Value {
  switch (value.kind) {
    case "native":
      frame.machine.effects += 1;
      return value.native.call?.(site) ?? unknown;
    case "function":
      return frame.machine.call(
        value,
        site.args.map((argument) => argument.value()),
      );
    default:
      return callImported(value, site.args, frame) ?? callOpaque(value, site.args, frame);
  }
}

/** `join(…)` of `import { join } from "node:path"` is `path.join(…)`. */
function callImported(value: Value, args: readonly Argument[], frame: Frame): Value | null {
  if (value.kind !== "foreign" || !/^\.\w+$/.test(value.path)) {
    return null;
  }
  return callBuiltin({ owner: { ...value, path: "" }, method: value.path.slice(1), args, frame });
}

/**
 * A call of something that is not known. Functions given to it run, as a callback of `connect()` or `then()` does; and
 * what wraps a router or an application most likely gives it back.
 */
function callOpaque(value: Value, args: readonly Argument[], frame: Frame): Value {
  const values = args.map((argument) => argument.value());
  const results = values.map((argument) => (argument.kind === "function" ? frame.machine.call(argument, []) : unknown));
  const first = values[0];
  if (first?.kind === "native") {
    return first;
  }
  if (first?.kind === "function" && results[0]?.kind === "native") {
    return results[0];
  }
  return value.kind === "foreign" ? { ...value, path: `${value.path}()` } : unknown;
}

function callSuper(args: readonly Argument[], frame: Frame): Value {
  const base = frame.scope.lookup("super");
  const self = frame.scope.lookup("this");
  if (base?.kind === "class" && self?.kind === "object") {
    frame.machine.construct(
      base,
      args.map((argument) => argument.value()),
      self,
    );
  }
  return unknown;
}

function siteOf(node: SyntaxNode, args: readonly Argument[], frame: Frame): CallSite {
  // In a chain over several lines the method's own line tells more than that of the chain's beginning.
  const property = node.field("function")?.field("property") ?? null;
  return { file: frame.file, line: lineOf(property ?? node), node, args };
}

/** The arguments of a call; a spread list stands for its items. */
function argumentsOf(node: SyntaxNode, frame: Frame): Argument[] {
  const given = node.field("arguments");
  if (given === null) {
    return [];
  }
  if (given.kind() === "template_string") {
    return [{ node: given, value: () => text(given.text()) }];
  }
  return namedChildren(given).flatMap((child) => {
    if (child.kind() === "spread_element") {
      const value = frame.machine.evaluate(child, frame);
      return value.kind === "list" ? value.items.map((item) => ({ node: child, value: () => item })) : [];
    }
    let value: Value | undefined;
    return [{ node: child, value: () => (value ??= frame.machine.evaluate(child, frame)) }];
  });
}
