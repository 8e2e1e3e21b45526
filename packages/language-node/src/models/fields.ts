import type { Model } from "@backwright/core";
import { objectEntries, readCall, stringValue } from "../syntax.ts";
import type { SyntaxNode } from "../syntax.ts";

export type ModelField = Model["fields"][number];

/** Fields of `{ email: { type: String, unique: true }, age: Number }`, as Mongoose and Sequelize have them. */
export function describedFields(node: SyntaxNode | undefined): ModelField[] {
  return node === undefined
    ? []
    : [...objectEntries(node)].map(([name, value]) => {
        const entries = objectEntries(value);
        const type = entries.get("type") ?? value;
        const unique = isTrue(entries.get("unique")) || isTrue(entries.get("primaryKey"));
        return { name, type: typeName(type), unique };
      });
}

/** Fields of `{ id: integer().primaryKey(), email: text("email").unique() }`, as Drizzle has them. */
export function chainedFields(node: SyntaxNode | undefined): ModelField[] {
  return node === undefined
    ? []
    : [...objectEntries(node)].map(([name, value]) => {
        const chain = callChain(value);
        return {
          name,
          type: chain[0]?.name ?? typeName(value),
          unique: chain.some(({ name: method }) => method === "unique" || method === "primaryKey"),
        };
      });
}

/** The calls of `text("email").notNull().unique()` from the first to the last, by name. */
export function callChain(node: SyntaxNode): { name: string; args: readonly SyntaxNode[] }[] {
  const call = readCall(node);
  if (call === null) {
    return [];
  }
  const before = call.object === null ? [] : callChain(call.object);
  return [...before, { name: call.method ?? call.callee.text(), args: call.args }];
}

/** `DataTypes.STRING(64)` and `Sequelize.STRING` are `STRING`; `[String]` is `String[]`. */
function typeName(node: SyntaxNode): string {
  if (node.kind() === "array") {
    const item = node.children().find((child) => child.isNamed());
    return item === undefined ? "array" : `${typeName(objectEntries(item).get("type") ?? item)}[]`;
  }
  if (node.kind() === "object") {
    return "object";
  }
  const call = readCall(node);
  const text = (stringValue(node) ?? (call === null ? node : call.callee).text()).replace(/\s+/g, " ");
  return text.slice(text.lastIndexOf(".") + 1).slice(0, 60);
}

function isTrue(node: SyntaxNode | undefined): boolean {
  return node !== undefined && node.kind() !== "false";
}
