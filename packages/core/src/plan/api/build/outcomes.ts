import type { ApiEntity } from "../entity.ts";
import type { ApiOperation, ApiOutcome } from "../operation.ts";
import { fieldOf } from "./draft.ts";
import type { ApiDraft } from "./draft.ts";

export type OperationDraft = ApiOperation extends infer One
  ? One extends ApiOperation
    ? Omit<One, "outcomes" | "decisions">
    : never
  : never;

/** Every status that an operation can answer, with its cause: the success, then failures by status. */
export function outcomesOf(
  draft: ApiDraft,
  { operation, success }: { operation: OperationDraft; success: number },
): ApiOutcome[] {
  const failures = [
    ...accessOutcomes(draft, operation),
    ...rowOutcomes(draft, operation),
    ...inputOutcomes(draft, operation),
    ...verbOutcomes(draft, operation),
    { ...draft.errors.tooMany, cause: "tooMany" as const, description: "Too many requests from this address." },
  ];
  return [
    { status: success, cause: "success", key: null, message: null, description: successText(operation) },
    ...failures.toSorted((a, b) => a.status - b.status),
  ];
}

function successText({ verb, answer }: OperationDraft): string {
  if (answer.kind === "many") return "The rows.";
  if (answer.kind === "values") return "The values.";
  if (verb === "delete") return "The row is gone.";
  if (verb === "register" || verb === "login") return "The account.";
  if (verb === "create") return "The row that was created.";
  if (verb === "get") return "The row.";
  return answer.kind === "empty" ? "Done." : "The row as it is now.";
}

function accessOutcomes({ errors }: ApiDraft, operation: OperationDraft): ApiOutcome[] {
  const { unauthorized, forbidden } = errors;
  const found: ApiOutcome[] = [];
  if (operation.auth === "required") {
    found.push({
      status: unauthorized.status,
      cause: "missingToken",
      key: unauthorized.key,
      message: unauthorized.missing,
      description: "There is no token.",
    });
  }
  if (operation.auth !== "none") {
    found.push({
      status: unauthorized.status,
      cause: "invalidToken",
      key: unauthorized.key,
      message: unauthorized.invalid,
      description: "The token is not valid, or no longer.",
    });
  }
  if (operation.policy.when === "before" || operation.policy.when === "row") {
    found.push({ ...forbidden, cause: "forbidden", key: null, description: "The caller may not do this." });
  }
  return found;
}

function rowOutcomes(draft: ApiDraft, operation: OperationDraft): ApiOutcome[] {
  const { notFound } = draft.errors;
  const found: ApiOutcome[] = [];
  if ("parent" in operation && operation.parent !== null) {
    const parent = draft.entities.get(operation.parent.selection.entity);
    found.push({
      ...notFound,
      cause: "parentNotFound",
      key: parent?.errorKey ?? null,
      description: `There is no such ${parent?.errorKey ?? "parent"}.`,
    });
  }
  if ("row" in operation && operation.row.kind === "by") {
    const entity = draft.entities.get(operation.entity);
    found.push({
      ...notFound,
      cause: "notFound",
      key: entity?.errorKey ?? null,
      description: `There is no such ${entity?.errorKey ?? "row"}.`,
    });
  }
  return found;
}

function inputOutcomes(draft: ApiDraft, operation: OperationDraft): ApiOutcome[] {
  const typed = operation.pathParameters.some(({ type }) => type !== "string");
  const hasInput = "input" in operation && operation.input !== null;
  if (!typed && !hasInput && operation.queryParameters.length === 0) return [];
  const { status } = draft.errors.invalid;
  const invalid: ApiOutcome = {
    status,
    cause: "invalid",
    key: null,
    message: null,
    description: "The request does not keep to this contract.",
  };
  const { malformed } = draft.errors;
  return hasInput && malformed.status !== status
    ? [invalid, { ...malformed, cause: "invalid", description: "The body is not JSON." }]
    : [invalid];
}

