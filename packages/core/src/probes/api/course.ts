import type { ApiEntity, ApiField } from "../../plan/api/entity.ts";
import type { ApiOperation } from "../../plan/api/operation.ts";
import type { ApiPlan } from "../../plan/api/schema.ts";
import type { Plan } from "../../plan/schema.ts";

/** What is known while a scenario of a whole API is written. */
export interface Course {
  readonly plan: Plan;
  readonly api: ApiPlan;
  /** Values of rows that paths and bodies can name: by entity, row and property. */
  readonly known: Map<string, string>;
  /** State of the first row, by entity and field, once a transition has changed it. */
  readonly states: Map<string, string>;
  readonly assumptions: string[];
}

export type Caller = "alice" | "bob";

export function newCourse(plan: Plan, api: ApiPlan): Course {
  return { plan, api, known: new Map(), states: new Map(), assumptions: [] };
}

export interface Cell {
  readonly entity: string;
  readonly row: number;
  readonly property: string;
}

export function learn({ known }: Course, { entity, row, property }: Cell, value: string): void {
  known.set(`${entity} ${row} ${property}`, value);
}

/** A value of a row, to be filled in; `null` where nothing has shown it. */
export function recall({ known }: Course, { entity, row, property }: Cell): string | null {
  return known.get(`${entity} ${row} ${property}`) ?? null;
}

export function entityOf({ api }: Course, name: string): ApiEntity {
  const entity = api.entities.find((each) => each.name === name);
  if (entity === undefined) throw new Error(`The plan has no entity ${name}`);
  return entity;
}

export function fieldOf(entity: ApiEntity, name: string): ApiField | null {
  return entity.fields.find((field) => field.name === name) ?? null;
}

/** The success status of an operation. */
export function success({ outcomes }: ApiOperation): number {
  return outcomes[0]?.status ?? 200;
}

export type Outcome = ApiOperation["outcomes"][number];

/** The first failure of that cause; `null` where the operation has none. */
export function failure({ outcomes }: ApiOperation, cause: Outcome["cause"]): Outcome | null {
  return outcomes.find((outcome) => outcome.cause === cause) ?? null;
}

/** What an answer shows of a failure that the plan knows by heart. */
export function shows({ key, message }: Pick<Outcome, "key" | "message">): string[] {
  return [key, message].filter((text) => text !== null).map((text) => JSON.stringify(text));
}

/** `{{alice}}` where a token is taken. */
export function tokenFor({ auth }: ApiOperation, caller: Caller = "alice"): string | null {
  return auth === "none" ? null : `{{${caller}}}`;
}
