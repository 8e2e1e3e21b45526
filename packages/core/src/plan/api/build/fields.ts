import type { FullFieldTask } from "../../../task/api/entities.ts";
import { columnName } from "../../names.ts";
import type { ApiField } from "../entity.ts";

const int32 = { minimum: -2_147_483_648, maximum: 2_147_483_647 };

/** What bounds a value, everything filled in. */
export type ValueShape = Pick<ApiField, "type" | "format" | "enum" | "minLength" | "maxLength" | "minimum" | "maximum">;

/** A value of a type, with the bounds that every value has. */
export function shapeOf(given: Partial<FullFieldTask>): ValueShape {
  const type = given.type ?? "string";
  const plain = type === "string" && given.enum === undefined;
  const least = given.required === true && given.format === undefined ? 1 : null;
  const minLength = plain ? (given.minLength ?? least) : null;
  return {
    type,
    format: given.format ?? null,
    enum: given.enum ?? null,
    minLength,
    maxLength: plain ? (given.maxLength ?? Math.max(255, minLength ?? 0)) : null,
    minimum: given.minimum ?? (type === "integer" ? int32.minimum : null),
    maximum: given.maximum ?? (type === "integer" ? int32.maximum : null),
  };
}

/** Only the shape of a field. */
export function shapeOfField(field: ApiField): ValueShape {
  const { type, format, minLength, maxLength, minimum, maximum } = field;
  return { type, format, enum: field.enum, minLength, maxLength, minimum, maximum };
}

/** The fields of an entity with its key and its timestamps; `value` is resolved when all entities are known. */
export function planFields(given: Record<string, FullFieldTask>, timestamps: boolean): ApiField[] {
  const key = given.id === undefined ? [generatedField("id", "integer", "identity")] : [];
  const stamps = timestamps
    ? [generatedField("createdAt", "date-time", "createdAt"), generatedField("updatedAt", "date-time", "updatedAt")]
    : [];
  return [...key, ...Object.entries(given).map(([name, field]) => planField(name, field)), ...stamps];
}

function generatedField(name: string, type: ApiField["type"], generated: NonNullable<ApiField["generated"]>): ApiField {
  return { ...planField(name, { type }), ...keyBounds(type), generated, nullable: false };
}

function keyBounds(type: ApiField["type"]): Partial<ApiField> {
  return type === "integer" ? { minimum: 1 } : {};
}

function planField(name: string, field: FullFieldTask): ApiField {
  const shape = shapeOf(field);
  const byDefault = field.default ?? null;
  const required = field.required ?? false;
  const isKey = name === "id";
  const made = isKey || field.slug !== undefined || field.value !== undefined;
  return {
    name,
    property: name,
    column: columnName(name),
    ...shape,
    ...(isKey ? keyBounds(shape.type) : {}),
    generated: isKey ? (shape.type === "uuid" ? "uuid" : "identity") : null,
    required,
    nullable: field.nullable ?? (!required && byDefault === null && !made),
    unique: field.unique ?? false,
    private: field.private ?? false,
    secret: field.secret ?? false,
    hashed: false,
    default: byDefault,
    derive:
      field.slug === undefined ? null : { kind: "slug", from: field.slug.of, unique: field.slug.unique ?? "suffix" },
  };
}

/** Whether a client may send it. */
export function isInput(field: ApiField, given: FullFieldTask | undefined): boolean {
  return (
    field.generated === null &&
    field.derive === null &&
    given !== undefined &&
    given.readOnly !== true &&
    given.value === undefined
  );
}
