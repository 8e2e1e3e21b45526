import type { ModelSpec } from "./models.ts";

export interface SqlInput {
  readonly postgres: boolean;
  /** The table of accounts. */
  readonly users: string;
}

/** The statements that make the tables of models, as Prisma Migrate writes them. */
export function migrationSql(models: readonly ModelSpec[], input: SqlInput): string {
  const statements = [
    ...(input.postgres ? models.flatMap(({ enums }) => enums.map(createEnum)) : []),
    ...models.map((model) => createTable(model, input)),
    ...models.flatMap(createIndexes),
    ...(input.postgres ? models.flatMap((model) => addForeignKey(model, input)) : []),
  ];
  return `${statements.join("\n\n")}\n`;
}

function createEnum({ name, values }: ModelSpec["enums"][number]): string {
  return `-- CreateEnum\nCREATE TYPE "${name}" AS ENUM (${values.map((value) => `'${value}'`).join(", ")});`;
}

function createTable(model: ModelSpec, input: SqlInput): string {
  const { table, fields, owner } = model;
  const columns = [
    input.postgres ? '"id" SERIAL NOT NULL' : '"id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT',
    ...(owner === null ? [] : [`"${owner.column}" INTEGER NOT NULL`]),
    ...fields.map(({ column, sql }) => `"${column}" ${sql}`),
  ];
  const constraint = input.postgres
    ? `CONSTRAINT "${table}_pkey" PRIMARY KEY ("id")`
    : owner === null
      ? null
      : `CONSTRAINT ${foreignKey(model, `"${input.users}" ("id")`)}`;
  const lines = columns.map((column) => `    ${column}`).join(",\n");
  // A key of its own stands apart in Prisma's migrations for PostgreSQL.
  const end = constraint === null ? "" : `,\n${input.postgres ? "\n" : ""}    ${constraint}`;
  return `-- CreateTable\nCREATE TABLE "${table}" (\n${lines}${end}\n);`;
}

function createIndexes({ table, fields, owner }: ModelSpec): string[] {
  return [
    ...fields
      .filter(({ unique }) => unique)
      .map(({ column }) => `-- CreateIndex\nCREATE UNIQUE INDEX "${table}_${column}_key" ON "${table}"("${column}");`),
    ...(owner === null
      ? []
      : [`-- CreateIndex\nCREATE INDEX "${table}_${owner.column}_idx" ON "${table}"("${owner.column}");`]),
  ];
}

function addForeignKey(model: ModelSpec, { users }: SqlInput): string[] {
  return model.owner === null
    ? []
    : [`-- AddForeignKey\nALTER TABLE "${model.table}" ADD CONSTRAINT ${foreignKey(model, `"${users}"("id")`)};`];
}

function foreignKey({ table, owner }: ModelSpec, references: string): string {
  const column = owner?.column ?? "";
  return `"${table}_${column}_fkey" FOREIGN KEY ("${column}") REFERENCES ${references} ON DELETE CASCADE ON UPDATE CASCADE`;
}
