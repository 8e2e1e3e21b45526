import { readFileSync } from "node:fs";
import { Eta } from "eta";
import { stringify } from "yaml";
import { apiWords } from "./api/render.ts";
import type { Operation, Plan, PlanField } from "./schema.ts";

const eta = new Eta({ autoEscape: false, autoTrim: false });

/** The plan as a page for people, in Markdown. */
export function renderPlan(plan: Plan): string {
  const { api } = plan;
  const name = api === null ? "plan.md.eta" : "api-plan.md.eta";
  const template = readFileSync(new URL(`../../templates/${name}`, import.meta.url), "utf8");
  return eta
    .renderString(template, { plan, cell, access, constraints, life, ...(api === null ? {} : { api, ...apiWords }) })
    .replaceAll(/\n{3,}/g, "\n\n")
    .trimEnd()
    .concat("\n");
}

/** The OpenAPI document of a plan as YAML. */
export function renderOpenapi({ openapi }: Pick<Plan, "openapi">): string {
  return stringify(openapi, { aliasDuplicateObjects: false, lineWidth: 0, compat: "yaml-1.1" });
}

/** A text that stays within its cell of a table. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll(/\s*\n\s*/g, " ");
}

function access({ policy }: Operation): string {
  return policy.join(" or ");
}

function constraints(field: PlanField): string {
  const { minLength, maxLength, minimum, maximum } = field;
  const bounds = Object.entries({ minLength, maxLength, minimum, maximum }).filter(([, bound]) => bound !== null);
  return [
    field.required ? "required" : "",
    field.nullable ? "nullable" : "",
    field.unique ? "unique" : "",
    field.secret ? "secret: never in an answer" : "",
    field.format ?? "",
    field.enum === null ? "" : `one of ${field.enum.join(", ")}`,
    field.default === null ? "" : `default ${field.default}`,
    ...bounds.map(([name, bound]) => `${name} ${bound}`),
  ]
    .filter((text) => text !== "")
    .join("; ");
}

/** A life as it is best read: `1 h`, `90 min`, `30 s`. */
function life(seconds: number): string {
  if (seconds % 3600 === 0) return `${seconds / 3600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}
