import type { Model } from "@backwright/core";
import { lineAt } from "../json.ts";
import { callAt, entriesOf, expressionAt, isArray, isObject, itemsOf, textOf, written } from "../text/expression.ts";
import type { CallText, Expression } from "../text/expression.ts";
import { maskedText } from "../text/mask.ts";
import type { MaskedText } from "../text/mask.ts";
import { builderFields, chainedFields, describedFields } from "./fields.ts";

const calls =
  /(\bnew\s+)?(?<![\w$])((?:[\w$]+\s*\.\s*)*)(?:sqliteTable|pgTable|mysqlTable|define|init|Table|createTable|createTableIfNotExists|Schema)(?=\s*[<(])/g;

interface Found extends CallText {
  /** Where `new`, or what it is called on, begins. */
  readonly start: number;
  readonly isNew: boolean;
  /** What it is called on as far as that is names, `knex.schema`, with a dot before it where there is more. */
  readonly object: string;
}

/** The models that calls declare: tables of Drizzle and Sequelize, schemas of Mongoose, migrations of Knex and TypeORM. */
export function modelsInCalls(file: string, text: string): Model[] {
  const source = maskedText(text);
  return findCalls(source).flatMap((call): Model[] => {
    const [first, second] = call.args;
    const place = { file, line: lineAt(text, call.start) };
    const name = textOf(first);
    switch (call.name) {
      case "sqliteTable":
      case "pgTable":
      case "mysqlTable":
        return name === null ? [] : [{ name, kind: "model", ...place, fields: chainedFields(second) }];
      case "define":
        return name === null || second === undefined || !isObject(second)
          ? []
          : [{ name, kind: "model", ...place, fields: describedFields(second) }];
      case "init":
        return call.args.length === 2 && /^[\w$]+$/.test(call.object) && first !== undefined && isObject(first)
          ? [{ name: call.object, kind: "model", ...place, fields: describedFields(first) }]
          : [];
      case "Table":
        return call.isNew && first !== undefined ? tableOf(first, place) : [];
      case "createTable":
      case "createTableIfNotExists":
        return name === null ? [] : [{ name, kind: "migration", ...place, fields: builderFields(second) }];
      default:
        // Mongoose takes both `new Schema(…)` and `mongoose.Schema(…)`.
        return (call.isNew || call.object === "mongoose") && first !== undefined && isObject(first)
          ? [{ name: schemaName(source, file, call), kind: "model", ...place, fields: describedFields(first) }]
          : [];
    }
  });
}

function findCalls(source: MaskedText): Found[] {
  return [...source.mask.matchAll(calls)].flatMap((match) => {
    const [, made, before = ""] = match;
    const call = callAt(source, match.index + (made?.length ?? 0) + before.length);
    const inner = source.mask.slice(0, match.index).trimEnd().endsWith(".");
    const object = `${inner ? "." : ""}${before.replace(/\s+/g, "").replace(/\.$/, "")}`;
    return call === null ? [] : [{ ...call, start: match.index, isNew: made !== undefined, object }];
  });
}

/** `new Table({ name: "notes", columns: [{ name: "id", type: "integer", isPrimary: true }] })` of TypeORM's migrations. */
function tableOf(given: Expression, place: { readonly file: string; readonly line: number }): Model[] {
  const entries = entriesOf(given);
  const name = textOf(entries.get("name"));
  const columns = entries.get("columns");
  const fields = (columns !== undefined && isArray(columns) ? itemsOf(columns) : []).flatMap((item) => {
    const column = entriesOf(item);
    const named = textOf(column.get("name"));
    const unique = ["isUnique", "isPrimary"].some((flag) => {
      const value = column.get(flag);
      return value !== undefined && written(value) === "true";
    });
    return named === null ? [] : [{ name: named, type: textOf(column.get("type")) ?? "unknown", unique }];
  });
  return name === null ? [] : [{ name, kind: "migration", ...place, fields }];
}

/** The last declaration of a text, if nothing ends it. */
const declared =
  /\b(?:const|let|var)\s+([\w$]+)(?:(?!\b(?:const|let|var)\b)[^;=])*=(?!=)(?:(?!\b(?:const|let|var)\b)[^;])*$/;

/** `model("User", userSchema)` names what `const userSchema = new Schema(…)` is. */
function schemaName(source: MaskedText, file: string, call: Found): string {
  const before = source.mask.slice(Math.max(0, call.start - 1000), call.start);
  const variable = declared.exec(before)?.[1] ?? null;
  const itself = written(expressionAt(source, call.start, call.end));
  const named = [...source.mask.matchAll(/(?<![\w$])model(?=\s*[<(])/g)]
    .flatMap(({ index }) => callAt(source, index) ?? [])
    .find(({ args }) => args.slice(1).some((given) => written(given) === variable || written(given) === itself));
  const plain = (variable ?? "anonymous").replace(/_?schema$/i, "");
  return textOf(named?.args[0]) ?? (plain === "" ? (file.split("/").at(-1)?.split(".")[0] ?? "schema") : plain);
}
