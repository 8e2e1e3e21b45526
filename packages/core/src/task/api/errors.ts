import * as z from "zod";

const status = z.int().min(400).max(599).optional();
const text = z.string().min(1).optional();
const keyed = z.strictObject({ status, message: text });
const plain = z.strictObject({ status, key: text, message: text });

/** One shape of errors for the whole API. */
export const errorsTaskSchema = z.strictObject({
  body: z
    .record(z.string(), z.unknown())
    .optional()
    .describe(
      "The body, with `{key}`, `{message}` and `{status}` in it. Under a name `{key}` stands what there is for each key; a list holds one item for each problem.",
    ),
  mediaType: text.describe("Default: application/json."),
  invalid: z
    .strictObject({
      status,
      messages: z.strictObject({ required: text, empty: text, type: text, default: text }).optional(),
    })
    .optional()
    .describe("Default: 422."),
  conflict: keyed.optional().describe("A value that is taken. Default: 409."),
  unauthorized: z.strictObject({ status, key: text, missing: text, invalid: text }).optional(),
  credentials: plain.optional().describe("A login that fails. Default: 401."),
  forbidden: keyed.optional().describe("Default: 403."),
  notFound: keyed.optional().describe("Default: 404."),
  noRoute: plain.optional(),
  malformed: plain.optional().describe("A body that is no JSON. Default: 400."),
  tooLarge: plain.optional(),
  tooMany: plain.optional(),
  unexpected: plain.optional(),
  order: z
    .array(z.enum(["auth", "notFound", "forbidden", "invalid"]))
    .length(4)
    .optional()
    .describe("Which check comes first, and so which error wins. Default: auth, invalid, notFound, forbidden."),
});

/** How inputs are read. */
export const inputTaskSchema = z.strictObject({
  unknown: z.enum(["refuse", "ignore"]).optional().describe("Fields that nobody asked for. Default: refuse."),
  emptyIsNull: z
    .boolean()
    .optional()
    .describe('Whether "" in a field that may be null is taken as null. Default: false.'),
});

export type ErrorsTask = z.output<typeof errorsTaskSchema>;
