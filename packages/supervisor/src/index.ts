export { startDetached } from "./client/detached.ts";
export { listProcesses } from "./client/listing.ts";
export { followLog, readLog } from "./client/logs.ts";
export { openSupervisor } from "./client/open.ts";
export { stopProcess } from "./client/stop.ts";
export { tiedToParent } from "./containment/short-lived.ts";
export { probeContainment } from "./containment/tiers.ts";
export { minimalEnvironment } from "./environment.ts";
export { createRedactor } from "./logs/redact.ts";
export { sweepStale } from "./records/sweep.ts";
export { bootId, identify, isAlive, isComparable, pidNamespace } from "./system/identity.ts";
export { freePort, portOwner } from "./system/sockets.ts";
export { SupervisorError, supervisorErrorCodes, type SupervisorErrorCode } from "./errors.ts";
export {
  containments,
  type CommandResult,
  type CommandSpec,
  type Containment,
  type ContainmentProbe,
  type ContainmentReport,
  type DetachedOptions,
  type ExitReport,
  type ForeignProcess,
  type ListedProcess,
  type PortOwner,
  type ProcessIdentity,
  type ProcessListing,
  type ProcessRecord,
  type ProcessReport,
  type ReadLogOptions,
  type ReadyAddress,
  type ReadyOptions,
  type RunOptions,
  type StopOptions,
  type StopProcessOptions,
  type StopProcessResult,
  type Supervisor,
  type SupervisorOptions,
  type SweepReport,
  type TierProbe,
  type TrackedProcess,
} from "./types.ts";
