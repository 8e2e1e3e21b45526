import { importsOf } from "../../imports.ts";
import { dirOf, joinPath } from "../../manifest.ts";
import { callsIn, nodesOf, readCall } from "../../syntax.ts";
import type { SourceFile, SyntaxNode } from "../../syntax.ts";
import type { ClientPractice, KnexPractice } from "../../conventions.ts";
import { exportOf } from "../exports.ts";
import { importsFrom, mostCommon, note, resolveImport, runsOnLoad, sourcesOf } from "../reading.ts";
import type { Reading } from "../reading.ts";

/** How the app uses Knex; `null` where no module exports what `knex(…)` made. */
export function readKnex(reading: Reading): KnexPractice | null {
  for (const source of sourcesOf(reading)) {
    const found = clientOf(source);
    if (found !== null) {
      note(reading, { field: "database", value: found.client.name, rule: "construction" }, source.path, found.node);
      const configuration = configurationOf(reading, source);
      return {
        kind: "knex",
        clients: clientsIn(reading, configuration),
        client: found.client,
        configuration,
        ...readMigrations(reading, configuration),
        migrates: callsIn(source.root).some(
          ({ node, callee }) => /\bmigrate\s*\.\s*latest$/.test(callee.text()) && runsOnLoad(node),
        ),
      };
    }
  }
  return null;
}

interface Found {
  readonly client: ClientPractice;
  readonly node: SyntaxNode;
}

/** What a module exports of a call of `knex`, by a name or as all that it exports. */
function clientOf(source: SourceFile): Found | null {
  const names = new Set(
    importsFrom(source, "knex").flatMap(({ binding, named }) => [
      ...(binding === null ? [] : [binding]),
      ...named.flatMap(({ name, alias }) => (/^knex$/i.test(name) || name === "default" ? [alias] : [])),
    ]),
  );
  for (const node of nodesOf(source.root, "call_expression")) {
    const callee = readCall(node)?.callee.text() ?? "";
    if (!names.has(callee) && !/^require\(["']knex["']\)(?:\.(?:knex|default))?$/.test(callee)) {
      continue;
    }
    const holder = node.ancestors().find((one) => !wrappers.has(one.kind()));
    const client = holder === undefined ? null : exportedFrom(source, holder);
    if (client !== null) {
      return { client, node };
    }
  }
  return null;
}

const wrappers = new Set(["as_expression", "satisfies_expression", "non_null_expression", "parenthesized_expression"]);

function exportedFrom(source: SourceFile, holder: SyntaxNode): ClientPractice | null {
  const module = source.path;
  if (holder.kind() === "variable_declarator") {
    const name = holder.field("name")?.text() ?? "";
    const exported = exportOf(source, name);
    return exported === null ? null : { name, module, exported };
  }
  const isWhole =
    holder.kind() === "export_statement" ||
    (holder.kind() === "assignment_expression" && holder.field("left")?.text() === "module.exports");
  return isWhole ? { name: "db", module, exported: "default" } : null;
}

/** The client's module, what it imports of the app, and the knexfile. */
function configurationOf(reading: Reading, source: SourceFile): string[] {
  const imported = importsOf(source).flatMap(
    ({ specifier }) => resolveImport(reading.project, source.path, specifier) ?? [],
  );
  const knexfiles = ["js", "ts", "cjs", "mjs"]
    .map((ending) => joinPath(reading.appDir, `knexfile.${ending}`))
    .filter((path) => reading.project.has(path));
  return [...new Set([source.path, ...imported, ...knexfiles])];
}

const clientNames: Readonly<Record<string, string>> = { postgres: "pg", postgresql: "pg", sqlite: "sqlite3" };

function clientsIn({ project }: Reading, configuration: readonly string[]): string[] {
  const named = configuration
    .flatMap((path) => [...(project.read(path) ?? "").matchAll(/\bclient\b["']?\s*:\s*[^,\n]*?["'`]([\w-]+)["'`]/g)])
    .map((match) => match[1] ?? "");
  return [...new Set(named.map((name) => clientNames[name] ?? name))];
}

type Migrations = Pick<KnexPractice, "migrations" | "migration" | "columns">;

/** What the app's migrations tell: their folder, how the last of them is written, and how columns are named. */
function readMigrations(reading: Reading, configuration: readonly string[]): Migrations {
  const { project, appDir } = reading;
  const prefix = appDir === "." ? "" : `${appDir}/`;
  const found = project
    .list()
    .filter((path) => path.startsWith(prefix) && /migrations?\/[^/]+\.[cm]?[jt]s$/i.test(path))
    .filter((path) => !path.includes("node_modules/"))
    .map((path) => ({ path, text: project.read(path) ?? "" }))
    .filter(({ text }) => /\bup\b/.test(text) && /\bschema\b/.test(text));
  const folder = mostCommon(found.map(({ path }) => dirOf(path)));
  const own = found.filter(({ path }) => dirOf(path) === folder).toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const last = own.at(-1);
  const translated = configuration.some((path) =>
    /wrapIdentifier|SnakeCaseMappers|stringcase/i.test(project.read(path) ?? ""),
  );
  if (last === undefined) {
    return {
      migrations: null,
      migration: { ending: ".js", modules: reading.manifest.moduleSystem },
      columns: translated ? "camel" : "snake",
    };
  }
  note(reading, { field: "database", value: folder ?? "", rule: "migrations" }, last.path, 1);
  return {
    migrations: folder,
    migration: {
      ending: last.path.slice(last.path.lastIndexOf(".")),
      modules: /^export\b/m.test(last.text) ? "esm" : "cjs",
    },
    columns: translated || hasCamelColumns(own.map(({ text }) => text)) ? "camel" : "snake",
  };
}

function hasCamelColumns(texts: readonly string[]): boolean {
  const names = texts
    .flatMap((text) => [...text.matchAll(/\.\w+\(\s*["'`](\w+)["'`]/g)])
    .map((match) => match[1] ?? "");
  const [camel, snake] = [/^[a-z]+[A-Z]/, /^[a-z0-9]+_/].map((form) => names.filter((name) => form.test(name)).length);
  return (camel ?? 0) > (snake ?? 0);
}
