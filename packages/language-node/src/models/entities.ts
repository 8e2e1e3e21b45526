import type { Model } from "@backwright/core";
import { lineOf, nodesOf } from "../syntax.ts";
import type { SourceFile, SyntaxNode } from "../syntax.ts";

const entity = /^@(Entity|Table|Schema|ObjectType\(\)\s*@Entity)\b/;
const column = /@(\w*Column|Prop|Property|PrimaryKey|Enum|Unique|SerializedPrimaryKey|IsEmail|AllowNull)\b/;

/** Classes with `@Entity()` (TypeORM, MikroORM), `@Table` (sequelize-typescript) or `@Schema()` (Mongoose in NestJS). */
export function entityClasses(source: SourceFile): Model[] {
  const classes = [...nodesOf(source.root, "class_declaration"), ...nodesOf(source.root, "abstract_class_declaration")];
  return classes.flatMap((node) => {
    const decorators = decoratorsOf(node);
    const name = node.field("name")?.text();
    if (name === undefined || !decorators.some((decorator) => entity.test(decorator.text()))) {
      return [];
    }
    return [{ name, kind: "model" as const, file: source.path, line: lineOf(node), fields: fieldsOf(node) }];
  });
}

/** Decorators stand in the class, or before it where it is exported. */
function decoratorsOf(node: SyntaxNode): SyntaxNode[] {
  const parent = node.parent();
  const around = parent?.kind() === "export_statement" ? parent.children() : [];
  return [...around, ...node.children()].filter((child) => child.kind() === "decorator");
}

function fieldsOf(node: SyntaxNode): Model["fields"] {
  return nodesOf(node.field("body") ?? node, "public_field_definition").flatMap((field) => {
    const name = field.field("name")?.text();
    const decorators = field
      .children()
      .filter((child) => child.kind() === "decorator")
      .map((child) => child.text())
      .join(" ");
    if (name === undefined || !column.test(decorators)) {
      return [];
    }
    const type = field.field("type")?.text().replace(/^:\s*/, "") ?? "unknown";
    return [{ name, type, unique: /unique|@Primary/i.test(decorators) }];
  });
}
