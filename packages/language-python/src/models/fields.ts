import type { Model } from "@backwright/core";
import { argumentsOf, dottedName, kids, stringValue } from "../syntax.ts";
import type { SyntaxNode } from "../syntax.ts";

export type ModelField = Model["fields"][number];

const columns =
  /(^|\.)(Column|mapped_column|Mapped|relationship|Relationship|\w*Field|ForeignKey|\w+Relation|Field|Nested|List|Link|BackLink|Indexed)$/;
const marshmallow =
  /^(fields|ma|serializers|field_for|auto_field|ma\.auto_field|models|fields\.\w+|ma\.\w+|db)(\.\w+)?$/;

/** The fields that a class's body declares: columns, and annotated names. */
export function fieldsOf(node: SyntaxNode): ModelField[] {
  return kids(node.field("body")).flatMap((statement): ModelField[] => {
    const assignment = kids(statement)[0];
    if (statement.kind() !== "expression_statement" || assignment?.kind() !== "assignment") {
      return [];
    }
    const name = assignment.field("left")?.text() ?? "";
    const field = readField(assignment.field("type"), assignment.field("right"));
    return field === null || !/^[A-Za-z]\w*$/.test(name) || name === "model_config" ? [] : [{ name, ...field }];
  });
}

function readField(type: SyntaxNode | null, value: SyntaxNode | null): Omit<ModelField, "name"> | null {
  const call = value?.kind() === "call" ? value : null;
  const callee = call === null ? null : dottedName(call);
  if (type !== null) {
    return type.text().startsWith("ClassVar")
      ? null
      : { type: plainType(type.text()), unique: call !== null && isUnique(call) };
  }
  if (call === null || callee === null || !(columns.test(callee) || marshmallow.test(callee))) {
    return null;
  }
  return { type: columnType(call, callee), unique: isUnique(call) };
}

/** `Column(Integer, …)` is `Integer`, `models.CharField(…)` is `CharField`; a relation names what it leads to. */
export function columnType(call: SyntaxNode, callee: string): string {
  const last = callee.slice(callee.lastIndexOf(".") + 1);
  const positional = argumentsOf(call.field("arguments")).filter(({ name, splat }) => name === null && splat === null);
  const [first] = positional.filter(({ value }) => stringValue(value) === null);
  if (last === "Column" || last === "mapped_column") {
    const name = first === undefined ? null : dottedName(first.value);
    return name === null ? "unknown" : name.slice(name.lastIndexOf(".") + 1);
  }
  if (/^(relationship|ForeignKey|OneToOneField|ManyToManyField|ForeignKeyField|ReferenceField)$/.test(last)) {
    const target = positional[0]?.value ?? null;
    const named = stringValue(target) ?? dottedName(target);
    return named === null ? last : `${last}(${named})`;
  }
  return last;
}

/** True for `unique=True` and `primary_key=True`. */
export function isUnique(call: SyntaxNode): boolean {
  return argumentsOf(call.field("arguments")).some(
    ({ name, value }) => /^(unique|primary_key|pk)$/.test(name ?? "") && value.text() === "True",
  );
}

/** `Mapped[int | None]` is `int | None`, `Annotated[str, …]` is `str`. */
function plainType(text: string): string {
  const inner = /^(?:Mapped|Annotated|WriteOnlyMapped|DynamicMapped)\[\s*([\s\S]*)\]$/.exec(text);
  const plain = (inner === null ? text : (inner[1] ?? "")).replace(/\s+/g, " ");
  return (text.startsWith("Annotated") ? (plain.split(",")[0] ?? plain) : plain).slice(0, 60);
}
