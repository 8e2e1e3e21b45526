import type { Model, ProjectReader } from "@backwright/core";
import { filesIn } from "../app-files.ts";
import { lineAt } from "../syntax.ts";
import { argumentsIn, callOf, stringOf } from "../text/expression.ts";
import { closing, splitAtCommas, withoutComments } from "../text/scan.ts";
import { hasOne } from "../text/words.ts";
import { columnType, isUnique } from "./fields.ts";
import type { ModelField } from "./fields.ts";

/** Tables that migrations make: Alembic's, Django's, and plain SQL files. */
export function migrationModels(project: ProjectReader, dir: string): Model[] {
  const inside = filesIn(project, dir).filter(
    (path) => /\.(?:py|sql)$/.test(path) && !/(^|\/)(node_modules|\.venv|venv|tests?)\//.test(path),
  );
  const code = inside.filter(
    (path) => path.endsWith(".py") && hasOne(project.read(path) ?? "", ["create_table(", "CreateModel("]),
  );
  return [
    ...code.flatMap((path) => fromCode(path, project.read(path) ?? "")),
    ...inside.filter((path) => path.endsWith(".sql")).flatMap((path) => fromSql(path, project.read(path) ?? "")),
  ];
}

const making = /(create_table|CreateModel)(?<=(?<!def\s)(?<![\w.])(?:\w+\s*\.\s*)*\1)\s*\(/g;

function fromCode(file: string, text: string): Model[] {
  return [...text.matchAll(making)].flatMap((match): Model[] => {
    const open = match.index + match[0].length - 1;
    const end = closing(text, open);
    const before = text.slice(text.lastIndexOf("\n", match.index) + 1, match.index);
    if (end === null || before.includes("#")) {
      return [];
    }
    const args = argumentsIn(withoutComments(text.slice(open + 1, end)));
    const place = { kind: "migration" as const, file, line: lineAt(text, match.index) };
    if (match[1] === "create_table") {
      const name = stringOf(args[0]?.value ?? "");
      const columns = args.flatMap(({ value }) => alembicColumn(value));
      return name === null || columns.length === 0 ? [] : [{ name, ...place, fields: columns }];
    }
    const name = stringOf((args.find((argument) => argument.name === "name") ?? args[0])?.value ?? "");
    const fields = (args.find((argument) => argument.name === "fields") ?? args[1])?.value ?? "";
    return name === null ? [] : [{ name, ...place, fields: partsOf(fields).flatMap((pair) => djangoField(pair)) }];
  });
}

/** What stands between the brackets of a list or tuple. */
function partsOf(text: string): string[] {
  return /^[([]/.test(text) ? splitAtCommas(text.slice(1, -1)) : [];
}

/** `sa.Column("email", sa.String(), unique=True)`. */
function alembicColumn(text: string): ModelField[] {
  const call = /\bColumn\b/.test(text) ? callOf(text) : null;
  const name = call !== null && /(^|\.)Column$/.test(call.callee ?? "") ? stringOf(call.args[0]?.value ?? "") : null;
  return name === null || call === null ? [] : [{ name, type: columnType(call, "Column"), unique: isUnique(call) }];
}

/** `("email", models.EmailField(unique=True))`. */
function djangoField(pair: string): ModelField[] {
  const [name = "", value = ""] = partsOf(pair);
  const text = stringOf(name);
  const call = callOf(value);
  return text === null || call === null || call.callee === null
    ? []
    : [{ name: text, type: columnType(call, call.callee), unique: isUnique(call) }];
}

const table =
  /create\s+table\s+(?:if\s+not\s+exists\s+)?[`"[]?(?:\w+[`"\]]?\.[`"[]?)?(\w+)[`"\]]?\s*\(([\s\S]*?)\)\s*(?:;|engine|strict|without|$)/gi;

function fromSql(file: string, text: string): Model[] {
  return [...text.matchAll(table)].map((match) => ({
    name: match[1] ?? "",
    kind: "migration" as const,
    file,
    line: lineAt(text, match.index),
    fields: (match[2] ?? "").split("\n").flatMap((line): ModelField[] => {
      const column = /^\s*[`"[]?(\w+)[`"\]]?\s+(\w+)/.exec(line);
      return column === null || /^(primary|foreign|unique|constraint|check|key|index)$/i.test(column[1] ?? "")
        ? []
        : [
            {
              name: column[1] ?? "",
              type: (column[2] ?? "").toLowerCase(),
              unique: /\b(unique|primary\s+key)\b/i.test(line),
            },
          ];
    }),
  }));
}
