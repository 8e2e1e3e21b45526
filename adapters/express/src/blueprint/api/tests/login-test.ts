import type { ApiModel } from "../model.ts";
import type { OperationModel } from "../operations.ts";
import { expectationOf } from "./expectation.ts";
import type { ExpectedMember } from "./expectation.ts";

/** What the template of a login's tests sees beside what every operation has. */
export function schemasOfLogin(
  model: ApiModel,
  { op, entity, answer }: OperationModel,
): { passwordName: string; loginExpected: readonly ExpectedMember[] } {
  if (op.verb !== "login") {
    return { passwordName: "", loginExpected: [] };
  }
  return {
    passwordName: op.input.fields.find(({ name }) => name !== model.auth?.login.by)?.name ?? "password",
    loginExpected:
      answer.view === null
        ? []
        : expectationOf({
            model,
            view: answer.view,
            field: (property) => `${entity.one}.${property}`,
            related: () => null,
          }),
  };
}
