import { addImport, appendEntries, applyEdits, nodesOf, objectEntries, parseSource } from "@backwright/language-node";
import type { SyntaxNode, TypeormPractice } from "@backwright/language-node";
import { specifierIn } from "../../surroundings.ts";
import type { LayerEdit, LayerEdits } from "../layer.ts";
import { migrationPath, tableNames } from "../migrations.ts";
import { entityModule, migrationClass } from "./entities.ts";

/** Tells the data source of the new classes, where it has lists of them. */
export function listClasses(input: LayerEdits, practice: TypeormPractice): LayerEdit[] {
  const { project, conventions } = input;
  const { client, entities, migration } = practice;
  const isListed = { entities: entities.listed === "list", migrations: migration.listed === "list" };
  const wanted = newClasses(input, practice).filter(({ list }) => isListed[list]);
  const path = client.module;
  let text = project.read(path) ?? "";
  for (const one of wanted) {
    const { modules, style } = conventions;
    const specifier = specifierIn(conventions, path, one.module);
    // The options of the data source are the only ones with a `type`.
    const listed = addToList(path, text, { ...one, beside: "type" });
    text = listed === text ? text : addImport(path, listed, { specifier, named: [one.name], modules, style });
  }
  return wanted.length === 0 ? [] : [{ path, text }];
}

/** The classes of a plan. */
export function newClasses(input: LayerEdits, practice: TypeormPractice): ListedClass[] {
  const { view, conventions } = input;
  const { migrations, migration } = practice;
  const names = [...view.resources.map(({ name }) => name), ...(view.auth === null ? [] : ["User"])];
  const classes: ListedClass[] = names.map((name) => ({
    list: "entities",
    name,
    module: entityModule(conventions, practice, name),
  }));
  if (migrations !== null && tableNames(view).length > 0) {
    const { ending } = migration;
    const path = migrationPath(input, { folder: migrations, ending, separator: "-", case: migration.case });
    classes.push({ list: "migrations", name: migrationClass(path), module: path });
  }
  return classes;
}

/** A class that a data source is told of. */
export interface ListedClass {
  readonly list: "entities" | "migrations";
  readonly name: string;
  readonly module: string;
}

/** Adds a class to the list in the object that has an entry `beside` as well. */
export function addToList(
  path: string,
  text: string,
  { list, name, beside }: ListedClass & { readonly beside: string },
): string {
  const root = parseSource(path, text)?.root;
  const literal = root === undefined ? null : listIn(root, list, beside);
  const held = literal === null || literal.children().some((child) => child.text() === name);
  return held ? text : applyEdits(text, [appendEntries(literal, [name])]);
}

function listIn(root: SyntaxNode, name: string, beside: string): SyntaxNode | null {
  for (const object of nodesOf(root, "object")) {
    const entries = objectEntries(object);
    const list = entries.has(beside) ? entries.get(name) : undefined;
    if (list?.kind() === "array") {
      return list;
    }
  }
  return null;
}
