import * as z from "zod";

/** What an expression can give; a row never stands alone in one. */
export const valueTypes = ["string", "integer", "number", "boolean", "date", "date-time", "uuid"] as const;
export const valueTypeSchema = z.enum(valueTypes);
export type ValueType = z.infer<typeof valueTypeSchema>;

/** Where a path begins: the row at hand, the account that is signed in, an element of a collection, or a loaded row. */
export const rootSchema = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("this") }),
    z.object({ kind: z.literal("auth") }),
    z.object({ kind: z.literal("parent") }),
    z.object({ kind: z.literal("element"), as: z.string().describe("Name that the enclosing exists or count gives.") }),
    z.object({ kind: z.literal("load"), name: z.string().describe("A row that the effects load or create.") }),
  ])
  .meta({ id: "Root" });

/** A step along a relation to one row. */
export const stepSchema = z
  .object({
    relation: z.string(),
    entity: z.string().describe("Entity that the step leads to."),
    nullable: z.boolean(),
  })
  .meta({ id: "Step" });

/** A stored value of a row. Steps that only fetch a key are gone: `author.id` is the row's own `authorId`. */
export const pathSchema = z.object({
  kind: z.literal("path"),
  root: rootSchema,
  entity: z.string().describe("Entity of the root."),
  steps: z.array(stepSchema),
  property: z.string().describe("camelCase name of the column, foreign keys too."),
  column: z.string(),
  type: valueTypeSchema,
  nullable: z.boolean().describe("Also true where a step leads nowhere, or where nobody may be signed in."),
});

export const collectionSchema = z
  .object({
    root: rootSchema,
    entity: z.string().describe("Entity of the root."),
    steps: z.array(stepSchema),
    owner: z.string().describe("Entity that has the relation."),
    relation: z.string().describe("hasMany, manyToMany or tags."),
    target: z.string().describe("Entity of the elements."),
  })
  .meta({ id: "Collection" });

export type Root = z.infer<typeof rootSchema>;
export type Step = z.infer<typeof stepSchema>;
export type PathExpression = z.infer<typeof pathSchema>;
export type Collection = z.infer<typeof collectionSchema>;
export type CompareOperator = "==" | "!=" | "<" | "<=" | ">" | ">=";
export type ArithmeticOperator = "+" | "-" | "*";

/**
 * A typed expression: everything is looked up and checked. A comparison with null is `==` or `!=`; every other
 * comparison with a null, or with an account that is not there, is false.
 */
export type Expression =
  | PathExpression
  | { kind: "literal"; value: string | number | boolean | null; type: ValueType | null }
  | { kind: "parameter"; in: "path" | "query" | "input"; name: string; type: ValueType; nullable: boolean }
  | { kind: "now"; type: "date-time" }
  | { kind: "signedIn" }
  | { kind: "compare"; operator: CompareOperator; left: Expression; right: Expression }
  | { kind: "and"; operands: Expression[] }
  | { kind: "or"; operands: Expression[] }
  | { kind: "not"; operand: Expression }
  | { kind: "exists"; collection: Collection; as: string; where: Expression | null }
  | { kind: "count"; collection: Collection; as: string; where: Expression | null }
  | {
      kind: "arithmetic";
      operator: ArithmeticOperator;
      left: Expression;
      right: Expression;
      type: "integer" | "number";
    };

const nested: z.ZodType<Expression> = z.lazy(() => expressionSchema);

export const expressionSchema: z.ZodType<Expression> = z
  .discriminatedUnion("kind", [
    pathSchema,
    z.object({
      kind: z.literal("literal"),
      value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
      type: valueTypeSchema.nullable().describe("Type of what it stands beside; `null` for null."),
    }),
    z.object({
      kind: z.literal("parameter"),
      in: z.enum(["path", "query", "input"]),
      name: z.string(),
      type: valueTypeSchema,
      nullable: z.boolean(),
    }),
    z.object({ kind: z.literal("now"), type: z.literal("date-time") }),
    z.object({ kind: z.literal("signedIn") }),
    z.object({
      kind: z.literal("compare"),
      operator: z.enum(["==", "!=", "<", "<=", ">", ">="]),
      left: nested,
      right: nested,
    }),
    z.object({ kind: z.literal("and"), operands: z.array(nested).min(2) }),
    z.object({ kind: z.literal("or"), operands: z.array(nested).min(2) }),
    z.object({ kind: z.literal("not"), operand: nested }),
    z.object({
      kind: z.literal("exists"),
      collection: collectionSchema,
      as: z.string().describe("Name of an element, unlike any other in the expression."),
      where: nested.nullable(),
    }),
    z.object({ kind: z.literal("count"), collection: collectionSchema, as: z.string(), where: nested.nullable() }),
    z.object({
      kind: z.literal("arithmetic"),
      operator: z.enum(["+", "-", "*"]),
      left: nested,
      right: nested,
      type: z.enum(["integer", "number"]),
    }),
  ])
  .meta({ id: "Expression" });
