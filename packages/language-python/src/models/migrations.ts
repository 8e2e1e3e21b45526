import type { Model, ProjectReader } from "@backwright/core";
import { filesIn } from "../app-files.ts";
import { argumentsOf, dottedName, kids, lineAt, lineOf, nodesOf, sourcesOf, stringValue } from "../syntax.ts";
import type { SourceFile, SyntaxNode } from "../syntax.ts";
import { columnType, isUnique } from "./fields.ts";
import type { ModelField } from "./fields.ts";

/** Tables that migrations make: Alembic's, Django's, and plain SQL files. */
export function migrationModels(project: ProjectReader, dir: string): Model[] {
  const inside = filesIn(project, dir).filter((path) => !/(^|\/)(node_modules|\.venv|venv|tests?)\//.test(path));
  const code = inside.filter(
    (path) => path.endsWith(".py") && /create_table\(|CreateModel\(/.test(project.read(path) ?? ""),
  );
  return [
    ...code.flatMap((path) => fromCode(sourcesOf(project).get(path))),
    ...inside.filter((path) => path.endsWith(".sql")).flatMap((path) => fromSql(path, project.read(path) ?? "")),
  ];
}

function fromCode(source: SourceFile | null): Model[] {
  return source === null
    ? []
    : nodesOf(source.root, "call").flatMap((call): Model[] => {
        const callee = dottedName(call.field("function")) ?? "";
        const args = argumentsOf(call.field("arguments"));
        const place = { kind: "migration" as const, file: source.path, line: lineOf(call) };
        if (/(^|\.)create_table$/.test(callee)) {
          const name = stringValue(args[0]?.value ?? null);
          const columns = args.flatMap(({ value }) => alembicColumn(value));
          return name === null || columns.length === 0 ? [] : [{ name, ...place, fields: columns }];
        }
        if (/(^|\.)CreateModel$/.test(callee)) {
          const name = stringValue((args.find((argument) => argument.name === "name") ?? args[0])?.value ?? null);
          const fields = (args.find((argument) => argument.name === "fields") ?? args[1])?.value ?? null;
          return name === null ? [] : [{ name, ...place, fields: kids(fields).flatMap((pair) => djangoField(pair)) }];
        }
        return [];
      });
}

/** `sa.Column("email", sa.String(), unique=True)`. */
function alembicColumn(node: SyntaxNode): ModelField[] {
  const name =
    node.kind() === "call" && /(^|\.)Column$/.test(dottedName(node) ?? "")
      ? argumentsOf(node.field("arguments"))[0]
      : undefined;
  const text = stringValue(name?.value ?? null);
  return text === null ? [] : [{ name: text, type: columnType(node, "Column"), unique: isUnique(node) }];
}

/** `("email", models.EmailField(unique=True))`. */
function djangoField(pair: SyntaxNode): ModelField[] {
  const [name, call] = kids(pair);
  const text = stringValue(name ?? null);
  const callee = call?.kind() === "call" ? dottedName(call) : null;
  return text === null || call === undefined || callee === null
    ? []
    : [{ name: text, type: columnType(call, callee), unique: isUnique(call) }];
}

const table =
  /create\s+table\s+(?:if\s+not\s+exists\s+)?[`"[]?(?:\w+[`"\]]?\.[`"[]?)?(\w+)[`"\]]?\s*\(([\s\S]*?)\)\s*(?:;|engine|strict|without|$)/gi;

function fromSql(file: string, text: string): Model[] {
  return [...text.matchAll(table)].map((match) => ({
    name: match[1] ?? "",
    kind: "migration" as const,
    file,
    line: lineAt(text, match.index),
    fields: (match[2] ?? "").split(/,\s*\n|\n/).flatMap((line): ModelField[] => {
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
