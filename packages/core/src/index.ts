export type {
  Adapter,
  Awaitable,
  Blueprint,
  BlueprintInput,
  DetectRequest,
  EnvironmentNeed,
  Isolation,
  Installation,
  Marks,
  Refusal,
  RouteAnswer,
  SecurityFinding,
  SecurityRule,
  TestedCall,
  Verification,
} from "./adapter/contract.ts";
export { defineAdapter } from "./adapter/define.ts";
export { discoverAdapters } from "./adapter/discover.ts";
export type {
  AdapterCatalog,
  AdapterOrigin,
  BundledAdapter,
  CatalogEntry,
  DiscoverOptions,
} from "./adapter/discover.ts";
export { installLine } from "./adapter/known.ts";
export type { KnownFramework } from "./adapter/known.ts";
export { findEntry, selectBackends } from "./adapter/select.ts";
export type { SelectedBackend, SelectOptions } from "./adapter/select.ts";
export {
  isConnectionPassword,
  isSampleCode,
  isSecretFallback,
  isSecretLiteral,
  secretInText,
  secretName,
} from "./checks/secrets.ts";
export { BackwrightError, errorCodes, exitCodes } from "./errors.ts";
export type { ErrorCode, ErrorDetails, Outcome } from "./errors.ts";
export { phaseNames } from "./events.ts";
export type { PhaseName, RunEvent, RunListener } from "./events.ts";
export type { ChangeSet, FileChange } from "./project/change-set.ts";
export { openProject } from "./project/open.ts";
export type { ProjectReader } from "./project/reader.ts";
export { withoutConnectors } from "./project/connectors.ts";
export { rememberByKey, rememberByProject } from "./project/remember.ts";
export { readTaskTargets, targetArgv, targetsNamed } from "./project/task-files.ts";
export type { TaskTarget } from "./project/task-files.ts";
export { flattenRoutes, joinRoutePath } from "./routes/flatten.ts";
export type { FlattenOptions } from "./routes/flatten.ts";
export type { RouteLeaf, RouterEntry, RouterGraph, RouterGuard, RouterMount, RouterNode } from "./routes/graph.ts";
export { composeServices } from "./understanding/compose.ts";
export type { ComposeService } from "./understanding/compose.ts";
export { requireBackend, understand, understandWith } from "./understanding/understand.ts";
export type { Understood, UnderstandOptions } from "./understanding/understand.ts";
export {
  jsonSchemas,
  planJsonSchema,
  reportJsonSchema,
  schemaId,
  taskJsonSchema,
  understandingJsonSchema,
} from "./json-schemas.ts";
export type { JsonSchema, SchemaName } from "./json-schemas.ts";
export type { ApiEntity, ApiField, Derive, JoinTable, Relation } from "./plan/api/entity.ts";
export type { Assignment, EffectStep, Idempotency, Load, Requirement } from "./plan/api/effects.ts";
export type { ErrorShape, ErrorTemplate } from "./plan/api/error-shape.ts";
export type {
  ArithmeticOperator,
  Collection,
  CompareOperator,
  Expression,
  PathExpression,
  Root,
  Step,
  ValueType,
} from "./plan/api/expression.ts";
export type {
  ApiPolicy,
  Input,
  InputField,
  Parent,
  PathParameter,
  QueryParameter,
  Selection,
} from "./plan/api/input.ts";
export type { ApiOperation, ApiOutcome, PageStyle } from "./plan/api/operation.ts";
export type { ApiAuth, ApiPlan } from "./plan/api/schema.ts";
export type { Answer, View, ViewMember } from "./plan/api/view.ts";
export { planTask } from "./plan/planner.ts";
export type { PlanContext } from "./plan/planner.ts";
export { problemDetails } from "./plan/problem-details.ts";
export { extendOpenapi } from "./plan/openapi/extend.ts";
export { renderOpenapi, renderPlan } from "./plan/render.ts";
export { validationMatrix } from "./plan/validation-matrix.ts";
export type { MatrixInput, MatrixRow } from "./plan/validation-matrix.ts";
export type { Decision, Entity, ErrorConvention, Operation, Plan, PlanAuth, PlanField } from "./plan/schema.ts";
export type { Check, Report } from "./report/schema.ts";
export type { LoadedTask } from "./task/file.ts";
export { loadTask } from "./task/load.ts";
export type { LoadTaskOptions } from "./task/load.ts";
export type { LineOf, ValuePath } from "./task/yaml-source.ts";
export { taskTemplate } from "./task/template.ts";
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
  ServedRoute,
  Understanding,
  Unresolved,
} from "./understanding/schema.ts";
export { runTask } from "./engine.ts";
export type { RunOutcome } from "./engine.ts";
export { previewRun } from "./preview.ts";
export type { Preview, PreviewedChange } from "./preview.ts";
export { makePlan } from "./plan/make.ts";
export type { MadePlan, MakePlanOptions } from "./plan/make.ts";
export type { RunTaskOptions } from "./run.ts";
export { refuseRun } from "./unstarted.ts";
export type { RefuseRunOptions } from "./unstarted.ts";
export { runSteps } from "./steps-project.ts";
export type { StepsOptions } from "./steps-project.ts";
export type { StepsEvent, StepsResult } from "./steps/run.ts";
export { verifyProject } from "./verify-project.ts";
export type { VerifyOptions, VerifyOutcome } from "./verify-project.ts";
export { requestKill } from "./workspace/markers.ts";
export { readReport } from "./workspace/reports.ts";
