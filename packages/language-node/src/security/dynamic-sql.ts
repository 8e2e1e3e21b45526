import type { SecurityFinding, SecurityRule } from "@backwright/core";
import { callsIn, lineOf, nodesOf, readCall, stringValue } from "../syntax.ts";
import type { SourceFile, SyntaxNode } from "../syntax.ts";
import { declaredValue, defineRule } from "./rule.ts";

const sinks = new Set([
  "query",
  "execute",
  "raw",
  "$queryRawUnsafe",
  "$executeRawUnsafe",
  "unsafe",
  "prepare",
  "exec",
  "run",
  "all",
  "get",
  "any",
  "one",
  "oneOrNone",
  "none",
  "many",
  "manyOrNone",
  "whereRaw",
  "orderByRaw",
  "havingRaw",
  "selectRaw",
  "joinRaw",
  "literal",
  "createQueryBuilder",
  "where",
  "andWhere",
  "orWhere",
]);
const sql =
  /\b(select\b[\s\S]*\bfrom|insert\s+into|update\s+\S+\s+set|delete\s+from|where\s|order\s+by|drop\s+table|alter\s+table|create\s+(table|index)|union\s+select|truncate\s)/i;

export const dynamicSql: SecurityRule = defineRule({
  id: "dynamic-sql",
  title: "SQL is never put together from values",
  examples: {
    bad: [
      "db.query(`SELECT * FROM users WHERE id = ${req.params.id}`);",
      'pool.query("SELECT * FROM users WHERE name = \'" + name + "\'");',
      "const text = `DELETE FROM notes WHERE id = ${id}`;\nawait client.query(text);",
      'let text = "SELECT * FROM notes";\ntext += " ORDER BY " + req.query.sort;\ndb.prepare(text).all();',
      "await prisma.$queryRawUnsafe(`SELECT * FROM users WHERE email = '${email}'`);",
      'knex.raw("select * from users where id = " + id);',
    ],
    good: [
      'db.query("SELECT * FROM users WHERE id = $1", [id]);',
      "await prisma.$queryRaw`SELECT * FROM users WHERE id = ${id}`;",
      'const table = "notes";\ndb.prepare(`SELECT * FROM ${table} WHERE id = ?`).get(id);',
      'db.query(`SELECT * FROM users WHERE id IN (${ids.map(() => "?").join(", ")})`, ids);',
      "db.execute(sql`select * from notes where id = ${id}`);",
      "const clauses = [];\ndb.query(`SELECT * FROM notes WHERE owner = $${values.length} ORDER BY id`, values);",
      "db.query(`SELECT * FROM ${pool.escapeId(table)} WHERE id = ?`, [id]);",
      'db.query(`SELECT * FROM notes ORDER BY id ${descending ? "DESC" : "ASC"}`);',
      "logger.info(`select ${count} from the list where it is new`);",
    ],
  },
  mayConcern: sql,
  findIn(source) {
    return callsIn(source.root).flatMap((call): SecurityFinding[] => {
      const first = call.args[0];
      if (call.method === null || !sinks.has(call.method) || call.object === null || first === undefined) {
        return [];
      }
      const parts = dynamicParts(source, first, 0);
      return parts !== null && sql.test(parts.text) && parts.unsafe.length > 0
        ? [
            {
              line: lineOf(call.node),
              message: `${call.method} gets SQL that is put together with ${parts.unsafe[0]}; pass values as parameters.`,
            },
          ]
        : [];
    });
  },
});

interface Parts {
  readonly text: string;
  readonly unsafe: readonly string[];
}

/** What a string is put together from; `null` for what is no string. */
function dynamicParts(source: SourceFile, node: SyntaxNode, depth: number): Parts | null {
  const literal = stringValue(node);
  if (literal !== null) {
    return { text: literal, unsafe: [] };
  }
  switch (node.kind()) {
    case "template_string":
      return ofTemplate(source, node, depth);
    case "binary_expression":
      return node.field("operator")?.text() === "+" ? ofConcatenation(source, node, depth) : null;
    case "parenthesized_expression":
      return dynamicParts(source, node.children()[1] ?? node, depth + 1);
    case "identifier":
      return depth > 5 ? null : ofVariable(source, node, depth);
    default:
      return null;
  }
}

