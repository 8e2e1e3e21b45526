import type { ApiField, Relation } from "./entity.ts";
import { errorBody } from "./error-body.ts";
import type { ErrorShape } from "./error-shape.ts";
import type { ApiOperation } from "./operation.ts";
import type { ViewMember } from "./view.ts";

/** The words of the page for people about a whole API. */
export const apiWords = { statuses, constraints, relation, member, errorExample };

function statuses({ outcomes }: ApiOperation): string {
  return [...new Set(outcomes.map(({ status }) => status))].join(", ");
}

function constraints(field: ApiField): string {
  const { minLength, maxLength, minimum, maximum } = field;
  const bounds = Object.entries({ minLength, maxLength, minimum, maximum }).filter(([, bound]) => bound !== null);
  return [
    field.generated === null ? "" : `generated: ${field.generated}`,
    field.required ? "required" : "",
    field.nullable ? "nullable" : "",
    field.unique ? "unique" : "",
    field.private ? "private: only for whom the row belongs to" : "",
    field.secret ? "secret: never in an answer" : "",
    field.hashed ? "kept as a hash" : "",
    derived(field),
    field.format ?? "",
    field.enum === null ? "" : `one of ${field.enum.join(", ")}`,
    field.default === null ? "" : `default ${field.default}`,
    ...bounds.map(([name, bound]) => `${name} ${bound}`),
  ]
    .filter((text) => text !== "")
    .join("; ");
}

function derived({ derive }: ApiField): string {
  if (derive === null) return "";
  return derive.kind === "slug" ? `slug of ${derive.from}` : `set by the server on ${derive.on.join(" and ")}`;
}

function relation(given: Relation): string {
  switch (given.kind) {
    case "belongsTo":
      return `\`${given.column}\`${given.required ? ", required" : ""}; ${given.onDelete} on delete; set by ${given.set}`;
    case "hasMany":
      return `by its ${given.via}`;
    case "manyToMany":
      return `through ${given.join}`;
    case "tags":
      return `by ${given.by}, through ${given.join}, ${given.maxItems} at most`;
  }
}

function member(given: ViewMember): string {
  const { name } = given;
  switch (given.kind) {
    case "view":
    case "self":
      return `${name} (\`${given.view}\`)`;
    case "token":
      return `${name} (a token)`;
    default:
      return name;
  }
}

function errorExample({ template, unauthorized }: ErrorShape): string {
  const problems = [{ key: unauthorized.key, message: unauthorized.missing }];
  return JSON.stringify(errorBody(template, { status: unauthorized.status, problems }));
}
