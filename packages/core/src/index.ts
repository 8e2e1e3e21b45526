export type {
  Adapter,
  Awaitable,
  Blueprint,
  BlueprintInput,
  EnvironmentNeed,
  Marks,
  Refusal,
  RouteAnswer,
  SecurityFinding,
  SecurityRule,
  Verification,
} from "./adapter/contract.ts";
export { defineAdapter } from "./adapter/define.ts";
export { BackwrightError, errorCodes, exitCodes } from "./errors.ts";
export type { ErrorCode, ErrorDetails, Outcome } from "./errors.ts";
export { phaseNames } from "./events.ts";
export type { PhaseName, RunEvent, RunListener } from "./events.ts";
export type { ChangeSet, FileChange } from "./project/change-set.ts";
export type { ProjectReader } from "./project/reader.ts";
export type { Decision, Entity, ErrorConvention, Operation, Plan, PlanAuth, PlanField } from "./plan/schema.ts";
export type { Check, Report } from "./report/schema.ts";
export type { FieldTask, ResourceTask, Task } from "./task/schema.ts";
export type {
  Backend,
  Command,
  CommandName,
  Commands,
  Detection,
  Evidence,
  Model,
  Practices,
  Route,
  Understanding,
  Unresolved,
} from "./understanding/schema.ts";
