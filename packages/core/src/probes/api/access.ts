import type { Expression, PathExpression } from "../../plan/api/expression.ts";
import type { ApiOperation } from "../../plan/api/operation.ts";
import type { ApiPlan } from "../../plan/api/schema.ts";

/** Whether the account that made a row may call the operation; `null` where that cannot be told from the policy. */
export function makerMay(operation: ApiOperation, api: ApiPlan): boolean | null {
  const { check, when } = operation.policy;
  // A list answers whoever is signed in, if only with fewer rows.
  return check === null || when === "query" ? true : holds(check, { api, isMaker: true });
}

/** Whether an account that has nothing to do with the row may call it. */
export function otherMay(operation: ApiOperation, api: ApiPlan): boolean | null {
  return operation.policy.check === null ? true : holds(operation.policy.check, { api, isMaker: false });
}

interface Who {
  readonly api: ApiPlan;
  readonly isMaker: boolean;
}

function holds(check: Expression, who: Who): boolean | null {
  switch (check.kind) {
    case "or": {
      const answers = check.operands.map((operand) => holds(operand, who));
      return answers.includes(true) ? true : answers.includes(null) ? null : false;
    }
    case "and": {
      const answers = check.operands.map((operand) => holds(operand, who));
      return answers.includes(false) ? false : answers.includes(null) ? null : true;
    }
    case "not": {
      const answer = holds(check.operand, who);
      return answer === null ? null : !answer;
    }
    case "signedIn":
      return true;
    case "compare":
      return check.operator === "==" ? compared(check, who) : null;
    default:
      return null;
  }
}

function compared({ left, right }: Extract<Expression, { kind: "compare" }>, { api, isMaker }: Who): boolean | null {
  const account = [left, right].find((side) => side.kind === "path" && side.root.kind === "auth");
  const other = account === left ? right : left;
  if (account?.kind !== "path") return null;
  if (other.kind === "literal")
    return account.property === api.auth?.role?.field ? other.value === api.auth.role.initial : null;
  return isAccountKey(account, api) && isOwner(other, api) ? isMaker : null;
}

function isAccountKey({ property, steps }: PathExpression, { entities, auth }: ApiPlan): boolean {
  return steps.length === 0 && entities.find(({ name }) => name === auth?.subject)?.key === property;
}

/** A foreign key that is set to whoever made the row. */
function isOwner(side: Expression, { entities }: ApiPlan): boolean {
  if (side.kind !== "path" || side.steps.length > 0 || (side.root.kind !== "this" && side.root.kind !== "load"))
    return false;
  const entity = entities.find(({ name }) => name === side.entity);
  return (
    entity?.relations.some(
      (relation) => relation.kind === "belongsTo" && relation.property === side.property && relation.set === "auth",
    ) ?? false
  );
}
