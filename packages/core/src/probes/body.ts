import type { Entity, PlanField } from "../plan/schema.ts";
import { sampleValue } from "./sample.ts";

export interface BodyOptions {
  row: number;
  /** Take the place of sampled values, or stand behind them; JSON by name. */
  override?: Readonly<Record<string, string>>;
  omit?: string;
  /** Only what must be sent. */
  brief?: boolean;
}

/** The JSON text that creates a row. */
export function createBody(entity: Entity, { row, override = {}, omit, brief = false }: BodyOptions): string {
  const members = new Map<string, string>();
  for (const field of entity.fields) {
    if (field.name !== omit && (field.required || !brief)) members.set(field.name, sampleValue(field, { row }));
  }
  for (const [name, json] of Object.entries(override)) members.set(name, json);
  return objectText([...members]);
}

export function objectText(members: readonly (readonly [string, string])[]): string {
  return `{${members.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(",")}}`;
}

/** The field whose change an update can show best. */
export function changeableField(entity: Entity): PlanField | null {
  const open = entity.fields.filter((field) => !field.secret);
  return open.find((field) => !field.unique && canVary(field)) ?? open.find((field) => field.unique) ?? open[0] ?? null;
}

/** Whether two rows can hold different values. */
export function canVary(field: PlanField): boolean {
  return sampleValue(field, { row: 1 }) !== sampleValue(field, { row: 2 });
}
