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
export { BackwrightError, errorCodes, exitCodes } from "./errors.ts";
export type { ErrorCode, ErrorDetails, Outcome } from "./errors.ts";
export { phaseNames } from "./events.ts";
export type { PhaseName, RunEvent, RunListener } from "./events.ts";
export type { ChangeSet, FileChange } from "./project/change-set.ts";
export { openProject } from "./project/open.ts";
export type { ProjectReader } from "./project/reader.ts";
export { flattenRoutes, joinRoutePath } from "./routes/flatten.ts";
export type { FlattenOptions } from "./routes/flatten.ts";
export type { RouteLeaf, RouterEntry, RouterGraph, RouterGuard, RouterMount, RouterNode } from "./routes/graph.ts";
export { requireBackend, understand, understandWith } from "./understanding/understand.ts";
export type { Understood, UnderstandOptions } from "./understanding/understand.ts";
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
