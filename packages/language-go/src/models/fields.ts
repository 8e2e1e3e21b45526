import type { Model } from "@backwright/core";
import { namedChildren, stringValue } from "../syntax.ts";
import type { SyntaxNode } from "../syntax.ts";

export type ModelField = Model["fields"][number];

/** A field of a struct, with what its tag makes of the struct. */
export interface StructField extends ModelField {
  /** A type that stands inside of the struct. */
  readonly embedded: boolean;
  readonly role: "model" | "schema" | null;
}

const keptIn = /\b(?:gorm|db|bun|pg|xorm|bson|orm|boil|firestore|dynamodbav):"/;
const valid = /\b(?:validate|binding|valid):"[^"]*[^"-]/;
const oneOfItsKind =
  /gorm:"[^"]*\b(?:unique\b|uniqueIndex|primary_?key)|bun:"[^"]*\b(?:pk|unique)\b|pg:"[^"]*\b(?:pk|unique)\b|xorm:"[^"]*\b(?:pk|unique)\b|bson:"_id\b|orm:"[^"]*\b(?:pk|unique)\b/i;

/** What `gorm.Model` stands for. */
const gormModel: readonly StructField[] = [
  { name: "ID", type: "uint", unique: true, embedded: false, role: "model" },
  { name: "CreatedAt", type: "time.Time", unique: false, embedded: false, role: "model" },
  { name: "UpdatedAt", type: "time.Time", unique: false, embedded: false, role: "model" },
  { name: "DeletedAt", type: "gorm.DeletedAt", unique: false, embedded: false, role: "model" },
];

/** The fields of a struct in their order. */
export function readFields(struct: SyntaxNode): StructField[] {
  const list = namedChildren(struct).find((child) => child.kind() === "field_declaration_list");
  return list === undefined
    ? []
    : namedChildren(list)
        .filter((child) => child.kind() === "field_declaration")
        .flatMap(readField);
}

function readField(declaration: SyntaxNode): readonly StructField[] {
  const names = namedChildren(declaration).filter((child) => child.kind() === "field_identifier");
  return fieldsOf({
    names: names.map((name) => name.text()),
    type: (declaration.field("type")?.text() ?? "").replace(/\s+/g, " "),
    tag: stringValue(declaration.field("tag")) ?? "",
  });
}

interface Declaration {
  /** None for a type that stands inside of the struct. */
  readonly names: readonly string[];
  readonly type: string;
  readonly tag: string;
}

/** The fields that one line of a struct declares. */
export function fieldsOf({ names, type, tag }: Declaration): readonly StructField[] {
  const role = keptIn.test(tag) ? "model" : valid.test(tag) ? "schema" : null;
  const unique = oneOfItsKind.test(tag);
  if (names.length > 0) {
    return names.map((name) => ({ name, type: type.slice(0, 60), unique, embedded: false, role }));
  }
  const own = type.replace(/^\*/, "");
  if (own === "gorm.Model") {
    return gormModel;
  }
  const inherited = own === "bun.BaseModel" || own === "orm.DocumentRoot" ? "model" : role;
  return [{ name: own.slice(own.lastIndexOf(".") + 1), type: own, unique: false, embedded: true, role: inherited }];
}
