import type { SecurityFinding, SecurityRule } from "@backwright/core";
import { namedChildren, nodesOf, stringValue } from "../syntax.ts";
import type { GoFile, SyntaxNode } from "../syntax.ts";
import { bindingsIn, callsIn, defineRule, finding } from "./rule.ts";

const sinks =
  /\.(Query|QueryRow|QueryContext|QueryRowContext|Queryx|QueryRowx|QueryxContext|Exec|ExecContext|MustExec|NamedExec|NamedQuery|Prepare|PrepareContext|Preparex|Raw|Where|Having|Order|Get|GetContext|Select|SelectContext|NewRaw|Sql|SQL)$/;
const sql =
  /\b(select|insert\s+into|update|delete\s+from|create|drop|alter|where|order\s+by|like|and|or)\b|=\s*['"]?$|[<>=]/i;

/** Functions and names of `?, ?` and `$1`. */
const placeholders = /(?:placeholders?|bind_?vars?|q_?marks)$/i;
/** Numbers, and lists of placeholders. */
const plainCalls = new RegExp(
  `^(?:len|int|int64|strconv\\.(?:Itoa|FormatInt)|strings\\.(?:Repeat|Join))$|${placeholders.source}`,
  "i",
);

export const dynamicSql: SecurityRule = defineRule({
  id: "dynamic-sql",
  title: "SQL is made of parameters, not of joined strings",
  examples: {
    bad: [
      'package a\n\nfunc f() { db.Query("SELECT * FROM users WHERE name = \'" + name + "\'") }\n',
      'package a\n\nfunc f() { db.QueryRowContext(ctx, fmt.Sprintf("SELECT * FROM users WHERE id = %s", id)) }\n',
      "package a\n\nfunc f() {\n\tquery := fmt.Sprintf(\"DELETE FROM notes WHERE owner = '%s'\", owner)\n\tdb.Exec(query)\n}\n",
      'package a\n\nfunc f() {\n\tquery := "SELECT * FROM notes"\n\tif title != "" {\n\t\tquery += " WHERE title = \'" + title + "\'"\n\t}\n\tdb.Query(query)\n}\n',
      'package a\n\nfunc f() { db.Raw("SELECT * FROM users WHERE name = \'" + r.URL.Query().Get("name") + "\'").Scan(&users) }\n',
      "package a\n\nfunc f() { db.Where(fmt.Sprintf(\"name = '%s'\", name)).Find(&users) }\n",
    ],
    good: [
      'package a\n\nfunc f() { db.Query("SELECT * FROM users WHERE name = ?", name) }\n',
      'package a\n\nfunc f() { db.QueryRowContext(ctx, "SELECT * FROM users WHERE id = $1", id) }\n',
      'package a\n\nconst table = "notes"\n\nfunc f() { db.Query("SELECT * FROM " + table + " WHERE id = ?", id) }\n',
      'package a\n\nfunc f() { db.Exec(fmt.Sprintf("SELECT * FROM %s WHERE id = ?", "notes"), id) }\n',
      'package a\n\nfunc f() { db.Query("SELECT * FROM notes LIMIT " + strconv.Itoa(limit)) }\n',
      'package a\n\nfunc f() { log.Printf("select %s from the list", name) }\n',
      'package a\n\nfunc f() { db.Exec("DELETE FROM notes WHERE id = "+s.placeholder(1), id) }\n',
      'package a\n\nfunc f() { db.Exec(fmt.Sprintf("PRAGMA user_version = %d", version)) }\n',
      'package a\n\nfunc f() { client.Get("https://example.com/search?where=" + place) }\n',
      'package a\n\nfunc f() { db.Where("name = ?", name).Find(&users) }\n',
    ],
  },
  mayConcern: /select|insert|update|delete|where|order\s+by|\.(Query|Exec|Raw|Where)/i,
  findIn(source) {
    const constants = constantNames(source);
    return callsIn(source).flatMap(({ node, callee, args }): SecurityFinding[] => {
      if (!sinks.test(callee) || callee.startsWith("http.")) {
        return [];
      }
      const dynamic = args.slice(0, 3).some((argument) => {
        const values = argument.kind() === "identifier" ? assignedBefore(node, argument.text()) : [argument];
        return values.some((value) => isDynamic(value, constants) && speaksSql(value));
      });
      return dynamic ? [finding(node, "a value is joined into SQL text")] : [];
    });
  },
});

function speaksSql(node: SyntaxNode): boolean {
  const texts = [node, ...nodesOf(node, "interpreted_string_literal"), ...nodesOf(node, "raw_string_literal")].flatMap(
    (part) => stringValue(part) ?? [],
  );
  return texts.some((text) => sql.test(text) && !/^\w+:\/\//.test(text) && !text.startsWith("/"));
}

/** Names that are constants of the file, or are bound to a literal once. */
function constantNames(source: GoFile): Set<string> {
  const constants = nodesOf(source.root, "const_spec").flatMap((spec) =>
    namedChildren(spec).flatMap((child) => (child.kind() === "identifier" ? [child.text()] : [])),
  );
  const bindings = bindingsIn(source);
  const once = bindings.filter(
    ({ name, value }) => stringValue(value) !== null && bindings.filter((other) => other.name === name).length === 1,
  );
  return new Set([...constants, ...once.map(({ name }) => name)]);
}

/** What a name was given in the same function, before a call. */
function assignedBefore(call: SyntaxNode, name: string): SyntaxNode[] {
  const owner = call.ancestors().find((node) => /^(function|method)_declaration$/.test(node.kind()));
  const position = call.range().start.index;
  return owner === undefined
    ? []
    : [...nodesOf(owner, "short_var_declaration"), ...nodesOf(owner, "assignment_statement")]
        .filter((node) => node.range().start.index < position && namesIn(node.field("left")).includes(name))
        .flatMap((node) => node.field("right") ?? []);
}

function namesIn(node: SyntaxNode | null): string[] {
  return node === null
    ? []
    : (node.kind() === "expression_list" ? namedChildren(node) : [node]).map((part) => part.text());
}

/** A string into which something goes that is no constant. */
function isDynamic(node: SyntaxNode, constants: ReadonlySet<string>): boolean {
  switch (node.kind()) {
    case "binary_expression": {
      const parts = [node.field("left"), node.field("right")].filter((part) => part !== null);
      return (
        node.field("operator")?.text() === "+" &&
        parts.some((part) => isDynamic(part, constants) || !isPlain(part, constants))
      );
    }
    case "expression_list":
    case "parenthesized_expression":
      return namedChildren(node).some((child) => isDynamic(child, constants));
    case "call_expression": {
      const [format, ...values] = namedChildren(node.field("arguments") ?? node);
      const numbersOnly = /^[^%]*(?:%[+0-9]*[dt][^%]*)+$/.test(stringValue(format) ?? "");
      return (
        /^fmt\.Sprintf?$/.test(node.field("function")?.text() ?? "") &&
        !numbersOnly &&
        values.some((value) => !isPlain(value, constants))
      );
    }
    default:
      return false;
  }
}

/** A constant, a number, or what is made of them alone. */
function isPlain(node: SyntaxNode, constants: ReadonlySet<string>): boolean {
  switch (node.kind()) {
    case "interpreted_string_literal":
    case "raw_string_literal":
    case "int_literal":
      return true;
    case "binary_expression":
      return [node.field("left"), node.field("right")].every((part) => part !== null && isPlain(part, constants));
    case "parenthesized_expression":
      return namedChildren(node).every((child) => isPlain(child, constants));
    case "identifier":
      return constants.has(node.text()) || placeholders.test(node.text());
    case "call_expression":
      return plainCalls.test(node.field("function")?.text() ?? "");
    default:
      return false;
  }
}
