import { spawn, type ChildProcess } from "node:child_process";
import type { Readable, Writable } from "node:stream";

import { holderScript } from "../containment/holder-script.ts";
import { systemProgram } from "../containment/programs.ts";
import { markerName, type Tier } from "../containment/tier.ts";
import { SupervisorError } from "../errors.ts";
import { readLines } from "../protocol.ts";
import { identify, livingBelow } from "../system/identity.ts";
import { signalAll } from "../system/signal.ts";
import { within } from "../system/wait.ts";
import type { CommandSpec } from "../types.ts";
import { openOutputPipe } from "./output-pipe.ts";

/** The started holder of one tree; its command waits for `go`. */
export interface Holder {
  readonly pid: number;
  /** Stdout and stderr of the tree, in order. */
  readonly output: Readable;
  /** The guard's and the command's ids as the holder sees them. Rejects with `CONTAINMENT_FAILED`. */
  readonly started: Promise<{ guard: number | null; command: number }>;
  /** The command's exit code; `null` when the holder ended without telling. */
  readonly status: Promise<number | null>;
  /** The holder and what set it up have ended, and the output is complete. */
  readonly closed: Promise<void>;
  go(): void;
  /** Ends a holder that did not start as it should. */
  discard(): Promise<void>;
}

const startTimeoutMs = 10_000;
const discardTimeoutMs = 2_000;

export function spawnHolder(
  tier: Tier,
  options: { command: CommandSpec; cgroup: string | null; marker: string; pipeFolder: string },
): Holder {
  const { command, cgroup } = options;
  const pipe = openOutputPipe({ folder: options.pipeFolder, marker: options.marker });
  // A member that kills its own group must not take the holder with it; where the group is all there is, it may.
  const setsid = tier.name === "process-group" ? "" : (systemProgram("setsid") ?? "");
  const [program, ...args] = [
    ...tier.prefix(),
    "/bin/sh",
    "-c",
    holderScript,
    "backwright-holder",
    tier.name,
    cgroup ?? "",
    setsid,
    ...command.argv,
  ];
  const child = spawn(program ?? "/bin/sh", args, {
    cwd: command.cwd,
    env: tier.name === "process-group" ? { ...command.env, [markerName]: options.marker } : command.env,
    // A session of its own: a terminal's signals do not reach it.
    detached: true,
    stdio: ["ignore", pipe?.writeEnd ?? "pipe", "pipe", "pipe", "pipe", "pipe"],
  });
  pipe?.closeWriteEnd();
  const output = pipe?.readEnd ?? (child.stdout as Readable);
  const pipes: readonly unknown[] = child.stdio;
  const control = pipes[3] as Writable;
  for (const stream of [control, pipes[5] as Writable]) {
    stream.on("error", () => {});
  }
  const complaints = collect(child.stderr as Readable);
  const ended = new Promise<void>((resolve) => {
    child.once("close", () => resolve());
    child.once("error", () => resolve());
  });
  const read = new Promise<void>((resolve) => {
    output.once("close", () => resolve());
  });
  const closed = Promise.all([ended, read]).then(() => {});
  return {
    pid: child.pid ?? 0,
    output,
    closed,
    ...readStatus(child, { complaints, tier: tier.name }),
    go() {
      control.write("go\n");
    },
    async discard() {
      const launcher = child.exitCode === null && child.signalCode === null ? identify(child.pid ?? 0) : null;
      if (launcher !== null) {
        signalAll([...livingBelow(launcher), launcher], "SIGKILL");
        await within(closed, discardTimeoutMs);
      }
    },
  };
}

function readStatus(
  child: ChildProcess,
  context: { complaints: () => string; tier: string },
): Pick<Holder, "started" | "status"> {
  const started = Promise.withResolvers<{ guard: number | null; command: number }>();
  const status = Promise.withResolvers<number | null>();
  let guard: number | null = null;

  function fail(why: string): void {
    const said = context.complaints();
    started.reject(
      new SupervisorError("CONTAINMENT_FAILED", {
        message: `The containment "${context.tier}" did not start: ${why}${said === "" ? "" : `: ${said}`}.`,
        hint: "Run `backwright doctor` to see which containments work here.",
      }),
    );
    status.resolve(null);
  }

  const timer = setTimeout(() => fail("no answer in 10 s"), startTimeoutMs);
  readLines(child.stdio[4] as Readable, {
    line(line) {
      const [word, number] = line.split(" ");
      if (word === "guard") {
        guard = Number(number);
      } else if (word === "started") {
        started.resolve({ guard, command: Number(number) });
      } else if (word === "exit") {
        status.resolve(Number(number));
      }
    },
    end() {
      status.resolve(null);
    },
  });
  child.once("error", (error) => fail(error.message));
  child.once("close", (code, signal) => fail(`it ended with ${String(code ?? signal)}`));
  started.promise.then(
    () => clearTimeout(timer),
    () => clearTimeout(timer),
  );
  return { started: started.promise, status: status.promise };
}

/** The holder's own complaints, from before it joined its output to the command's. */
function collect(stream: Readable): () => string {
  let text = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    text = (text + chunk).slice(0, 2_000);
  });
  stream.on("error", () => {});
  return () => text.trim();
}
