import type { SecurityFinding, SecurityRule } from "@backwright/core";
import { argumentsOf, dottedName, kids, nodesOf } from "../syntax.ts";
import type { SourceFile, SyntaxNode } from "../syntax.ts";
import { defineRule, finding } from "./rule.ts";

const sinks =
  /(^|\.)(execute|executemany|executescript|raw|fetch|fetchrow|fetchval|fetch_one|fetch_all|text|read_sql|RawSQL|extra|run_sql|exec_driver_sql)$/;
const sql = /\b(select|insert\s+into|update|delete\s+from|create|drop|alter|where|order\s+by)\b/i;

export const dynamicSql: SecurityRule = defineRule({
  id: "dynamic-sql",
  title: "SQL is made of parameters, not of joined strings",
  examples: {
    bad: [
      "cursor.execute(f\"SELECT * FROM users WHERE name = '{name}'\")",
      'db.session.execute(text("SELECT * FROM notes WHERE id = " + note_id))',
      'cursor.execute("SELECT * FROM users WHERE id = %s" % user_id)',
      'connection.execute("DELETE FROM notes WHERE owner = {}".format(owner))',
      "def find(q):\n    query = f\"SELECT * FROM notes WHERE title LIKE '%{q}%'\"\n    return cursor.execute(query)",
      'User.objects.raw("SELECT * FROM users WHERE name = \'" + name + "\'")',
    ],
    good: [
      'cursor.execute("SELECT * FROM users WHERE name = %s", (name,))',
      'session.execute(text("SELECT * FROM notes WHERE id = :id"), {"id": note_id})',
      'TABLE = "notes"\ncursor.execute(f"SELECT * FROM {TABLE} WHERE id = ?", (note_id,))',
      'cursor.execute("SELECT *" " FROM users" + " WHERE id = ?", (user_id,))',
      "session.execute(select(User).where(User.name == name))",
      'print(f"select {name} from the list")',
    ],
  },
  mayConcern: /select|insert|update|delete|where|order\s+by/i,
  findIn(source) {
    const constants = constantNames(source);
    return nodesOf(source.root, "call").flatMap((node): SecurityFinding[] => {
      const callee = dottedName(node.field("function")) ?? calledOn(node);
      const [first] = argumentsOf(node.field("arguments"));
      if (first === undefined || !sinks.test(callee)) {
        return [];
      }
      const value = first.value.kind() === "identifier" ? assignedIn(node, first.value.text()) : first.value;
      return value !== null && isDynamic(value, constants) && sql.test(value.text())
        ? [finding(node, "a value is joined into SQL text")]
        : [];
    });
  },
});

function calledOn(node: SyntaxNode): string {
  return node.field("function")?.field("attribute")?.text() ?? "";
}

/** Names at the top of the file that are bound to literals, once. */
function constantNames(source: SourceFile): Set<string> {
  const names = kids(source.root).flatMap((statement) => {
    const assignment = kids(statement)[0];
    const left = assignment?.kind() === "assignment" ? assignment.field("left") : null;
    return left?.kind() === "identifier" && /string|integer|tuple|list/.test(String(assignment?.field("right")?.kind()))
      ? [left.text()]
      : [];
  });
  return new Set(names.filter((name, index) => names.indexOf(name) === index));
}

/** What a name was last given in the same function, before a call. */
function assignedIn(call: SyntaxNode, name: string): SyntaxNode | null {
  const body = call.ancestors().find((node) => node.kind() === "function_definition" || node.kind() === "module");
  const before = body === undefined ? [] : nodesOf(body, "assignment");
  const position = call.range().start.index;
  return (
    before
      .filter((node) => node.field("left")?.text() === name && node.range().start.index < position)
      .at(-1)
      ?.field("right") ?? null
  );
}

/** A string into which something goes that is no constant. */
function isDynamic(node: SyntaxNode, constants: ReadonlySet<string>): boolean {
  switch (node.kind()) {
    case "string":
      return kids(node)
        .filter((child) => child.kind() === "interpolation")
        .some((child) => !isConstant(kids(child)[0], constants));
    case "concatenated_string":
    case "parenthesized_expression":
      return kids(node).some((child) => isDynamic(child, constants));
    case "binary_operator": {
      const [left, right] = [node.field("left"), node.field("right")];
      const operator = node.field("operator")?.text();
      const parts = [left, right].filter((part) => part !== null);
      return operator === "%"
        ? left !== null && /string/.test(left.kind()) && !isConstant(right, constants)
        : operator === "+" && parts.some((part) => isDynamic(part, constants) || !isConstant(part, constants));
    }
    case "call":
      return (
        node.field("function")?.field("attribute")?.text() === "format" &&
        argumentsOf(node.field("arguments")).some((argument) => !isConstant(argument.value, constants))
      );
    default:
      return false;
  }
}

function isConstant(node: SyntaxNode | null | undefined, constants: ReadonlySet<string>): boolean {
  switch (node?.kind()) {
    case "string":
    case "concatenated_string":
    case "integer":
      return !nodesOf(node, "interpolation").some((child) => !isConstant(kids(child)[0], constants));
    case "binary_operator":
      return isConstant(node.field("left"), constants) && isConstant(node.field("right"), constants);
    case "identifier":
      return constants.has(node.text());
    default:
      return false;
  }
}
