import type { Model } from "@backwright/core";
import { lineAt } from "../json.ts";
import { callAt, entriesOf, isArray, isObject, itemsOf, textOf, written } from "../text/expression.ts";
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
  const named = namedModels(source);
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
          ? [
              {
                name: schemaName(call, { source, file, named }),
                kind: "model",
                ...place,
                fields: describedFields(first),
              },
            ]
          : [];
    }
  });
}

function findCalls(source: MaskedText): Found[] {
  return [...source.mask.matchAll(calls)].flatMap((match) => {
    const [, made, before = ""] = match;
    const call = callAt(source, match.index + (made?.length ?? 0) + before.length);
    const inner = source.mask
      .slice(Math.max(0, match.index - 200), match.index)
      .trimEnd()
      .endsWith(".");
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

/** `model("User", userSchema)`: the names of models by their schemas as written. */
function namedModels(source: MaskedText): Map<string, string> {
  const named = new Map<string, string>();
  for (const { index } of source.mask.matchAll(/(?<![\w$])model(?=\s*[<(])/g)) {
    const [first, ...rest] = callAt(source, index)?.args ?? [];
    const name = textOf(first);
    for (const schema of name === null ? [] : rest.map(written)) {
      named.set(schema, named.get(schema) ?? name ?? "");
    }
  }
  return named;
}

interface Naming {
  readonly source: MaskedText;
  readonly file: string;
  readonly named: ReadonlyMap<string, string>;
}

/** What a model is called, else the variable that its schema is kept in. */
function schemaName({ start, end }: Found, { source, file, named }: Naming): string {
  const variable = declared.exec(source.mask.slice(Math.max(0, start - 1000), start))?.[1] ?? null;
  const name = named.get(source.text.slice(start, end)) ?? named.get(variable ?? "");
  const plain = (variable ?? "anonymous").replace(/_?schema$/i, "");
  return name ?? (plain === "" ? (file.split("/").at(-1)?.split(".")[0] ?? "schema") : plain);
}
