import type { Entity, Plan, Refusal } from "@backwright/core";

/** What no resource of a new application may be called: the application answers there itself. */
const ownPath = "/health";

/** Why the resources of a plan cannot be written into any application. */
export function resourceRefusals({ entities }: Plan): Refusal[] {
  return entities.flatMap((entity) => fewValues(entity));
}

/** Why a plan cannot be written as a new application. */
export function refuseNewApp(plan: Plan): readonly Refusal[] {
  const taken = plan.operations.some(({ path }) => path === ownPath || path.startsWith(`${ownPath}/`));
  return [
    ...resourceRefusals(plan),
    ...(taken
      ? [
          {
            reason: `A new application answers ${ownPath} itself, so that nothing of the task can stand there.`,
            hint: "Give the resource another `path` in the task.",
          },
        ]
      : []),
  ];
}

function fewValues({ name, fields }: Entity): Refusal[] {
  return fields
    .filter((field) => field.unique && (field.enum !== null || field.type === "boolean"))
    .map((field) => ({
      reason: `${name}.${field.name} is unique and has ${field.enum?.length ?? 2} values, so there could be no more rows than that, which the blueprint's tests need.`,
      hint: `Leave \`unique\` out of ${field.name}, or make it a text.`,
    }));
}
