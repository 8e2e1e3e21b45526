import { usersNames } from "./models.ts";
import type { BackRelation, EnumSpec, ModelSpec } from "./models.ts";

/** What of a schema an earlier run of the same task has written. */
export interface SchemaNames {
  readonly models: readonly ModelSpec[];
  readonly relations: readonly BackRelation[];
}

/** A schema with the models of a plan at its end, and with what accounts of an earlier task own. */
export function withModels(text: string, { models, relations }: SchemaNames): string {
  const accounts = models.some(({ name }) => name === usersNames.name);
  const before = accounts ? text : withRelations(text, relations);
  return `${[before.trimEnd(), ...models.map((model) => modelText(model, relations))].join("\n\n")}\n`;
}

/** A model with its enums. */
export function modelText(model: ModelSpec, relations: readonly BackRelation[]): string {
  const own = model.name === usersNames.name ? relations : [];
  return [...model.enums.map(enumBlock), modelBlock(model, own)].join("\n\n");
}

/** The same schema as it was before. */
export function withoutModels(text: string, { models, relations }: SchemaNames): string {
  const names = models.flatMap(({ name, enums }) => [name, ...enums.map((one) => one.name)]);
  const bare = names.reduce(
    (rest, name) => rest.replace(new RegExp(`\\n*^(?:model|enum) ${name} \\{\\n[\\s\\S]*?\\n\\}$`, "m"), ""),
    text,
  );
  return relations.reduce(
    (rest, { name, model }) => rest.replace(new RegExp(`\\n[ \\t]+${name}[ \\t]+${model}\\[\\](?=\\n)`), ""),
    bare,
  );
}

function enumBlock({ name, values }: EnumSpec): string {
  return [`enum ${name} {`, ...values.map((value) => `  ${value}`), "}"].join("\n");
}

function modelBlock({ name, table, fields, owner }: ModelSpec, relations: readonly BackRelation[]): string {
  const rows = [
    ["id", "Int", "@id @default(autoincrement())"],
    ...(owner === null
      ? []
      : [
          [owner.relation, usersNames.name, `@relation(fields: [${owner.field}], references: [id], onDelete: Cascade)`],
          [owner.field, "Int", mapped(owner.field, owner.column)],
        ]),
    ...fields.map((field) => [
      field.name,
      field.type,
      [...field.attributes, mapped(field.name, field.column)].filter((one) => one !== "").join(" "),
    ]),
    ...relations.map((relation) => [relation.name, `${relation.model}[]`, ""]),
  ];
  const ends = [
    ...(owner === null ? [] : [`  @@index([${owner.field}])`]),
    ...(table === name ? [] : [`  @@map("${table}")`]),
  ];
  return [`model ${name} {`, ...aligned(rows), ...(ends.length === 0 ? [] : ["", ...ends]), "}"].join("\n");
}

function mapped(name: string, column: string): string {
  return name === column ? "" : `@map("${column}")`;
}

/** Columns as `prisma format` aligns them. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const [first = 0, second = 0] = [0, 1].map((index) => Math.max(...rows.map((row) => (row[index] ?? "").length)));
  return rows.map(([name = "", type = "", rest = ""]) =>
    `  ${name.padEnd(first)} ${type.padEnd(second)} ${rest}`.trimEnd(),
  );
}

/** The fields of what accounts own, behind the others of their model. */
export function withRelations(text: string, relations: readonly BackRelation[]): string {
  const missing = relations.filter(({ name, model }) => !new RegExp(`^\\s+${name}\\s+${model}\\[\\]`, "m").test(text));
  return text.replace(
    new RegExp(`(^model ${usersNames.name} \\{\\n)([\\s\\S]*?)(\\n\\n\\s*@@|\\n\\})`, "m"),
    (_all, head: string, body: string, end: string) => {
      const width = /^[ \t]+(\w+[ \t]+)\S/m.exec(body)?.[1]?.length ?? 0;
      const lines = missing.map(({ name, model }) => `\n  ${`${name} `.padEnd(width)}${model}[]`);
      return head + body + lines.join("") + end;
    },
  );
}
