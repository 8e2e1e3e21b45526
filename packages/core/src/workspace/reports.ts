import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { BackwrightError } from "../errors.ts";
import { reportSchema } from "../report/schema.ts";
import type { Report } from "../report/schema.ts";
import { checkTaskId } from "../task/check.ts";
import { replaceDurably } from "./durable.ts";
import { workspaceOf } from "./workspace.ts";
import type { Workspace } from "./workspace.ts";

/** Checks the report against its schema and makes it durable. Returns its path. */
export function writeReport(workspace: Workspace, loop: string, report: Report): string {
  const file = workspace.reportFile(report.task_id, loop);
  replaceDurably(file, `${JSON.stringify(reportSchema.parse(report), null, 2)}\n`);
  return file;
}

export interface ReadReportOptions {
  readonly dir: string;
  readonly taskId: string;
  /** Default: the newest. */
  readonly loop?: string;
}

/** @throws BackwrightError `REPORT_MISSING`, `TASK_ID_INVALID` */
export function readReport(options: ReadReportOptions): Report {
  const { dir, taskId, loop } = options;
  const workspace = workspaceOf(dir);
  checkTaskId(taskId);
  const found = loop === undefined ? newest(workspace, taskId) : workspace.reportFile(taskId, loop);
  try {
    if (found !== null) {
      return reportSchema.parse(JSON.parse(readFileSync(found, "utf8")));
    }
  } catch (cause) {
    throw missing(taskId, loop, cause);
  }
  throw missing(taskId, loop);
}

function newest(workspace: Workspace, taskId: string): string | null {
  const folder = dirname(workspace.reportFile(taskId, "1"));
  const start = `${taskId}-loop-`;
  try {
    const files = readdirSync(folder).filter((name) => name.startsWith(start) && name.endsWith(".json"));
    function loopOf(name: string): number {
      return Number(name.slice(start.length, -".json".length));
    }
    const last = files.sort((a, b) => loopOf(a) - loopOf(b)).at(-1);
    return last === undefined ? null : join(folder, last);
  } catch {
    return null;
  }
}

function missing(taskId: string, loop: string | undefined, cause?: unknown): BackwrightError {
  return new BackwrightError("REPORT_MISSING", {
    message: `There is no readable report of ${taskId}${loop === undefined ? "" : `, loop ${loop}`}.`,
    hint: "Run the task first, or name its repository with --dir.",
    cause,
  });
}
