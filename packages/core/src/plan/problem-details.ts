import type { ErrorConvention } from "./schema.ts";

/** Errors as RFC 9457 describes them, for applications that have no convention of their own. */
export const problemDetails: ErrorConvention = {
  invalidStatus: 400,
  mediaType: "application/problem+json",
  schema: {
    type: "object",
    properties: {
      type: { type: "string", format: "uri-reference" },
      title: { type: "string" },
      status: { type: "integer", minimum: 400, maximum: 599 },
      detail: { type: "string" },
      errors: {
        type: "array",
        items: {
          type: "object",
          properties: { path: { type: "string" }, message: { type: "string" } },
          required: ["path", "message"],
        },
      },
    },
    required: ["title", "status"],
  },
};
