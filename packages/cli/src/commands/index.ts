import type { Command } from "../command.ts";
import { adaptersList } from "./adapters-list.ts";
import { completion } from "./completion.ts";
import { doctor } from "./doctor.ts";
import { init } from "./init.ts";
import { kill } from "./kill.ts";
import { logs } from "./logs.ts";
import { plan } from "./plan.ts";
import { ps } from "./ps.ts";
import { report } from "./report.ts";
import { run } from "./run.ts";
import { start } from "./start.ts";
import { stepsRun } from "./steps-run.ts";
import { stop } from "./stop.ts";
import { understand } from "./understand.ts";
import { verify } from "./verify.ts";

/** Every command, in the order that help shows them. */
export const commands: readonly Command[] = [
  run,
  understand,
  plan,
  verify,
  stepsRun,
  start,
  ps,
  stop,
  logs,
  kill,
  report,
  adaptersList,
  doctor,
  init,
  completion,
];
