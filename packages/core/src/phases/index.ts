import { implementPhase } from "./implement.ts";
import type { Phase } from "./phase.ts";
import { planPhase } from "./plan.ts";
import { stepsPhase } from "./steps.ts";
import { testPhase } from "./test.ts";
import { understandPhase } from "./understand.ts";
import { validatePhase } from "./validate.ts";
import { verifyPhase } from "./verify.ts";

/** The phases that do the work, in their order; `report` and `complete` end every run, whatever these found. */
export const workPhases: readonly Phase[] = [
  understandPhase,
  planPhase,
  implementPhase,
  validatePhase,
  testPhase,
  verifyPhase,
  stepsPhase,
];
