import { nodesOf, stringValue } from "../syntax.ts";
import type { SourceFile, SyntaxNode } from "../syntax.ts";

/** How a module gives a name to others; `null` when it keeps it. */
export function exportOf(source: SourceFile, name: string): "named" | "default" | null {
  for (const statement of nodesOf(source.root, "export_statement")) {
    const isDefault = statement.children().some((child) => child.kind() === "default");
    const declared = statement.field("declaration");
    const declarators = declared === null ? [] : [declared, ...declared.children()];
    if (declarators.some((node) => node.field("name")?.text() === name)) {
      return isDefault ? "default" : "named";
    }
    if (isDefault && statement.field("value")?.text() === name) {
      return "default";
    }
    const listed = statement.field("source") === null ? nodesOf(statement, "export_specifier") : [];
    const found = listed.find((node) => node.field("name")?.text() === name);
    if (found !== undefined) {
      return (found.field("alias")?.text() ?? name) === "default" ? "default" : "named";
    }
  }
  return commonJsExport(source.root, name);
}

function commonJsExport(root: SyntaxNode, name: string): "named" | "default" | null {
  for (const assignment of nodesOf(root, "assignment_expression")) {
    const left = assignment.field("left")?.text() ?? "";
    const right = assignment.field("right");
    if (/^(module\.exports|exports)\.\w+$/.test(left) && (left.endsWith(`.${name}`) || right?.text() === name)) {
      return "named";
    }
    if (left !== "module.exports" || right === null) {
      continue;
    }
    if (right.text() === name || (right.kind() === "class" && right.field("name")?.text() === name)) {
      return "default";
    }
    const entries = right.kind() === "object" ? right.children() : [];
    if (entries.some((entry) => entry.text() === name || keyOf(entry) === name)) {
      return "named";
    }
  }
  return null;
}

function keyOf(entry: SyntaxNode): string | null {
  const key = entry.kind() === "pair" ? entry.field("key") : null;
  return key === null ? null : (stringValue(key) ?? key.text());
}
