import type { Model } from "@backwright/core";
import { callOf, nameOf, stringOf } from "../text/expression.ts";
import type { TextCall } from "../text/expression.ts";
import { splitAtSign } from "../text/scan.ts";

export type ModelField = Model["fields"][number];

const columns =
  /(^|\.)(Column|mapped_column|Mapped|relationship|Relationship|\w*Field|ForeignKey|\w+Relation|Field|Nested|List|Link|BackLink|Indexed)$/;
const marshmallow =
  /^(fields|ma|serializers|field_for|auto_field|ma\.auto_field|models|fields\.\w+|ma\.\w+|db)(\.\w+)?$/;

/** The field that a statement of a class's body declares: a column, or an annotated name; `null` where it declares none. */
export function fieldOf(statement: string): ModelField | null {
  const [head = "", name, sign] = /^([A-Za-z]\w*)[\s\\]*(:|=(?!=))[\s\\]*/.exec(statement) ?? [];
  if (name === undefined || name === "model_config" || keywords.has(name)) {
    return null;
  }
  const rest = statement.slice(head.length);
  const [type, value] = sign === ":" ? splitAtSign(rest, "=") : [null, rest];
  const field = type === "" ? null : readField(type, value === null ? null : callOf(value));
  return field === null ? null : { name, ...field };
}

const keywords = new Set(["else", "try", "finally", "except", "lambda"]);

function readField(type: string | null, call: TextCall | null): Omit<ModelField, "name"> | null {
  if (type !== null) {
    return type.startsWith("ClassVar") ? null : { type: plainType(type), unique: call !== null && isUnique(call) };
  }
  if (call === null || call.callee === null || !(columns.test(call.callee) || marshmallow.test(call.callee))) {
    return null;
  }
  return { type: columnType(call, call.callee), unique: isUnique(call) };
}

/** `Column(Integer, …)` is `Integer`, `models.CharField(…)` is `CharField`; a relation names what it leads to. */
export function columnType({ args }: TextCall, callee: string): string {
  const last = callee.slice(callee.lastIndexOf(".") + 1);
  const positional = args.filter(({ name, splat }) => name === null && !splat);
  const first = positional.find(({ value }) => stringOf(value) === null);
  if (last === "Column" || last === "mapped_column") {
    const name = first === undefined ? null : nameOf(first.value);
    return name === null ? "unknown" : name.slice(name.lastIndexOf(".") + 1);
  }
  if (/^(relationship|ForeignKey|OneToOneField|ManyToManyField|ForeignKeyField|ReferenceField)$/.test(last)) {
    const target = positional[0]?.value;
    const named = target === undefined ? null : (stringOf(target) ?? nameOf(target));
    return named === null ? last : `${last}(${named})`;
  }
  return last;
}

/** True for `unique=True` and `primary_key=True`. */
export function isUnique({ args }: TextCall): boolean {
  return args.some(({ name, value }) => /^(unique|primary_key|pk)$/.test(name ?? "") && value === "True");
}

/** `Mapped[int | None]` is `int | None`, `Annotated[str, …]` is `str`. */
function plainType(text: string): string {
  const inner = /^(?:Mapped|Annotated|WriteOnlyMapped|DynamicMapped)\[\s*([\s\S]*)\]$/.exec(text);
  const plain = (inner === null ? text : (inner[1] ?? "")).replace(/\s{2,}|[^\S ]/g, " ");
  return (text.startsWith("Annotated") ? (plain.split(",")[0] ?? plain) : plain).slice(0, 60);
}
