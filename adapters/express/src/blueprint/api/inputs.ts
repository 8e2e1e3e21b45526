import type { ApiOperation, Input, InputField, PathParameter, QueryParameter } from "@backwright/core";
import { inCase } from "@backwright/language-node";
import { fieldView } from "../resource-view.ts";
import type { FieldView } from "../view.ts";
import type { ModuleModel } from "./model.ts";

/** What the template of a module's schemas sees. */
export interface SchemasModel {
  /** Fields that several inputs take in the same way. */
  readonly shared: readonly InputFieldModel[];
  readonly inputs: readonly InputModel[];
  readonly queries: readonly QueryModel[];
  readonly paths: readonly PathModel[];
}

export interface InputModel {
  readonly name: string;
  readonly type: string;
  readonly atLeastOne: boolean;
  readonly strict: boolean;
  readonly fields: readonly (InputFieldModel & { readonly shared: boolean })[];
}

export type InputFieldModel =
  | {
      readonly kind: "value";
      readonly name: string;
      readonly field: FieldView;
      readonly optional: boolean;
      readonly emptyToNull: boolean;
      readonly standard: string | number | boolean | null;
    }
  | {
      readonly kind: "tags";
      readonly name: string;
      readonly optional: boolean;
      readonly maxItems: number;
      readonly minLength: number;
      readonly maxLength: number;
    };

export interface TextValue {
  readonly name: string;
  readonly field: FieldView;
  readonly optional: boolean;
  readonly standard: string | number | boolean | null;
}

export interface QueryModel {
  readonly name: string;
  readonly type: string;
  readonly values: readonly TextValue[];
  /** The parameter with the cursor and what it holds. */
  readonly cursor: { readonly name: string; readonly types: readonly FieldView[] } | null;
}

export interface PathModel {
  readonly name: string;
  readonly type: string;
  readonly values: readonly TextValue[];
}

export function schemasModel(module: ModuleModel): SchemasModel {
  const inputs = module.operations.flatMap((operation) =>
    "input" in operation && operation.input !== null ? [operation.input] : [],
  );
  const all = inputs.flatMap(({ fields }) => fields.map(inputField));
  const shared = [...new Map(all.map((field) => [field.name, field])).values()].filter(
    (field) => all.filter((other) => sameValue(other, field)).length > 1,
  );
  return {
    shared,
    inputs: inputs.map((input) => inputModel(input, shared)),
    queries: module.operations.flatMap((operation) => queryModel(module, operation) ?? []),
    paths: [
      ...new Map(module.operations.flatMap((one) => pathModel(one) ?? []).map((path) => [path.name, path])).values(),
    ],
  };
}

export function inputNames({ schema }: Input): { name: string; type: string } {
  return { name: inCase(schema, "camel"), type: schema };
}

export function inputField(field: InputField): InputFieldModel {
  if (field.kind === "tags") {
    const { name, required, maxItems, minLength, maxLength } = field;
    return { kind: "tags", name, optional: !required, maxItems, minLength, maxLength };
  }
  const { name, required, emptyToNull, default: standard } = field;
  return { kind: "value", name, field: valueField(field), optional: !required, emptyToNull, standard };
}

function inputModel(input: Input, shared: readonly InputFieldModel[]): InputModel {
  return {
    ...inputNames(input),
    atLeastOne: input.atLeastOne,
    strict: input.strict,
    fields: input.fields
      .map(inputField)
      .map((field) => ({ ...field, shared: shared.some((one) => sameValue(one, field)) })),
  };
}

function sameValue(a: InputFieldModel, b: InputFieldModel): boolean {
  function strip(one: InputFieldModel): string {
    return JSON.stringify({
      ...one,
      optional: null,
      standard: null,
      field: "field" in one ? { ...one.field, optional: null, required: null, default: null } : null,
    });
  }
  return a.name === b.name && strip(a) === strip(b);
}

/** A value as the templates of fields know it. */
export function valueField(
  value: Pick<
    InputField & { kind: "value" },
    "name" | "type" | "format" | "enum" | "minLength" | "maxLength" | "minimum" | "maximum"
  > & { nullable?: boolean },
): FieldView {
  return fieldView({
    column: value.name,
    required: true,
    unique: false,
    secret: false,
    default: null,
    ...pick(value),
  });
}

function pick({
  name,
  type,
  format,
  enum: values,
  minLength,
  maxLength,
  minimum,
  maximum,
  nullable = false,
}: Parameters<typeof valueField>[0]) {
  return { name, type, format, enum: values, minLength, maxLength, minimum, maximum, nullable };
}

export function queryModel({ entity }: ModuleModel, operation: ApiOperation): QueryModel | null {
  if (operation.queryParameters.length === 0) {
    return null;
  }
  const page = operation.verb === "list" && operation.page.style === "cursor" ? operation.page : null;
  const values = operation.queryParameters.filter(({ name }) => name !== page?.cursor.parameter);
  const order = operation.verb === "list" ? operation.order : [];
  return {
    name: `${operation.name}Query`,
    type: `${operation.name.charAt(0).toUpperCase()}${operation.name.slice(1)}Query`,
    values: values.map(textValue),
    cursor:
      page === null
        ? null
        : {
            name: page.cursor.parameter,
            types: order.flatMap(({ property }) => entity.columns.find(({ name }) => name === property) ?? []),
          },
  };
}

function textValue(parameter: QueryParameter): TextValue {
  const { name, required, default: standard } = parameter;
  return { name, field: valueField(parameter), optional: !required, standard };
}

/** The parameters of a path, under one name for all operations that have the same. */
export function pathModel({ pathParameters }: Pick<ApiOperation, "pathParameters">): PathModel | null {
  if (pathParameters.length === 0) {
    return null;
  }
  const words = pathParameters.map(({ name }) => name).join(" and ");
  const name = `${inCase(words, "camel")}Path`;
  return { name, type: name.charAt(0).toUpperCase() + name.slice(1), values: pathParameters.map(pathValue) };
}

function pathValue(parameter: PathParameter): TextValue {
  return { name: parameter.name, field: valueField(parameter), optional: false, standard: null };
}
