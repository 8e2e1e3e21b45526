import type { Model, ProjectReader } from "@backwright/core";
import { lineAt } from "../syntax.ts";
import type { ModelField } from "./fields.ts";

const table =
  /create\s+table\s+(?:if\s+not\s+exists\s+)?[`"[]?(?:\w+[`"\]]?\.[`"[]?)?(\w+)[`"\]]?\s*\(([\s\S]*?)\)\s*(?:;|engine|strict|without|`|$)/gi;

/** The tables that SQL makes: migrations, a schema, or statements in the code. */
export function migrationModels(project: ProjectReader, files: readonly string[]): Model[] {
  return files
    .filter((path) => path.endsWith(".sql") || (path.endsWith(".go") && !path.endsWith("_test.go")))
    .flatMap((path) => tablesIn(path, project.read(path) ?? ""));
}

function tablesIn(file: string, text: string): Model[] {
  return !/create\s+table/i.test(text)
    ? []
    : [...text.matchAll(table)].map((match) => ({
        name: match[1] ?? "",
        kind: "migration" as const,
        file,
        line: lineAt(text, match.index),
        fields: (match[2] ?? "").split(/,\s*\n|\n/).flatMap((line) => columnIn(line)),
      }));
}

function columnIn(line: string): ModelField[] {
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
}
