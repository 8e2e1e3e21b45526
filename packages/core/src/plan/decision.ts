import * as z from "zod";

/** An answer to one of the questions that every plan has to answer, with its reason. */
export const decisionSchema = z
  .object({
    question: z.string(),
    decision: z.string(),
    reason: z.string(),
  })
  .meta({ id: "Decision" });

export type Decision = z.infer<typeof decisionSchema>;