function ofTemplate(source: SourceFile, node: SyntaxNode, depth: number): Parts {
  let text = "";
  const unsafe: string[] = [];
  for (const child of node.children()) {
    if (child.kind() !== "template_substitution") {
      text += child.isNamed() ? child.text() : "";
      continue;
    }
    const inner = child.children().find((part) => part.isNamed());
    // `$${index}` is the number of a parameter.
    if (inner !== undefined && !text.endsWith("$") && !isSafe(source, inner, depth)) {
      unsafe.push(shorten(inner));
    }
    text += " ? ";
  }
  return { text, unsafe };
}

function ofConcatenation(source: SourceFile, node: SyntaxNode, depth: number): Parts {
  const sides = [node.field("left"), node.field("right")].map((side) => {
    const parts = side === null ? null : dynamicParts(source, side, depth + 1);
    return parts ?? { text: " ? ", unsafe: side === null || isSafe(source, side, depth) ? [] : [shorten(side)] };
  });
  return { text: sides.map((side) => side.text).join(""), unsafe: sides.flatMap((side) => side.unsafe) };
}

/** A variable of the file with everything that is added to it later. */
function ofVariable(source: SourceFile, node: SyntaxNode, depth: number): Parts | null {
  const name = node.text();
  const value = declaredValue(source, name);
  const start = value === null ? null : dynamicParts(source, value, depth + 1);
  if (start === null) {
    return null;
  }
  const additions = nodesOf(source.root, "augmented_assignment_expression")
    .filter((addition) => addition.field("left")?.text() === name)
    .flatMap((addition) => {
      const right = addition.field("right");
      const parts = right === null ? null : dynamicParts(source, right, depth + 1);
      return (
        parts ?? (right === null || isSafe(source, right, depth) ? [] : [{ text: " ? ", unsafe: [shorten(right)] }])
      );
    });
  return {
    text: [start, ...additions].map((part) => part.text).join(""),
    unsafe: [start, ...additions].flatMap((part) => part.unsafe),
  };
}

/** Constants, escaped names, lists of placeholders, choices between literals. */
function isSafe(source: SourceFile, node: SyntaxNode, depth: number): boolean {
  if (stringValue(node) !== null || node.kind() === "number" || depth > 5) {
    return true;
  }
  const text = node.text();
  switch (node.kind()) {
    case "identifier": {
      const value = declaredValue(source, text);
      return /^[A-Z][A-Z0-9_]*$/.test(text) || (value !== null && isSafeValue(source, value, depth + 1));
    }
    case "ternary_expression":
      return [node.field("consequence"), node.field("alternative")].every(
        (branch) => branch !== null && isSafe(source, branch, depth + 1),
      );
    case "member_expression":
      return (
        /(^|\.)(\w*table(_?name)?|length|[A-Z][A-Z0-9_]*)$/i.test(text) &&
        !/\breq(uest)?\b|\bbody\b|\bquery\b|\bparams\b/.test(text)
      );
    case "call_expression": {
      const callee = readCall(node)?.callee.text() ?? "";
      return (
        /escape|quote|ident|placeholder|parameteri[sz]e|Number|parseInt/i.test(callee) ||
        /=>\s*["'`](\?|\$\$\{)/.test(text) ||
        /\.fill\(\s*["'`]\?/.test(text)
      );
    }
    case "binary_expression":
      return [node.field("left"), node.field("right")].every(
        (side) => side !== null && isSafe(source, side, depth + 1),
      );
    default:
      return false;
  }
}

function isSafeValue(source: SourceFile, value: SyntaxNode, depth: number): boolean {
  const parts = dynamicParts(source, value, depth);
  return parts === null ? isSafe(source, value, depth) : parts.unsafe.length === 0;
}

function shorten(node: SyntaxNode): string {
  const text = node.text().replace(/\s+/g, " ");
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}
