import * as z from "zod";
import { valueShape } from "./entity.ts";
import { expressionSchema } from "./expression.ts";

export const pathParameterSchema = z.object({ name: z.string(), ...valueShape }).meta({ id: "PathParameter" });

export const queryParameterSchema = z
  .object({
    name: z.string(),
    ...valueShape,
    required: z.boolean(),
    default: z.union([z.string(), z.number(), z.boolean()]).nullable(),
  })
  .meta({ id: "QueryParameter" });

const inputValue = {
  name: z.string(),
  ...valueShape,
  required: z.boolean(),
  nullable: z.boolean().describe("Accepts null."),
  emptyToNull: z.boolean().describe('"" is taken as null.'),
  default: z.union([z.string(), z.number(), z.boolean()]).nullable(),
};

export const inputFieldSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("field"), ...inputValue, field: z.string() }),
  z.object({
    kind: z.literal("reference"),
    ...inputValue,
    relation: z.string().describe("A belongsTo; a key that leads nowhere is invalid input."),
  }),
  z.object({ kind: z.literal("value"), ...inputValue }).describe("Not stored itself: for effects, and for a login."),
  z.object({
    kind: z.literal("tags"),
    name: z.string(),
    relation: z.string(),
    required: z.boolean(),
    maxItems: z.int(),
    minLength: z.int().describe("Of one item."),
    maxLength: z.int(),
  }),
]);

export const inputSchema = z
  .object({
    schema: z.string().describe("PascalCase name of its own: CreateArticleInput."),
    wrap: z.string().nullable().describe("Member of the body that holds the fields."),
    atLeastOne: z.boolean().describe("Whether an empty input is invalid."),
    strict: z.boolean().describe("Whether a field that it does not name is invalid, or else ignored."),
    fields: z.array(inputFieldSchema),
  })
  .meta({ id: "Input" });

/** How the row is found. All of `by` must hold; with a parent also the row's relation to it. */
export const selectionSchema = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("auth"), entity: z.string() }),
    z.object({
      kind: z.literal("by"),
      entity: z.string(),
      by: z
        .array(z.object({ property: z.string(), column: z.string(), parameter: z.string().describe("In the path.") }))
        .min(1),
    }),
  ])
  .meta({ id: "Selection" });

/** A row that has to be there first, and which the operation's rows belong to. */
export const parentSchema = z
  .object({
    relation: z.string().describe("The belongsTo of the operation's entity that leads to it."),
    property: z.string(),
    column: z.string(),
    selection: selectionSchema,
  })
  .meta({ id: "Parent" });

/** Who may call it. */
export const apiPolicySchema = z
  .object({
    text: z.string().describe("As it is written in the task: owner."),
    check: expressionSchema.nullable().describe("`null`: nothing beyond what `auth` of the operation asks for."),
    when: z
      .enum(["before", "row", "query"])
      .nullable()
      .describe(
        "Checked before any row is read, on the row, or as a condition of the list's query; `null` without check.",
      ),
  })
  .meta({ id: "ApiPolicy" });

export type ApiPolicy = z.infer<typeof apiPolicySchema>;
export type PathParameter = z.infer<typeof pathParameterSchema>;
export type QueryParameter = z.infer<typeof queryParameterSchema>;
export type InputField = z.infer<typeof inputFieldSchema>;
export type Input = z.infer<typeof inputSchema>;
export type Selection = z.infer<typeof selectionSchema>;
export type Parent = z.infer<typeof parentSchema>;
