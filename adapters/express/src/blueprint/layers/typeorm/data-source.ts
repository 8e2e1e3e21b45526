import { addImport, appendEntries, applyEdits, nodesOf, objectEntries, parseSource } from "@backwright/language-node";
import type { SyntaxNode, TypeormPractice } from "@backwright/language-node";
import { specifierIn } from "../../surroundings.ts";
import type { LayerEdit, LayerEdits } from "../layer.ts";
import { migrationPath, tableNames } from "../migrations.ts";
import { entityModule, migrationClass } from "./entities.ts";

/** Tells the data source of the new classes, where it has lists of them. */
export function listClasses(input: LayerEdits, practice: TypeormPractice): LayerEdit[] {
  const { project, view, conventions } = input;
  const { client, entities, migrations, migration } = practice;
  const names = [...view.resources.map(({ name }) => name), ...(view.auth === null ? [] : ["User"])];
  const wanted: ListedClass[] =
    entities.listed === "list"
      ? names.map((name) => ({ list: "entities", name, module: entityModule(conventions, practice, name) }))
      : [];
  if (migrations !== null && migration.listed === "list" && tableNames(view).length > 0) {
    const { ending } = migration;
    const path = migrationPath(input, { folder: migrations, ending, separator: "-", case: migration.case });
    wanted.push({ list: "migrations", name: migrationClass(path), module: path });
  }
  const path = client.module;
  let text = project.read(path) ?? "";
  for (const one of wanted) {
    const { modules, style } = conventions;
    const specifier = specifierIn(conventions, path, one.module);
    const listed = addToList(path, text, one);
    text = listed === text ? text : addImport(path, listed, { specifier, named: [one.name], modules, style });
  }
  return wanted.length === 0 ? [] : [{ path, text }];
}

interface ListedClass {
  readonly list: "entities" | "migrations";
  readonly name: string;
  readonly module: string;
}

function addToList(path: string, text: string, { list, name }: ListedClass): string {
  const root = parseSource(path, text)?.root;
  const literal = root === undefined ? null : listIn(root, list);
  const held = literal === null || literal.children().some((child) => child.text() === name);
  return held ? text : applyEdits(text, [appendEntries(literal, [name])]);
}

/** The list in the options of the data source, which are the only ones with a `type`. */
function listIn(root: SyntaxNode, name: string): SyntaxNode | null {
  for (const object of nodesOf(root, "object")) {
    const entries = objectEntries(object);
    const list = entries.has("type") ? entries.get(name) : undefined;
    if (list?.kind() === "array") {
      return list;
    }
  }
  return null;
}
