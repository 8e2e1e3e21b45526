import { chooseTier } from "../containment/tiers.ts";
import { SupervisorError } from "../errors.ts";
import type { EventMessage, SessionOptions, StartedProcess } from "../protocol.ts";
import { makeWorkspaceFolders } from "../records/paths.ts";
import { isoWithOffset } from "../records/pid-files.ts";
import { identify } from "../system/identity.ts";
import type { ContainmentReport } from "../types.ts";
import { runInside, type InsideOptions } from "./inside.ts";
import { launchProcess, type LaunchedProcess, type LaunchOptions, type ProcessContext } from "./process.ts";
import { watchFile } from "./watch-file.ts";

/** A process of the session, under the key that its caller chose. */
export interface SessionProcess extends LaunchedProcess {
  readonly described: StartedProcess;
  wantsLines: boolean;
  /** Resolves at the next line of output that holds a number. */
  nextNumber: () => Promise<void>;
}

export interface SessionLaunch extends Omit<LaunchOptions, "onOutput"> {
  /** Send its lines to the caller. */
  lines: boolean;
}

/** All processes of one session. */
export interface ProcessSet {
  open(options: SessionOptions): ContainmentReport;
  context(): ProcessContext;
  launch(key: number, options: SessionLaunch): Promise<SessionProcess>;
  /** Begins or ends sending the lines of a process, those first that its tail still holds. */
  sendLines(key: number, on: boolean): void;
  /** Runs a command inside another one's tree, with which it ends at the latest. */
  runInside(key: number, options: InsideOptions): Promise<void>;
  /** Ends a process at once, also one that is just being started. */
  abort(key: number): void;
  isAborted(key: number): boolean;
  /** Throws `PROCESS_UNKNOWN`. */
  get(key: number): SessionProcess;
  all(): readonly SessionProcess[];
  /** Refuses all further starts with this error. */
  refuse(error: SupervisorError): void;
  /** Ends everything at once, also what is just being started. */
  killAll(): Promise<void>;
}

export function createProcessSet(send: (event: EventMessage) => void): ProcessSet {
  const processes = new Map<number, SessionProcess>();
  const starting = new Set<Promise<unknown>>();
  const aborted = new Set<number>();
  let context: ProcessContext | undefined;
  let refusal: SupervisorError | undefined;

  function opened(): ProcessContext {
    if (context === undefined) {
      throw new Error("The session was not opened.");
    }
    return context;
  }

  function open(options: SessionOptions): ContainmentReport {
    const { tier, report } = chooseTier(options.containment ?? undefined);
    const supervisor = identify(process.pid);
    if (supervisor === null) {
      throw new Error("The supervisor is not in the process table.");
    }
    const { runId, secrets, maxLogBytes, killFile } = options;
    context = { tier, paths: makeWorkspaceFolders(options.workspace), runId, supervisor, secrets, maxLogBytes };
    if (killFile !== null) {
      watchFile(killFile, () => {
        refusal = new SupervisorError("KILLED", { message: `The kill file ${killFile} appeared.` });
        void killAll();
        send({ event: "killed" });
      });
    }
    return report;
  }

  function launch(key: number, options: SessionLaunch): Promise<SessionProcess> {
    const launching = launchAndAnnounce(key, options).finally(() => starting.delete(launching));
    starting.add(launching);
    return launching;
  }

  async function launchAndAnnounce(key: number, options: SessionLaunch): Promise<SessionProcess> {
    if (refusal !== undefined) {
      throw refusal;
    }
    let number = Promise.withResolvers<void>();
    let added: SessionProcess | undefined;

    function onOutput(text: string): void {
      if (/\d/.test(text)) {
        number.resolve();
        number = Promise.withResolvers<void>();
      }
      if (added?.wantsLines === true) {
        sendEach(key, text);
      }
    }

    const launched = await launchProcess(opened(), { ...options, onOutput });
    added = {
      ...launched,
      described: describe(launched),
      wantsLines: options.lines,
      nextNumber: () => number.promise,
    };
    processes.set(key, added);
    if (refusal !== undefined || aborted.has(key)) {
      void launched.tree.kill();
    }
    send({ event: "started", key, process: added.described });
    void launched.ended.then((exit) => send({ event: "ended", key, endedAt: isoWithOffset(new Date()), exit }));
    return added;
  }

  function sendEach(key: number, text: string): void {
    for (const line of text.split("\n").slice(0, -1)) {
      send({ event: "line", key, line });
    }
  }

  async function killAll(): Promise<void> {
    await Promise.all(all().map(({ tree }) => tree.kill()));
    // What was being started is killed as soon as it is known, because starts are refused before this is called.
    await Promise.allSettled(starting);
    await Promise.all(all().map(({ ended }) => ended));
  }

  function get(key: number): SessionProcess {
    const found = processes.get(key);
    if (found === undefined) {
      throw new SupervisorError("PROCESS_UNKNOWN", { message: `No process has the key ${key}.` });
    }
    return found;
  }

  function all(): readonly SessionProcess[] {
    return [...processes.values()];
  }

  return {
    open,
    context: opened,
    launch,
    get,
    all,
    sendLines(key, on) {
      const found = get(key);
      if (on && !found.wantsLines) {
        sendEach(key, found.tail());
      }
      found.wantsLines = on;
    },
    async runInside(key, options) {
      const inside = runInside(opened(), options);
      send({ event: "started", key, process: inside.described });
      const exit = await inside.ended;
      send({ event: "ended", key, endedAt: isoWithOffset(new Date()), exit });
    },
    abort(key) {
      aborted.add(key);
      void processes.get(key)?.tree.kill();
    },
    isAborted: (key) => aborted.has(key),
    refuse(error) {
      refusal ??= error;
    },
    killAll,
  };
}

function describe({ record, process: { pid } }: LaunchedProcess): StartedProcess {
  const { name, command, startedAt, logFile } = record;
  return { name, pid, command, started_at: startedAt, ended_at: null, exit_code: null, signal: null, logFile };
}
