import { SupervisorError } from "../errors.ts";
import type { RequestName, Requests, RunEnd, StopRequest } from "../protocol.ts";
import { removeFile } from "../records/durable.ts";
import { readStopRequest, stopRequestPath } from "../records/stop-request.ts";
import { within } from "../system/wait.ts";
import type { ExitReport } from "../types.ts";
import type { ProcessSet, SessionProcess } from "./process-set.ts";
import { waitReady } from "./readiness.ts";
import { watchFile } from "./watch-file.ts";

export type Answers = {
  [Name in RequestName]: (ask: Requests[Name]["ask"]) => Promise<Requests[Name]["answer"]> | Requests[Name]["answer"];
};

/** Between SIGTERM and SIGKILL for a command that took too long. */
const timeoutGraceMs = 500;
const defaultGraceMs = 3_000;
let internalKey = 0;

/** What the supervisor does on each request of its caller. */
export function createAnswers(set: ProcessSet): Answers {
  return {
    open: (options) => set.open(options),
    run: (ask) => run(set, ask),
    async start({ key, command, stopCommand }) {
      const started = await set.launch(key, { command, stopCommand, untilCommandEnds: false, lines: false });
      return started.described;
    },
    ready({ key, options }) {
      const { record, tree, tail, command, nextNumber } = set.get(key);
      const hinted = Number(command.env["PORT"]);
      const hintedPort = Number.isSafeInteger(hinted) ? hinted : null;
      return waitReady({ name: record.name, tree, tail, nextNumber, hintedPort }, options);
    },
    ports: ({ key }) => [
      ...new Set(
        set
          .get(key)
          .tree.listeners()
          .map(({ port }) => port),
      ),
    ],
    lines({ key, on }) {
      set.sendLines(key, on);
      return null;
    },
    stop: ({ key, ...request }) => stop(set, set.get(key), request),
    abort({ key }) {
      set.abort(key);
      return null;
    },
    async close({ graceMs }) {
      set.refuse(new SupervisorError("SUPERVISOR_CLOSED", { message: "The supervisor was closed." }));
      await Promise.all(set.all().map(({ tree }) => tree.terminate(graceMs)));
      await set.killAll();
      return null;
    },
    release({ key, port }) {
      const process = set.get(key);
      const { paths } = set.context();
      const request = stopRequestPath(paths, process.record.name);
      removeFile(request);
      const unwatch = watchFile(request, () => {
        const graceMs = readStopRequest(paths, process.record.name) ?? defaultGraceMs;
        void stop(set, process, { graceMs, stopCommand: null });
      });
      void process.ended.then(() => {
        unwatch();
        removeFile(request);
      });
      return process.updateRecord({ port, detached: true });
    },
  };
}

async function run(set: ProcessSet, ask: Requests["run"]["ask"]): Promise<RunEnd> {
  const { key, command, timeoutMs, lines } = ask;
  const process = await set.launch(key, { command, stopCommand: null, untilCommandEnds: true, lines });
  const timedOut = !(await within(process.tree.ended, timeoutMs));
  if (timedOut) {
    await process.tree.terminate(timeoutGraceMs);
  }
  const exit = await process.ended;
  const { logFile, pid } = process.described;
  return { ...exit, timedOut, aborted: set.isAborted(key), logFile, pid };
}

async function stop(set: ProcessSet, process: SessionProcess, request: StopRequest): Promise<ExitReport> {
  const { graceMs } = request;
  const stopCommand = request.stopCommand ?? process.stopCommand;
  if (stopCommand !== null && !(await within(process.tree.ended, 0))) {
    const enter = process.tree.enter();
    internalKey -= 1;
    const key = internalKey;
    // A stop command that fails changes nothing: signals follow.
    const stopping =
      enter === null
        ? run(set, { key, command: stopCommand, timeoutMs: graceMs, lines: false })
        : set.runInside(key, { enter, command: stopCommand, timeoutMs: graceMs });
    await stopping.catch(() => {});
    await within(process.tree.ended, graceMs);
  }
  await process.tree.terminate(graceMs);
  return process.ended;
}
