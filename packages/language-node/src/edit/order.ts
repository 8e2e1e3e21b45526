import { nodesOf, parseSource } from "../syntax.ts";
import type { SyntaxNode } from "../syntax.ts";

interface Part {
  /** The statement with the comments above it. */
  readonly text: string;
  readonly declares: readonly string[];
  readonly uses: ReadonlySet<string>;
}

/** Puts every declaration of a module in front of the statements that use it; otherwise the order stays. */
export function defineBeforeUse(path: string, text: string): string {
  const root = parseSource(path, text)?.root;
  const parts = root === undefined ? [] : partsOf(root, text);
  const sorted: Part[] = [];
  function place(part: Part, waiting: readonly Part[]): void {
    if (sorted.includes(part) || waiting.includes(part)) {
      return;
    }
    for (const other of parts) {
      if (other.declares.some((name) => part.uses.has(name))) {
        place(other, [...waiting, part]);
      }
    }
    sorted.push(part);
  }
  parts.forEach((part) => place(part, []));
  return sorted.every((part, at) => part === parts[at]) ? text : `${sorted.map((part) => part.text).join("\n\n")}\n`;
}

/** Imports, which belong together, are one part. */
function partsOf(root: SyntaxNode, text: string): Part[] {
  const parts: Part[] = [];
  let start = 0;
  const statements = root.children().filter((node) => node.kind() !== "comment" && node.isNamed());
  const imports = statements.filter((node) => node.kind() === "import_statement");
  for (const statement of statements) {
    const { end } = statement.range();
    const isInner = statement.kind() === "import_statement" && statement.id() !== imports.at(-1)?.id();
    if (!isInner) {
      const length = /^;?/.exec(text.slice(end.index))?.[0].length ?? 0;
      parts.push({
        text: text.slice(start, end.index + length).trim(),
        declares: declaredBy(statement),
        uses: new Set(nodesOf(statement, "identifier").map((node) => node.text())),
      });
      start = end.index + length;
    }
  }
  return parts;
}

function declaredBy(statement: SyntaxNode): string[] {
  const declaration = statement.field("declaration") ?? statement;
  const own = declaration.field("name")?.text();
  const several = declaration.children().flatMap((child) => child.field("name")?.text() ?? []);
  return own === undefined ? several : [own];
}
