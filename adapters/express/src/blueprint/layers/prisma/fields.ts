import type { FieldView } from "../../view.ts";

/** A field of a model, and the column of it. */
export interface FieldSpec {
  readonly name: string;
  readonly column: string;
  /** As the schema writes it: `String?`. */
  readonly type: string;
  /** `@unique`, `@default(0)` and the like, without `@map`. */
  readonly attributes: readonly string[];
  /** As SQL writes the column, without its name: `TEXT NOT NULL`. */
  readonly sql: string;
  readonly unique: boolean;
}

/** Whether texts can be the members of an enum of Prisma as they are. */
export function isNative(values: readonly string[]): boolean {
  return values.every((value) => /^[A-Za-z]\w*$/.test(value));
}

export interface FieldInput {
  readonly postgres: boolean;
  readonly column: string;
  /** The enum that holds the field's values; `null` where there is none. */
  readonly enumName: string | null;
}

/** The field of a resource as one of its model. */
export function fieldSpec(field: FieldView, { postgres, column, enumName }: FieldInput): FieldSpec {
  const { name, type, nullable, unique, default: standard, maxLength } = field;
  const text = field.enum === null && type === "string";
  const native = !postgres
    ? []
    : text && maxLength !== null
      ? [`@db.VarChar(${maxLength})`]
      : type === "uuid"
        ? ["@db.Uuid"]
        : [];
  const written = standard === null ? null : enumName === null ? JSON.stringify(standard) : String(standard);
  return {
    name,
    column,
    type: `${enumName ?? scalarOf(field)}${nullable ? "?" : ""}`,
    attributes: [...(unique ? ["@unique"] : []), ...(written === null ? [] : [`@default(${written})`]), ...native],
    sql: [
      columnType(field, { postgres, enumName }),
      ...(nullable ? [] : ["NOT NULL"]),
      ...(standard === null ? [] : [`DEFAULT ${literal(type, standard)}`]),
    ].join(" "),
    unique,
  };
}

function scalarOf(field: FieldView): string {
  if (field.enum !== null) {
    return "String";
  }
  const types = {
    string: "String",
    // A day without a time, which Prisma would make a moment of.
    date: "String",
    uuid: "String",
    integer: field.big ? "BigInt" : "Int",
    number: "Float",
    boolean: "Boolean",
    "date-time": "DateTime",
  } as const;
  return types[field.type];
}

function columnType(field: FieldView, { postgres, enumName }: Omit<FieldInput, "column">): string {
  const { type, maxLength, big } = field;
  if (field.enum !== null) {
    return postgres && enumName !== null ? `"${enumName}"` : "TEXT";
  }
  switch (type) {
    case "string":
      return postgres && maxLength !== null ? `VARCHAR(${maxLength})` : "TEXT";
    case "date":
      return "TEXT";
    case "uuid":
      return postgres ? "UUID" : "TEXT";
    case "integer":
      return big ? "BIGINT" : "INTEGER";
    case "number":
      return postgres ? "DOUBLE PRECISION" : "REAL";
    case "boolean":
      return "BOOLEAN";
    case "date-time":
      return postgres ? "TIMESTAMP(3)" : "DATETIME";
  }
}

/** A default as Prisma Migrate writes it. */
function literal(type: FieldView["type"], standard: string | number | boolean): string {
  if (type === "date-time") {
    const [day, time = ""] = new Date(String(standard)).toISOString().split("T");
    return `'${day} ${time.replace(/(?:\.000)?Z$/, "")} +00:00'`;
  }
  return typeof standard === "string" ? `'${standard.replaceAll("'", "''")}'` : String(standard);
}
