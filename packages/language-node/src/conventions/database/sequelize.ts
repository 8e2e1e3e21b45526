import { importsOf } from "../../imports.ts";
import { dirOf } from "../../manifest.ts";
import { nodesOf, readCall } from "../../syntax.ts";
import type { SourceFile, SyntaxNode } from "../../syntax.ts";
import type { ClientPractice, SequelizePractice } from "../../conventions.ts";
import { exportOf } from "../exports.ts";
import { importsFrom, mostCommon, note, resolveImport, sourcesOf } from "../reading.ts";
import type { Reading } from "../reading.ts";

/** How the app uses Sequelize; `null` where no module exports what `new Sequelize(…)` made. */
export function readSequelize(reading: Reading): SequelizePractice | null {
  for (const source of sourcesOf(reading)) {
    const found = clientOf(source);
    if (found !== null) {
      note(reading, { field: "database", value: found.client.name, rule: "construction" }, source.path, found.node);
      const configuration = configurationOf(reading, source);
      return {
        kind: "sequelize",
        dialects: dialectsIn(reading, configuration),
        client: found.client,
        configuration,
        models: readModels(reading, source),
        ...readMigrations(reading),
        underscored: isUnderscored(reading),
        syncs: sourcesOf(reading).some(({ text }) => /\bsequelize\.sync\(/i.test(text)),
      };
    }
  }
  return null;
}

interface Found {
  readonly client: ClientPractice;
  readonly node: SyntaxNode;
}

function clientOf(source: SourceFile): Found | null {
  const names = new Set(
    importsFrom(source, "sequelize").flatMap(({ binding, named }) => [
      ...(binding === null ? [] : [binding, `${binding}.Sequelize`]),
      ...named.flatMap(({ name, alias }) => (name === "Sequelize" ? [alias] : [])),
    ]),
  );
  for (const node of nodesOf(source.root, "new_expression")) {
    const made = names.has(readCall(node)?.callee.text() ?? "");
    const holder = made ? node.parent() : null;
    const name = (holder?.field("name") ?? holder?.field("left"))?.text();
    const exported = name === undefined ? null : (exportOf(source, name) ?? entryOf(source, name));
    if (name !== undefined && exported !== null) {
      return { client: { name, module: source.path, exported }, node };
    }
  }
  return null;
}

/** The instance as an entry of what the module exports: `db.sequelize = sequelize; module.exports = db`. */
function entryOf(source: SourceFile, name: string): "named" | null {
  const whole = /^module\.exports\s*=\s*(\w+)\s*;?\s*$/m.exec(source.text)?.[1];
  return whole !== undefined && new RegExp(`\\b${whole}\\.${name}\\s*=\\s*${name}\\b`).test(source.text)
    ? "named"
    : null;
}

function configurationOf(reading: Reading, source: SourceFile): string[] {
  const imported = importsOf(source).flatMap(
    ({ specifier }) => resolveImport(reading.project, source.path, specifier) ?? [],
  );
  // The file of sequelize-cli is required by a path that is put together.
  const named = reading.project.list().filter((path) => /(^|\/)config\/(config|database)\.c?js(on)?$/.test(path));
  return [...new Set([source.path, ...imported, ...named])];
}

const drivers: Readonly<Record<string, string>> = { pg: "postgres", sqlite3: "sqlite", mysql2: "mysql" };

function dialectsIn({ project, manifest }: Reading, configuration: readonly string[]): string[] {
  const named = configuration
    .flatMap((path) => [...(project.read(path) ?? "").matchAll(/\bdialect\b["']?\s*:\s*["'`](\w+)["'`]/g)])
    .map((match) => (match[1] ?? "").replace("postgresql", "postgres"));
  const installed = Object.entries(drivers).flatMap(([name, dialect]) =>
    manifest.dependencies.has(name) ? [dialect] : [],
  );
  return [...new Set(named.length > 0 ? named : installed)];
}

/** Where models stand and how they are written; beside the instance where there is none. */
function readModels(reading: Reading, client: SourceFile): SequelizePractice["models"] {
  const factory = /(?:module\.exports\s*=|export\s+default)\s*(?:function\s*\w*)?\s*\(\s*\w+\s*(?:,\s*\w+\s*)?\)/;
  const found = sourcesOf(reading)
    .filter(({ path }) => path !== client.path)
    .filter(({ text }) => /\.define\(|\.init\(/.test(text) && /sequelize/i.test(text));
  const folder = mostCommon(found.map(({ path }) => dirOf(path))) ?? dirOf(client.path);
  const own = found.filter(({ path }) => dirOf(path) === folder);
  const bases = own.map(({ path }) => path.slice(folder.length + 1).replace(/\.[cm]?[jt]s$/, ""));
  return {
    folder,
    style: own.some(({ text }) => factory.test(text)) ? "factory" : "module",
    suffix: mostCommon(bases.map((base) => /[._-]?model$/i.exec(base)?.[0] ?? "")) ?? "",
    capital: bases.length > 0 && bases.every((base) => /^[A-Z]/.test(base)),
  };
}

function readMigrations({ project, appDir, manifest }: Reading): Pick<SequelizePractice, "migrations" | "migration"> {
  const prefix = appDir === "." ? "" : `${appDir}/`;
  const found = project
    .list()
    .filter((path) => path.startsWith(prefix) && /migrations?\/[^/]+\.c?js$/i.test(path))
    .filter((path) => !path.includes("node_modules/") && /\bqueryInterface\b/.test(project.read(path) ?? ""));
  const folder = mostCommon(found.map(dirOf));
  const last = found
    .filter((path) => dirOf(path) === folder)
    .toSorted()
    .at(-1);
  const esm = last === undefined ? manifest.moduleSystem : /^export\b/m.test(project.read(last) ?? "") ? "esm" : "cjs";
  return {
    migrations: folder,
    migration: { ending: last === undefined ? ".js" : last.slice(last.lastIndexOf(".")), modules: esm },
  };
}

function isUnderscored(reading: Reading): boolean {
  return sourcesOf(reading).some(({ text }) => /\bunderscored\s*:\s*true/.test(text));
}
