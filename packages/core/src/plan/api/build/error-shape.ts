import type { ErrorsTask } from "../../../task/api/errors.ts";
import type { ErrorShape, ErrorTemplate } from "../error-shape.ts";

const usualBody = { errors: [{ field: "{key}", message: "{message}" }] };

/** How the API reports errors, with everything that the task left to the defaults. */
export function planErrorShape(given: ErrorsTask = {}): ErrorShape {
  const { messages } = given.invalid ?? {};
  return {
    template: templateOf(given.body ?? usualBody),
    mediaType: given.mediaType ?? "application/json",
    invalid: {
      status: given.invalid?.status ?? 422,
      messages: {
        required: messages?.required ?? "is required",
        empty: messages?.empty ?? "must not be empty",
        type: messages?.type ?? "is of the wrong type",
        default: messages?.default ?? "is invalid",
      },
    },
    conflict: keyed(given.conflict, { status: 409, message: "is taken" }),
    unauthorized: {
      status: given.unauthorized?.status ?? 401,
      key: given.unauthorized?.key ?? "token",
      missing: given.unauthorized?.missing ?? "is missing",
      invalid: given.unauthorized?.invalid ?? "is invalid",
    },
    credentials: plain(given.credentials, { status: 401, key: "credentials", message: "are wrong" }),
    forbidden: keyed(given.forbidden, { status: 403, message: "is not yours" }),
    notFound: keyed(given.notFound, { status: 404, message: "does not exist" }),
    noRoute: plain(given.noRoute, { status: 404, key: "path", message: "does not exist" }),
    malformed: plain(given.malformed, { status: 400, key: "body", message: "is not JSON" }),
    tooLarge: plain(given.tooLarge, { status: 413, key: "body", message: "is too large" }),
    tooMany: plain(given.tooMany, { status: 429, key: "requests", message: "are too many" }),
    unexpected: plain(given.unexpected, { status: 500, key: "server", message: "failed" }),
    checkOrder: given.order ?? ["auth", "invalid", "notFound", "forbidden"],
  };
}

interface Plain {
  readonly status: number;
  readonly key: string;
  readonly message: string;
}

type Given<T> = { readonly [K in keyof T]?: T[K] | undefined } | undefined;

function plain(given: Given<Plain>, usual: Plain): Plain {
  return {
    status: given?.status ?? usual.status,
    key: given?.key ?? usual.key,
    message: given?.message ?? usual.message,
  };
}

function keyed(given: Given<Omit<Plain, "key">>, usual: Omit<Plain, "key">): Omit<Plain, "key"> {
  return { status: given?.status ?? usual.status, message: given?.message ?? usual.message };
}

/** A body as it is written, with `{key}`, `{message}` and `{status}` in it. */
function templateOf(value: unknown): ErrorTemplate {
  if (Array.isArray(value)) return { kind: "list", item: templateOf(value[0] ?? "{message}") };
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    const [first] = entries;
    if (entries.length === 1 && first !== undefined && first[0] === "{key}") {
      return { kind: "byKey", value: templateOf(first[1]) };
    }
    return { kind: "object", entries: entries.map(([name, inner]) => ({ name, value: templateOf(inner) })) };
  }
  if (value === "{key}") return { kind: "key" };
  if (value === "{message}") return { kind: "message" };
  if (value === "{status}") return { kind: "status" };
  return { kind: "literal", value: isPlain(value) ? value : null };
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

/** JSON Schema of a body that the template makes. */
export function errorSchema(template: ErrorTemplate): Record<string, unknown> {
  switch (template.kind) {
    case "object":
      return {
        type: "object",
        properties: Object.fromEntries(template.entries.map(({ name, value }) => [name, errorSchema(value)])),
        required: template.entries.map(({ name }) => name),
        additionalProperties: false,
      };
    case "byKey":
      return { type: "object", additionalProperties: errorSchema(template.value) };
    case "list":
      return { type: "array", items: errorSchema(template.item), minItems: 1 };
    case "key":
    case "message":
      return { type: "string" };
    case "status":
      return { type: "integer", minimum: 400, maximum: 599 };
    case "literal":
      return { const: template.value };
  }
}
