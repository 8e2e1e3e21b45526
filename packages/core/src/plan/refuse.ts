import type { Adapter, Blueprint, BlueprintInput } from "../adapter/contract.ts";
import { BackwrightError } from "../errors.ts";
import { plannedOperations } from "./planned.ts";

/**
 * The blueprint that writes a plan into a project.
 *
 * @throws BackwrightError `IMPLEMENTER_UNSUPPORTED` where none does
 */
export async function supportingBlueprint(
  { name, blueprint }: Pick<Adapter, "name" | "blueprint">,
  input: BlueprintInput,
): Promise<Blueprint> {
  const { plan } = input;
  if (plannedOperations(plan).length === 0) {
    throw new BackwrightError("IMPLEMENTER_UNSUPPORTED", {
      message: `The task ${plan.task.id} is prose: it names neither resources nor entities, and the blueprint implementer writes only what they say.`,
      hint: "Add `resources:` or `entities:` to the task (`backwright init` writes an example), or check code that somebody else wrote with --implementer none.",
    });
  }
  if (blueprint === undefined) {
    throw new BackwrightError("IMPLEMENTER_UNSUPPORTED", {
      message: `The adapter ${name} has no blueprint, so it cannot write code.`,
      hint: "Check code that somebody else wrote with --implementer none.",
    });
  }
  const refusals = await blueprint.refusals(input);
  if (refusals.length > 0) {
    throw new BackwrightError("IMPLEMENTER_UNSUPPORTED", {
      message: `The blueprint of ${name} cannot write this into this project: ${refusals.map(({ reason }) => reason).join(" ")} No file was touched.`,
      hint: [...new Set(refusals.map(({ hint }) => hint))].join(" "),
    });
  }
  return blueprint;
}
