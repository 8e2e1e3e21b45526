import type { Model, ProjectReader } from "@backwright/core";
import { ownFiles } from "../app-files.ts";
import { readPrismaModels } from "../stack/prisma.ts";
import { callsIn, lineOf, nodesOf, objectEntries, readCall, sourcesOf, stringValue } from "../syntax.ts";
import type { Call, SourceFile, SyntaxNode } from "../syntax.ts";
import { callChain, chainedFields, describedFields } from "./fields.ts";
import { entityClasses } from "./entities.ts";
import { tablesInSql } from "./sql.ts";

const calls = /sqliteTable|pgTable|mysqlTable|(?<!@)Schema\s*\(|\.define\s*\(|\.init\s*\(|\bTable\s*\(|createTable/;
/** What every text that `calls` fits has in it, which is found faster. */
const inCalls = ["Table", "Schema", ".define", ".init"];
/** Short, since the parser compiles it anew for each question. */
const named = /(?:Table|Schema|define|init|IfNotExists) *[<(]/;
const decorators = ["@Entity", "@Table", "@Schema"];

/** The data models of an application: what ORMs declare, and the tables that migrations make. */
export function readModels(project: ProjectReader, dir: string, files: readonly string[]): Model[] {
  const inside = ownFiles(project, dir);
  const migrations = inside.filter((path) => /migrations?\/[^/]+\.[cm]?[jt]s$/.test(path));
  const sources = [...new Set([...files, ...migrations])]
    .filter((path) => mayCall(project.read(path) ?? "") || isDecorated(project.read(path) ?? ""))
    .flatMap((path) => sourcesOf(project).get(path) ?? []);
  const sql = inside.filter((path) => path.endsWith(".sql"));
  return [
    ...readPrismaModels(project, dir),
    ...sources.flatMap((source) => [
      ...(mayCall(source.text) ? fromCalls(source) : []),
      ...(isDecorated(source.text) ? entityClasses(source) : []),
    ]),
    ...sql.flatMap((path) => tablesInSql(path, project.read(path) ?? "")),
    // Migrations of TypeORM are statements in strings.
    ...migrations.flatMap((path) => tablesInSql(path, project.read(path) ?? "")),
  ];
}

function mayCall(text: string): boolean {
  return inCalls.some((word) => text.includes(word)) && calls.test(text);
}

function isDecorated(text: string): boolean {
  return decorators.some((word) => text.includes(word));
}

function fromCalls(source: SourceFile): Model[] {
  const made = source.text.includes("new ") ? nodesOf(source.root, "new_expression", named) : [];
  const news = made.flatMap((node) => readCall(node) ?? []);
  return [...callsIn(source.root, named), ...news].flatMap((call): Model[] => {
    const place = { file: source.path, line: lineOf(call.node) };
    const name = stringValue(call.args[0] ?? null);
    switch (call.method) {
      case "sqliteTable":
      case "pgTable":
      case "mysqlTable":
        return name === null ? [] : [{ name, kind: "model", ...place, fields: chainedFields(call.args[1]) }];
      case "define":
        return name === null || call.args[1]?.kind() !== "object"
          ? []
          : [{ name, kind: "model", ...place, fields: describedFields(call.args[1]) }];
      case "init":
        return call.args.length === 2 && call.object?.kind() === "identifier" && call.args[0]?.kind() === "object"
          ? [{ name: call.object.text(), kind: "model", ...place, fields: describedFields(call.args[0]) }]
          : [];
      case "Table":
        return call.node.kind() === "new_expression" ? tableOf(call, place) : [];
      case "createTable":
      case "createTableIfNotExists":
        return name === null ? [] : [{ name, kind: "migration", ...place, fields: builderFields(call.args[1]) }];
      case "Schema":
        // Mongoose takes both `new Schema(…)` and `mongoose.Schema(…)`.
        return (call.node.kind() === "new_expression" || call.object?.text() === "mongoose") &&
          call.args[0]?.kind() === "object"
          ? [{ name: schemaName(source, call.node), kind: "model", ...place, fields: describedFields(call.args[0]) }]
          : [];
      default:
        return [];
    }
  });
}

/** `new Table({ name: "notes", columns: [{ name: "id", type: "integer", isPrimary: true }] })` of TypeORM's migrations. */
function tableOf(call: Call, place: { readonly file: string; readonly line: number }): Model[] {
  const [given] = call.args;
  const entries = given === undefined ? new Map<string, SyntaxNode>() : objectEntries(given);
  const name = stringValue(entries.get("name") ?? null);
  const columns =
    entries
      .get("columns")
      ?.children()
      .filter((child) => child.kind() === "object") ?? [];
  const fields = columns.flatMap((node) => {
    const column = objectEntries(node);
    const named = stringValue(column.get("name") ?? null);
    const unique = ["isUnique", "isPrimary"].some((flag) => column.get(flag)?.text() === "true");
    return named === null ? [] : [{ name: named, type: stringValue(column.get("type") ?? null) ?? "unknown", unique }];
  });
  return name === null ? [] : [{ name, kind: "migration", ...place, fields }];
}

/** `model("User", userSchema)` names what `const userSchema = new Schema(…)` is. */
function schemaName(source: SourceFile, node: SyntaxNode): string {
  const variable =
    node
      .ancestors()
      .find((ancestor) => ancestor.kind() === "variable_declarator")
      ?.field("name")
      ?.text() ?? null;
  const told = callsIn(source.root, /model *[<(]/).find(
    (call) =>
      call.method === "model" &&
      call.args.slice(1).some((argument) => argument.text() === variable || argument.text() === node.text()),
  );
  const plain = (variable ?? "anonymous").replace(/_?schema$/i, "");
  return (
    stringValue(told?.args[0] ?? null) ??
    (plain === "" ? (source.path.split("/").at(-1)?.split(".")[0] ?? "schema") : plain)
  );
}

const noColumn = new Set(["timestamps", "unique", "index", "foreign", "primary", "dropColumn"]);

/** `(table) => { table.string("email").unique() }`, and Sequelize's `{ email: { type: … } }`. */
function builderFields(node: SyntaxNode | undefined): Model["fields"] {
  if (node === undefined || node.kind() === "object") {
    return describedFields(node);
  }
  return nodesOf(node, "expression_statement").flatMap((statement) => {
    const [first, ...rest] = callChain(statement.children()[0] ?? statement);
    const increments = first?.name === "increments" || first?.name === "bigIncrements";
    const name = stringValue(first?.args[0] ?? null) ?? (increments ? "id" : null);
    if (first === undefined || name === null || noColumn.has(first.name)) {
      return [];
    }
    const unique = increments || rest.some((call) => call.name === "unique" || call.name === "primary");
    return [{ name, type: first.name, unique }];
  });
}
