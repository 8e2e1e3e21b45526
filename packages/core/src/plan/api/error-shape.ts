import * as z from "zod";

/**
 * The body of an error, which reports problems of the form `{ key, message }`. `byKey` is an object with the keys of
 * the problems, `list` a list of the problems (within `byKey`: of that key); a key or message outside of them is the
 * first problem's.
 */
export type ErrorTemplate =
  | { kind: "object"; entries: { name: string; value: ErrorTemplate }[] }
  | { kind: "byKey"; value: ErrorTemplate }
  | { kind: "list"; item: ErrorTemplate }
  | { kind: "key" }
  | { kind: "message" }
  | { kind: "status" }
  | { kind: "literal"; value: string | number | boolean | null };

const nested: z.ZodType<ErrorTemplate> = z.lazy(() => errorTemplateSchema);

export const errorTemplateSchema: z.ZodType<ErrorTemplate> = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("object"), entries: z.array(z.object({ name: z.string(), value: nested })) }),
    z.object({ kind: z.literal("byKey"), value: nested }),
    z.object({ kind: z.literal("list"), item: nested }),
    z.object({ kind: z.literal("key") }),
    z.object({ kind: z.literal("message") }),
    z.object({ kind: z.literal("status") }),
    z.object({ kind: z.literal("literal"), value: z.union([z.string(), z.number(), z.boolean(), z.null()]) }),
  ])
  .meta({ id: "ErrorTemplate" });

const plain = z.object({ status: z.int(), key: z.string(), message: z.string() });
/** The key is the error key of the entity at hand, or the field. */
const keyed = z.object({ status: z.int(), message: z.string() });

/** How the API reports errors, and which of several wins. */
export const errorShapeSchema = z.object({
  template: errorTemplateSchema,
  mediaType: z.string(),
  invalid: z.object({
    status: z.int(),
    messages: z.object({
      required: z.string().describe("It is missing, or null where it may not be."),
      empty: z.string().describe("It is an empty text where one is needed."),
      type: z.string().describe("It is of another type."),
      default: z.string().describe("Any other fault: too long, too small, not of the format."),
    }),
  }),
  conflict: keyed,
  unauthorized: z.object({ status: z.int(), key: z.string(), missing: z.string(), invalid: z.string() }),
  credentials: plain.describe("A login with a wrong name or password."),
  forbidden: keyed,
  notFound: keyed,
  noRoute: plain.describe("A path that the API does not have."),
  malformed: plain.describe("A body that is no JSON."),
  tooLarge: plain,
  tooMany: plain,
  unexpected: plain,
  checkOrder: z
    .array(z.enum(["auth", "notFound", "forbidden", "invalid"]))
    .length(4)
    .describe("Which check runs first and so which error wins. `notFound` is the parent first, then the row."),
});

export type ErrorShape = z.infer<typeof errorShapeSchema>;
