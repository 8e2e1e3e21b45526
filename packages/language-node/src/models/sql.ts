import type { Model } from "@backwright/core";
import { lineAt } from "../json.ts";

const opening =
  /create\s+table\s+(?:if\s+not\s+exists\s+)?(?:\\?[`"[]?\w+\\?[`"\]]?\.)?\\?[`"[]?(\w+)\\?[`"\]]?\s*\(/gi;
const longest = 20_000;

/** The tables that statements of SQL make, also those that stand in strings of code. */
export function tablesInSql(file: string, text: string): Model[] {
  return [...text.matchAll(opening)].map((match) => ({
    name: match[1] ?? "",
    kind: "migration",
    file,
    line: lineAt(text, match.index),
    fields: columnsOf(text, match.index + match[0].length),
  }));
}

/** The columns from an opening bracket to the one that closes it. */
function columnsOf(text: string, start: number): Model["fields"] {
  const parts: string[] = [""];
  let depth = 0;
  for (const char of text.slice(start, start + longest)) {
    depth += char === "(" ? 1 : char === ")" ? -1 : 0;
    if (depth < 0) {
      break;
    }
    if (char === "," && depth === 0) {
      parts.push("");
    } else {
      parts[parts.length - 1] += char;
    }
  }
  return parts.flatMap((part) => {
    const line = part.replace(/--[^\n]*/g, "").replaceAll("\\", "");
    const column = /^\s*[`"[]?(\w+)[`"\]]?\s+[`"]?(\w+)/.exec(line);
    const [, name = "", type = ""] = column ?? [];
    return column === null || /^(primary|foreign|unique|constraint|check|key|index|exclude)$/i.test(name)
      ? []
      : [{ name, type: type.toLowerCase(), unique: /\b(unique|primary\s+key)\b/i.test(line) }];
  });
}
