import type { ProjectReader } from "@backwright/core";
import {
  addImport,
  addRegistration,
  appendEntries,
  applyEdits,
  mergeModule,
  nodesOf,
  parseSource,
} from "@backwright/language-node";
import type { Style, SyntaxNode } from "@backwright/language-node";
import type { ResourceView } from "../view.ts";

export interface MadeEdit {
  readonly project: ProjectReader;
  readonly style: Style;
  readonly resources: readonly ResourceView[];
}

/** The module of the application with the routers of new resources behind its own. */
export function mountRouters({ project, style, resources }: MadeEdit): string {
  const path = "src/app.ts";
  return resources.reduce(
    (text, resource) => {
      const imported = addImport(path, text, {
        specifier: `./${resource.file}/${resource.file}.routes.ts`,
        named: [resource.router],
        modules: "esm",
        style,
      });
      const statement = `app.use('${resource.path}', ${resource.router});`;
      return addRegistration(path, imported, { variable: "app", statement }) ?? imported;
    },
    project.read(path) ?? "",
  );
}

/** The module that says which database's tables there are, with those of new resources. */
export function nameTables({ project, style, resources }: MadeEdit, wanted: string): string | null {
  const path = "src/db/schema.ts";
  const text = project.read(path) ?? "";
  const pattern = tablesPattern(path, text);
  if (pattern === null) {
    return null;
  }
  const present = new Set(pattern.children().map((child) => child.text()));
  const missing = resources.map(({ table }) => table).filter((table) => !present.has(table));
  const named = missing.length === 0 ? text : applyEdits(text, [appendEntries(pattern, missing)]);
  return mergeModule(path, named, wanted, { modules: "esm", style });
}

/** `{ bookmarks, users }` in `export const { bookmarks, users } = usesPostgres ? … : …`. */
function tablesPattern(path: string, text: string): SyntaxNode | null {
  const root = parseSource(path, text)?.root;
  const declarators = root === undefined ? [] : nodesOf(root, "variable_declarator");
  const found = declarators.find((node) => node.field("value")?.text().includes("usesPostgres") === true);
  const name = found?.field("name") ?? null;
  return name?.kind() === "object_pattern" ? name : null;
}

/** The module that empties tables in front of each test, with those of new resources. */
export function emptyTables({ project, style, resources }: MadeEdit): string | null {
  const path = "test/setup.ts";
  const text = project.read(path) ?? "";
  const missing = resources
    .map(({ table }) => table)
    .filter((table) => !new RegExp(`\\bdelete\\(${table}\\)`).test(text));
  if (missing.length === 0) {
    return text;
  }
  const statements = missing.map((table) => `await db.delete(${table});`).join("\n");
  const block = hookBody(path, text);
  if (block === null && /\bbeforeEach\b/.test(text)) {
    return null;
  }
  const edited =
    block === null
      ? `${text.trimEnd()}\n\nbeforeEach(async () => {\n${statements}\n});\n`
      : insertBefore(text, block.range().end.index - 1, statements);
  const imports = [
    { specifier: "vitest", named: block === null ? ["beforeEach"] : [] },
    { specifier: "../src/db/client.ts", named: ["db"] },
    { specifier: "../src/db/schema.ts", named: missing },
  ];
  return imports.reduce(
    (result, one) => (one.named.length === 0 ? result : addImport(path, result, { ...one, modules: "esm", style })),
    edited,
  );
}

/** The body of the function that `beforeEach` is given. */
function hookBody(path: string, text: string): SyntaxNode | null {
  const root = parseSource(path, text)?.root;
  const calls = root === undefined ? [] : nodesOf(root, "call_expression");
  const hook = calls.find((node) => node.field("function")?.text() === "beforeEach");
  const given = hook
    ?.field("arguments")
    ?.children()
    .find((node) => node.kind() === "arrow_function");
  const body = given?.field("body") ?? null;
  return body?.kind() === "statement_block" ? body : null;
}

function insertBefore(text: string, at: number, statements: string): string {
  return applyEdits(text, [{ start: at, end: at, text: `${statements}\n` }]);
}

/** Variables of a module with the text that declares them, whatever its format. */
export function declarationsIn(path: string, text: string): ReadonlyMap<string, string> {
  const root = parseSource(path, text)?.root;
  const declarators = root === undefined ? [] : nodesOf(root, "variable_declarator");
  return new Map(
    declarators.map((node) => [
      node.field("name")?.text() ?? "",
      node
        .text()
        .replaceAll(/[\s,;]/g, "")
        .replaceAll("'", '"'),
    ]),
  );
}

/** The page for people with a row for each path in its table of endpoints; `null` where it has no such table. */
export function listEndpoints({ project, resources }: Pick<MadeEdit, "project" | "resources">): string | null {
  const text = project.read("README.md") ?? "";
  const table = /^\| Path +\| Methods +\|\n\|[ -]+\|[ -]+\|\n(?:\|.*\n)*/m.exec(text);
  if (table === null) {
    return null;
  }
  const [known] = table;
  const rows = resources.flatMap(rowsOf).filter((row) => !known.includes(row.split("|")[1]?.trimEnd() ?? row));
  const at = table.index + table[0].length;
  return text.slice(0, at) + rows.map((row) => `${row}\n`).join("") + text.slice(at);
}

function rowsOf({ path, list, get, create, update, delete: remove }: ResourceView): string[] {
  function row(at: string, methods: Readonly<Record<string, unknown>>): string[] {
    const present = Object.keys(methods).filter((method) => methods[method] !== null);
    return present.length === 0 ? [] : [`| \`${at}\` | ${present.join(", ")} |`];
  }
  return [
    ...row(path, { GET: list, POST: create }),
    ...row(`${path}/:id`, { GET: get, PATCH: update, DELETE: remove }),
  ];
}
