import { addImport } from "@backwright/language-node";
import type { Conventions, ExportedClass, TypeormPractice } from "@backwright/language-node";
import { sharedTest } from "../../existing-surroundings.ts";
import { renderTemplate } from "../../render.ts";
import { specifierIn } from "../../surroundings.ts";
import type { LayerEdit, LayerEdits } from "../layer.ts";
import { addToList } from "./data-source.ts";
import type { ListedClass } from "./data-source.ts";

/**
 * The module in which tests tell the data source of classes that it has patterns for, since TypeORM loads what they find
 * past vitest; `null` where tests load what the app loads.
 */
export function testClassesModule(conventions: Conventions, { entities, migration }: TypeormPractice): string | null {
  const loadsTwice = conventions.language === "ts" && (conventions.tests?.runner ?? "vitest") === "vitest";
  return loadsTwice && (entities.listed === "glob" || migration.listed === "glob")
    ? sharedTest({ ...conventions, runner: "vitest" }, "api-classes")
    : null;
}

/** That module with the classes of a plan. */
export function tellTests(
  { project, conventions }: LayerEdits,
  practice: TypeormPractice,
  { path, classes }: { readonly path: string; readonly classes: readonly ListedClass[] },
): LayerEdit {
  const { client, entities, migration, migrations } = practice;
  const lists = {
    entities: entities.listed === "glob",
    migrations: migration.listed === "glob" && migrations !== null,
  };
  const style = conventions.style;
  function shown(known: readonly ExportedClass[]): object[] {
    return known.map((one) => ({ ...one, from: specifierIn(conventions, path, one.module) }));
  }
  let text =
    project.read(path) ??
    renderTemplate("layers/typeorm/test-classes.ts", {
      client: { ...client, from: specifierIn(conventions, path, client.module) },
      entities: lists.entities ? shown(practice.classes.entities) : null,
      migrations: lists.migrations ? shown(practice.classes.migrations) : null,
      subscribers: practice.findsSubscribers,
    });
  for (const one of classes.filter(({ list }) => lists[list])) {
    const listed = addToList(path, text, { ...one, beside: one.list });
    const specifier = specifierIn(conventions, path, one.module);
    text = listed === text ? text : addImport(path, listed, { specifier, named: [one.name], modules: "esm", style });
  }
  return { path, text };
}
