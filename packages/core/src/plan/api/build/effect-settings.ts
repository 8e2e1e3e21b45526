import type { Load } from "../effects.ts";
import type { Selection } from "../input.ts";
import { report } from "./draft.ts";
import type { ApiDraft } from "./draft.ts";
import { planIdempotency, planLoads, planRequirements, planSteps } from "./effects.ts";
import { planValueInput } from "./inputs.ts";
import { requestScope } from "./request-scope.ts";
import type { Scope } from "./scope.ts";
import type { OperationPlace } from "./selections.ts";
import type { Base, Settings } from "./settings.ts";
import { usesAuth } from "./types.ts";

/** What effects send, load, require, write and answer. */
export function effectSettings(
  draft: ApiDraft,
  { place, scope, base }: { place: OperationPlace; scope: Scope; base: Base },
): Settings {
  const { task } = place;
  const input = planValueInput(draft, place);
  const sent = requestScope(draft, { place, scope, input });
  const loads = planLoads(draft, { place, scope: sent });
  const loaded = { ...sent, loads: new Map(loads.map(({ name, entity }) => [name, entity] as const)) };
  const requirements = planRequirements(draft, { place, scope: loaded });
  const steps = planSteps(draft, { place, scope: loaded });
  const made = steps.flatMap((step) => (step.kind === "create" ? [[step.as, step.entity] as const] : []));
  const rows = new Map([...loaded.loads, ...made]);
  const result = task.result ?? null;
  const answered = result === null ? null : (draft.entities.get(rows.get(result) ?? "") ?? null);
  if (result !== null && answered === null) report(draft, [...place.path, "result"], `No row is called \`${result}\`.`);
  if (steps.some((step) => step.kind === "delete" && step.load === result))
    report(draft, [...place.path, "result"], `\`${String(result)}\` is deleted by then.`);
  return {
    ...base,
    named: loads.flatMap(selectionOf),
    own: { verb: "effects", input, loads, requirements, steps, idempotency: planIdempotency(draft, place), result },
    answered,
    policyScope: loaded,
    needsAccount:
      loads.some(({ by }) => usesAuth(by.value)) ||
      steps.some((step) => step.kind !== "delete" && step.assignments.some(({ value }) => usesAuth(value))),
    creates: made.some(([name]) => name === result),
    transaction: true,
  };
}

function selectionOf({ entity, by: { property, column, value } }: Load): Selection[] {
  if (value.kind !== "parameter" || value.in !== "path") return [];
  return [{ kind: "by", entity, by: [{ property, column, parameter: value.name }] }];
}
