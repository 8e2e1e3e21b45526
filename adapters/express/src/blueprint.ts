import type { Blueprint } from "@backwright/core";
import { writeExistingApi } from "./blueprint/api/existing-api.ts";
import { writeNewApi } from "./blueprint/api/new-api.ts";
import { hostDecisions } from "./blueprint/api/host-decisions.ts";
import { refuseApi } from "./blueprint/api/refusals.ts";
import { additionDecisions, madeAccounts, refuseAddition, writeAddition } from "./blueprint/made/addition.ts";
import { writeNewApp } from "./blueprint/new-app.ts";
import { refuseNewApp } from "./blueprint/plan-refusals.ts";

/** Turns a plan into a new Express application, or into additions to one in its own manner. */
export const blueprint: Blueprint = {
  refusals(input) {
    const { api } = input.plan;
    if (api !== null) {
      return refuseApi(input, api);
    }
    return input.detection === null ? refuseNewApp(input.plan) : refuseAddition(input);
  },
  decisions(input) {
    const { plan, detection } = input;
    if (detection === null) {
      return [];
    }
    return plan.api === null ? additionDecisions(input) : hostDecisions(input, plan.api);
  },
  write(input) {
    const { plan, detection } = input;
    if (plan.api !== null) {
      return detection === null ? writeNewApi(plan, plan.api) : writeExistingApi(input, plan.api);
    }
    return detection === null ? writeNewApp(input) : writeAddition(input);
  },
  accountFiles: madeAccounts,
};