function verbOutcomes(draft: ApiDraft, operation: OperationDraft): ApiOutcome[] {
  const { errors } = draft;
  switch (operation.verb) {
    case "create":
    case "register":
    case "update":
      return conflicts(draft, { entity: operation.entity, written: writtenProperties(draft, operation) });
    case "login":
      return [{ ...errors.credentials, cause: "credentials", description: "The name or the password is wrong." }];
    case "delete":
      return inUse(draft, operation.entity);
    case "transition":
      return [
        {
          status: operation.status,
          cause: "state",
          key: operation.field,
          message: operation.message,
          description: "The row is in another state.",
        },
      ];
    case "effects":
      return effectOutcomes(draft, operation);
    default:
      return [];
  }
}

type Writing = Extract<OperationDraft, { verb: "create" | "register" | "update" }>;

function writtenProperties(draft: ApiDraft, operation: Writing): Set<string> {
  const entity = draft.entities.get(operation.entity);
  const sent = operation.input.fields.flatMap((field) => {
    if (field.kind === "field")
      return entity === undefined ? [] : [fieldOf(entity, field.field)?.property ?? field.field];
    return field.kind === "reference" ? [field.name] : [];
  });
  return new Set([...sent, ...operation.set.map(({ property }) => property)]);
}

function conflicts(
  draft: ApiDraft,
  { entity, written }: { entity: string; written: ReadonlySet<string> },
): ApiOutcome[] {
  const found = draft.entities.get(entity);
  if (found === undefined) return [];
  const single = found.fields.filter(
    ({ unique, derive, property }) => unique && (written.has(property) || refuses(derive, { found, written })),
  );
  const groups = found.uniques.filter((group) => group.some((property) => written.has(property)));
  const keys = [...single.map(({ name }) => name), ...groups.map((group) => keyOfGroup(found, group))];
  return keys.map((key) => ({ ...draft.errors.conflict, cause: "conflict", key, description: `The ${key} is taken.` }));
}

/** A slug that is refused when it is taken conflicts as soon as the text that it is made of is written. */
function refuses(
  derive: ApiEntity["fields"][number]["derive"],
  { found, written }: { found: ApiEntity; written: ReadonlySet<string> },
): boolean {
  if (derive?.kind !== "slug" || derive.unique !== "refuse") return false;
  return written.has(fieldOf(found, derive.from)?.property ?? "");
}

/** A conflict of several is told of the last that is a field. */
function keyOfGroup({ fields }: ApiEntity, group: readonly string[]): string {
  const named = group.flatMap((property) => fields.find((field) => field.property === property)?.name ?? []);
  return named.at(-1) ?? group.at(-1) ?? "";
}

function inUse(draft: ApiDraft, entity: string): ApiOutcome[] {
  const held = [...draft.entities.values()].some(({ relations }) =>
    relations.some(
      (relation) => relation.kind === "belongsTo" && relation.entity === entity && relation.onDelete === "restrict",
    ),
  );
  const key = draft.entities.get(entity)?.errorKey ?? null;
  return held
    ? [
        {
          status: draft.errors.conflict.status,
          cause: "inUse",
          key,
          message: "is still in use",
          description: "Other rows still need it.",
        },
      ]
    : [];
}

function effectOutcomes(draft: ApiDraft, operation: Extract<OperationDraft, { verb: "effects" }>): ApiOutcome[] {
  const { notFound } = draft.errors;
  const { idempotency } = operation;
  return [
    ...operation.loads.map(({ errorKey }): ApiOutcome => ({
      ...notFound,
      cause: "notFound",
      key: errorKey,
      description: `There is no such ${errorKey}.`,
    })),
    ...operation.requirements.map(({ status, key, message, text }): ApiOutcome => ({
      status,
      cause: "requirement",
      key,
      message,
      description: `It does not hold that ${text}.`,
    })),
    ...operation.steps.flatMap((step) =>
      step.kind === "create"
        ? conflicts(draft, { entity: step.entity, written: new Set(step.assignments.map(({ property }) => property)) })
        : [],
    ),
    ...(idempotency === null
      ? []
      : [
          {
            status: idempotency.status,
            cause: "idempotency" as const,
            key: idempotency.key,
            message: idempotency.message,
            description: "The key was used for another request.",
          },
        ]),
  ];
}
