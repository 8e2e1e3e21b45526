import { dirOf } from "../../manifest.ts";
import { caseOf } from "../../naming.ts";
import { nodesOf, stringValue } from "../../syntax.ts";
import type { SourceFile, SyntaxNode } from "../../syntax.ts";
import type { ExportedClass, ListedClasses, TypeormPractice } from "../../conventions.ts";
import { exportOf } from "../exports.ts";
import { mostCommon, sourcesOf } from "../reading.ts";
import type { Reading } from "../reading.ts";

interface EntityOptions {
  /** The value of `entities` in the options of the data source. */
  readonly list: SyntaxNode | null;
  /** The value of `namingStrategy`. */
  readonly strategy: SyntaxNode | null;
}

interface Entities extends Pick<TypeormPractice, "entities" | "columns"> {
  readonly classes: readonly ExportedClass[];
}

/** Where entities stand and how they are written; in a folder beside the app's others where there is none. */
export function readEntities(reading: Reading, { list, strategy }: EntityOptions): Entities {
  const found = sourcesOf(reading).filter(({ text }) => isDecorated(text) || isSchema(text));
  const folder = mostCommon(found.map(({ path }) => dirOf(path)));
  const own = found.filter(({ path }) => dirOf(path) === folder);
  const bases = own.map(({ path }) => baseOf(path));
  const typed = reading.files.some((path) => /\.[cm]?ts$/.test(path));
  const decorated = own.length === 0 ? typed : own.some(({ text }) => isDecorated(text));
  const snakeColumn = /(?:Column\([^)]*|\btype:[^}]*)\bname:\s*["'][a-z]+(?:_[a-z0-9]+)+["']/;
  const named = found.some(({ text }) => snakeColumn.test(text));
  return {
    entities: {
      folder: folder ?? "",
      style: decorated ? "decorators" : "schema",
      suffix: mostCommon(bases.map((base) => /[._-]?(?:entity|model|schema)$/i.exec(base)?.[0] ?? "")) ?? "",
      capital: bases.length > 0 && bases.every((base) => /^[A-Z]/.test(base)),
      definite: !decorated || own.length === 0 || own.some(({ text }) => /^\s*(?:\w+\s+)*\w+!:/m.test(text)),
      listed: listedBy(list),
    },
    columns:
      strategy !== null && /snake/i.test(strategy.text())
        ? { case: "snake", by: "strategy" }
        : { case: named ? "snake" : "camel", by: "name" },
    classes: exportedClasses(
      found,
      decorated ? /@\w*Entity\([^]*?\bclass (\w+)/g : /\b(\w+)\s*=\s*new EntitySchema\b/g,
    ),
  };
}

function isDecorated(text: string): boolean {
  return /^\s*@Entity\(/m.test(text) && /["']typeorm["']/.test(text);
}

function isSchema(text: string): boolean {
  return /\bnew\s+EntitySchema\b/.test(text) && /["']typeorm["']/.test(text);
}

interface Migrations extends Pick<TypeormPractice, "migrations" | "migration"> {
  readonly classes: readonly ExportedClass[];
}

/** The folder of the app's migrations and how they are written. */
export function readMigrations({ project, appDir, manifest, sources }: Reading, list: SyntaxNode | null): Migrations {
  const prefix = appDir === "." ? "" : `${appDir}/`;
  const found = project
    .list()
    .filter((path) => path.startsWith(prefix) && !/(^|\/)(node_modules|dist|build|out)\//.test(path))
    .filter((path) => /(^|\/)\d{10,}[-_][^/]+\.[cm]?[jt]s$/.test(path) && !path.endsWith(".d.ts"))
    .filter((path) => /\bqueryRunner\b|\bQueryRunner\b|\bMigrationInterface\b/.test(project.read(path) ?? ""));
  const folder = mostCommon(found.map(dirOf));
  const own = found.filter((path) => dirOf(path) === folder).toSorted();
  const last = own.at(-1);
  const text = last === undefined ? "" : (project.read(last) ?? "");
  const required =
    last === undefined ? manifest.moduleSystem === "cjs" : /\bmodule\.exports\b|\bexports\.\w/.test(text);
  return {
    migrations: folder,
    migration: {
      ending: last === undefined ? ".ts" : last.slice(last.lastIndexOf(".")),
      modules: required ? "cjs" : "esm",
      case: caseOf(own.map((path) => baseOf(path).replace(/^\d+[-_]/, ""))),
      listed: listedBy(list),
    },
    classes: exportedClasses(
      own.flatMap((path) => sources.get(path) ?? []),
      /\bclass (\w+)[^{]*\bMigrationInterface\b/g,
    ),
  };
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.[cm]?[jt]s$/, "");
}

/** What modules export of the classes, or schemas, that a pattern finds by its first group. */
function exportedClasses(sources: readonly SourceFile[], pattern: RegExp): ExportedClass[] {
  return sources.flatMap((source) =>
    [...source.text.matchAll(pattern)].flatMap(([, name = ""]) => {
      const exported = exportOf(source, name);
      return exported === null ? [] : [{ name, module: source.path, exported }];
    }),
  );
}

/** What a data source is given: `[User, Post]`, or `[__dirname + "/entity/*.js"]`. */
export function listedBy(node: SyntaxNode | null): ListedClasses {
  if (node === null) {
    return "nothing";
  }
  const entries =
    node.kind() === "array" ? node.children().filter((child) => child.isNamed() && child.kind() !== "comment") : null;
  if (entries === null) {
    return "other";
  }
  const classes = entries.filter((entry) => entry.kind() === "identifier");
  const paths = entries.filter((entry) => holdsText(entry));
  return classes.length === entries.length ? "list" : paths.length === entries.length ? "glob" : "other";
}

function holdsText(entry: SyntaxNode): boolean {
  const texts = [...nodesOf(entry, "string"), ...nodesOf(entry, "template_string")];
  return texts.length > 0 || stringValue(entry) !== null;
}
