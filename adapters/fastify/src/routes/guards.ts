import { guardNames } from "@backwright/language-node";
import type { Argument, ObjectValue, SyntaxNode, Value } from "@backwright/language-node";
import type { Context } from "./context.ts";

/** Hooks that run before a handler and can refuse a request, in their order. */
export const guardHooks: readonly string[] = ["onRequest", "preParsing", "preValidation", "preHandler"];

const refuses =
  /\b\w*[jJ]wtVerify\b|\bunauthorized\s*\(|Unauthorized|\b(?:code|status)\s*\(\s*401\s*\)|statusCode\s*[:=]\s*401\b/;

/** Names of a route's hooks, of those that its options give. */
export function optionGuards(context: Context, options: Value | null): string[] {
  return options?.kind === "object" ? guardHooks.flatMap((hook) => entryGuards(context, options, hook)) : [];
}

/** The names of hooks; an inline function has one only where it refuses callers without an account. */
export function hookNames(context: Context, args: readonly Argument[]): string[] {
  return args.flatMap((argument) => {
    const value = argument.value();
    const written = value.kind === "list" && value.nodes !== undefined ? value.nodes : [argument.node];
    const values = value.kind === "list" ? value.items : [value];
    return written.flatMap((node, index) => oneName(context, node, values[index] ?? null));
  });
}

function entryGuards(context: Context, options: ObjectValue, hook: string): string[] {
  const [value, node] = [options.entries.get(hook), options.nodes?.get(hook)];
  return value === undefined || node === undefined ? [] : hookNames(context, [{ node, value: () => value }]);
}

function oneName(context: Context, node: SyntaxNode, value: Value | null): string[] {
  const known = value ?? { kind: "unknown" as const };
  const [name] = guardNames([{ node, value: () => known }]);
  const refusing = value?.kind === "function" && refuses.test(value.node.text());
  if (name === undefined) {
    return refusing ? ["(inline authentication)"] : [];
  }
  // A guard for callers with or without an account verifies tokens too.
  if (refusing && !/optional|maybe|soft|anonymous|guest/i.test(name)) {
    context.refusing.add(name);
  }
  return [name];
}
