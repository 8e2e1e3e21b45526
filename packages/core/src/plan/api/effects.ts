import * as z from "zod";
import { expressionSchema } from "./expression.ts";

/** A value that is written. */
export const assignmentSchema = z
  .object({
    property: z.string().describe("Property of the row, foreign keys too."),
    column: z.string(),
    value: expressionSchema,
  })
  .meta({ id: "Assignment" });

/** A row that the operation needs; missing, it answers `notFound` with the key. */
export const loadSchema = z.object({
  name: z.string(),
  entity: z.string(),
  by: z.object({ property: z.string(), column: z.string(), value: expressionSchema }),
  lock: z.boolean().describe("Locked until the transaction ends; all loads with a lock, by entity and key ascending."),
  errorKey: z.string(),
});

export const requirementSchema = z.object({
  check: expressionSchema,
  text: z.string().describe("As it is written in the task."),
  status: z.int(),
  key: z.string(),
  message: z.string(),
});

export const effectStepSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("set"), load: z.string(), assignments: z.array(assignmentSchema).min(1) }),
  z.object({
    kind: z.literal("create"),
    as: z.string().describe("Name of the new row in later steps."),
    entity: z.string(),
    assignments: z.array(assignmentSchema),
  }),
  z.object({ kind: z.literal("delete"), load: z.string() }),
]);

/** The first answer to a key of an account is kept and given again; another body with the same key is a conflict. */
export const idempotencySchema = z.object({
  header: z.string(),
  required: z.boolean(),
  table: z.string(),
  status: z.int().describe("Of a key that was used with another body."),
  key: z.string(),
  message: z.string(),
});

export type Assignment = z.infer<typeof assignmentSchema>;
export type Load = z.infer<typeof loadSchema>;
export type Requirement = z.infer<typeof requirementSchema>;
export type EffectStep = z.infer<typeof effectStepSchema>;
export type Idempotency = z.infer<typeof idempotencySchema>;
