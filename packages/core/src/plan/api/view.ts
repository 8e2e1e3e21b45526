import * as z from "zod";
import { expressionSchema, valueTypeSchema } from "./expression.ts";

/** One member of a view, in the order in which it is answered. */
export const viewMemberSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("field"), name: z.string(), field: z.string() }),
  z.object({
    kind: z.literal("value"),
    name: z.string(),
    value: expressionSchema,
    type: valueTypeSchema,
    nullable: z.boolean(),
  }),
  z.object({ kind: z.literal("tags"), name: z.string(), relation: z.string() }),
  z.object({
    kind: z.literal("view"),
    name: z.string(),
    relation: z.string().describe("A belongsTo gives one, every other relation a list."),
    view: z.string(),
    many: z.boolean(),
    nullable: z.boolean(),
  }),
  z
    .object({ kind: z.literal("self"), name: z.string(), view: z.string() })
    .describe("The same row in another view: `{ token, user: { … } }`."),
  z.object({ kind: z.literal("token"), name: z.string() }).describe("A new token for the row, which is an account."),
]);

/** What an answer shows of a row. */
export const viewSchema = z.object({
  name: z.string().describe("Article.full"),
  entity: z.string(),
  schema: z.string().describe("PascalCase name of its own: ArticleFull."),
  members: z.array(viewMemberSchema),
  usesAuth: z.boolean().describe("Whether a value, of it or of a view within, depends on who asks."),
});

/** The body of a success. */
export const answerSchema = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("empty") }),
    z.object({ kind: z.literal("one"), view: z.string(), wrap: z.string().nullable() }),
    z.object({
      kind: z.literal("many"),
      view: z.string(),
      wrap: z.string().nullable().describe("`null`: the answer is the array."),
      total: z.string().nullable().describe("Member that counts the rows on all pages."),
      next: z.string().nullable().describe("Member that holds the cursor of the next page, null on the last."),
      echo: z.boolean().describe("Whether limit and offset are answered too."),
    }),
    z.object({
      kind: z.literal("values"),
      field: z.string().describe("A list of this field alone."),
      wrap: z.string().nullable(),
    }),
  ])
  .meta({ id: "Answer" });

export type ViewMember = z.infer<typeof viewMemberSchema>;
export type View = z.infer<typeof viewSchema>;
export type Answer = z.infer<typeof answerSchema>;
