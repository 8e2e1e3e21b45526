import type { Model } from "@backwright/core";
import { chainAt, entriesOf, isArray, isObject, itemsOf, textOf, written } from "../text/expression.ts";
import type { Expression } from "../text/expression.ts";

export type ModelField = Model["fields"][number];

/** Fields of `{ email: { type: String, unique: true }, age: Number }`, as Mongoose and Sequelize have them. */
export function describedFields(object: Expression | undefined): ModelField[] {
  return object === undefined
    ? []
    : [...entriesOf(object)].map(([name, value]) => {
        const entries = entriesOf(value);
        const type = entries.get("type") ?? value;
        const unique = isTrue(entries.get("unique")) || isTrue(entries.get("primaryKey"));
        return { name, type: typeName(type), unique };
      });
}

/** Fields of `{ id: integer().primaryKey(), email: text("email").unique() }`, as Drizzle has them. */
export function chainedFields(object: Expression | undefined): ModelField[] {
  return object === undefined
    ? []
    : [...entriesOf(object)].map(([name, value]) => {
        const chain = chainAt(value.source, value.start);
        return {
          name,
          type: chain[0]?.name ?? typeName(value),
          unique: chain.some(({ name: method }) => method === "unique" || method === "primaryKey"),
        };
      });
}

const statement = /(?:^|[\n;{}])\s*(?:await\s+)?[\w$]+\s*\.(?=\s*[\w$]+\s*[<(])/g;
const noColumn = new Set(["timestamps", "unique", "index", "foreign", "primary", "dropColumn"]);

/** `(table) => { table.string("email").unique() }`, and Sequelize's `{ email: { type: … } }`. */
export function builderFields(given: Expression | undefined): ModelField[] {
  if (given === undefined || isObject(given)) {
    return describedFields(given);
  }
  const fields: ModelField[] = [];
  const { source, start, end } = given;
  const body = source.mask.indexOf("{", start);
  statement.lastIndex = body === -1 ? end : body;
  for (
    let found = statement.exec(source.mask);
    found !== null && found.index < end;
    found = statement.exec(source.mask)
  ) {
    const chain = chainAt(source, statement.lastIndex);
    const [first, ...rest] = chain;
    const increments = first?.name === "increments" || first?.name === "bigIncrements";
    const name = textOf(first?.args[0]) ?? (increments ? "id" : null);
    if (first !== undefined && name !== null && !noColumn.has(first.name)) {
      const unique = increments || rest.some((call) => call.name === "unique" || call.name === "primary");
      fields.push({ name, type: first.name, unique });
    }
    // What stands in the brackets of a statement is none.
    statement.lastIndex = chain.at(-1)?.end ?? statement.lastIndex;
  }
  return fields;
}

/** `DataTypes.STRING(64)` and `Sequelize.STRING` are `STRING`; `[String]` is `String[]`. */
function typeName(value: Expression): string {
  if (isArray(value)) {
    const [item] = itemsOf(value);
    return item === undefined ? "array" : `${typeName(entriesOf(item).get("type") ?? item)}[]`;
  }
  if (isObject(value)) {
    return "object";
  }
  const text = (textOf(value) ?? calleeOf(value)).replace(/\s+/g, " ");
  return text.slice(text.lastIndexOf(".") + 1).slice(0, 60);
}

/** What is called, of a call; else all of it. */
function calleeOf(value: Expression): string {
  const text = written(value);
  const mask = value.source.mask.slice(value.start, value.end);
  const call = /^(?:new\s+)?([\w$.\s]+)\(/.exec(mask)?.[1];
  return call !== undefined && mask.endsWith(")")
    ? text.slice(mask.indexOf(call), mask.indexOf(call) + call.length)
    : text;
}

function isTrue(value: Expression | undefined): boolean {
  return value !== undefined && written(value) !== "false";
}
