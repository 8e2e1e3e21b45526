import * as z from "zod";

export const fieldTypes = ["string", "integer", "number", "boolean", "date", "date-time", "uuid"] as const;

/** What a field says in both forms of a task. */
export const fieldMembers = {
  type: z.enum(fieldTypes).optional().describe("Default: string."),
  format: z.enum(["email", "uri", "slug"]).optional().describe("What the text has to be."),
  required: z.boolean().optional().describe("Must be sent when the row is created. Default: false."),
  nullable: z
    .boolean()
    .optional()
    .describe("May be null. Default: true where the field is neither required nor has a default."),
  unique: z.boolean().optional().describe("No two rows hold the same value; a duplicate answers 409."),
  enum: z.array(z.string().min(1)).min(1).optional().describe("The values that a string may have."),
  default: z
    .union([z.string(), z.number(), z.boolean()])
    .optional()
    .describe("Value of a row that was created without this field."),
  minLength: z
    .int()
    .min(0)
    .optional()
    .describe("In characters. Default: 1 where the field is required and has no format, else 0."),
  maxLength: z.int().min(1).optional().describe("In characters. Default: 255, or minLength where that is more."),
  minimum: z.number().optional().describe("Default for an integer: -2147483648, which every database can hold."),
  maximum: z.number().optional().describe("Default for an integer: 2147483647."),
  secret: z.boolean().optional().describe("Accepted as input, never part of any response."),
};
