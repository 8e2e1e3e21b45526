import type { Refusal } from "@backwright/core";
import type { TypeormPractice } from "@backwright/language-node";
import { dirOf, isSourcePath } from "@backwright/language-node";
import type { LayerFiles } from "../layer.ts";
import type { AppView } from "../../view.ts";

/** Tables that the plan wants and that a migration or an entity of the app has. */
export function takenTables({ project, generated, view }: LayerFiles, { migrations }: TypeormPractice): string[] {
  const texts = project
    .list()
    .filter((path) => isSourcePath(path) && !path.includes("node_modules/") && !generated.has(path))
    .map((path) => ({ path, text: project.read(path) ?? "" }))
    .filter(({ path, text }) => dirOf(path) === migrations || /\bEntity(?:Schema)?\b/.test(text));
  const named = [
    ...(view.auth === null ? [] : [{ table: "users", name: "User" }]),
    ...view.resources.map(({ tableName, name }) => ({ table: tableName, name })),
  ];
  return named
    .filter(({ table, name }) => {
      const made = new RegExp(
        [
          `CREATE TABLE (?:IF NOT EXISTS )?["\`]?${table}\\b`,
          `new Table\\(\\{\\s*name: ["']${table}["']`,
          `@Entity\\(\\s*(?:\\{\\s*name:\\s*)?["']${table}["']`,
          `\\btableName:\\s*["']${table}["']`,
          `@Entity\\([^)]*\\)\\s*export (?:default )?class ${name}\\b`,
          `\\bname:\\s*["']${name}["']`,
        ].join("|"),
      );
      return texts.some(({ text }) => made.test(text));
    })
    .map(({ table }) => table);
}

/** The owner of a row is a relation of this name. */
export function refuseFields({ resources }: AppView): Refusal[] {
  return resources
    .filter(({ owned, fields }) => owned && fields.some(({ name }) => name === "owner"))
    .map(({ name }) => ({
      reason: `${name} cannot have a field called owner, since the entity has that for the account that it belongs to.`,
      hint: "Give the field another name in the task.",
    }));
}
