import { spawn } from "node:child_process";

import { supervisorEntry } from "../entry.ts";
import { SupervisorError } from "../errors.ts";
import {
  readLines,
  type AnswerMessage,
  type EventMessage,
  type OutgoingMessage,
  type RequestName,
  type Requests,
} from "../protocol.ts";

/** The line to one supervisor process. Its standard input is the death pipe: nobody else holds the other end. */
export interface Channel {
  readonly pid: number;
  ask<Name extends RequestName>(name: Name, ask: Requests[Name]["ask"]): Promise<Requests[Name]["answer"]>;
  /** Resolves when the supervisor is gone. */
  readonly gone: Promise<void>;
  /** Closes the death pipe: the supervisor ends what it holds, unless it was released before, and then itself. */
  hangUp(): void;
  /** Stops waiting for the supervisor, so that this process can end before it. */
  forget(): void;
}

export function openChannel(onEvent: (event: EventMessage) => void): Channel {
  const child = spawn(process.execPath, [supervisorEntry()], {
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
    cwd: "/",
    // Nothing of the caller's environment: each command brings its own.
    env: { PATH: process.env["PATH"] ?? "/usr/local/bin:/usr/bin:/bin", LC_ALL: "C" },
  });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const gone = Promise.withResolvers<void>();
  let nextId = 0;
  let lost = false;
  let complaint = "";

  function lose(cause?: Error): void {
    lost = true;
    for (const { reject } of waiting.values()) {
      reject(lostError(cause ?? (complaint === "" ? undefined : new Error(complaint))));
    }
    waiting.clear();
    gone.resolve();
  }

  function receive(message: OutgoingMessage): void {
    if ("event" in message) {
      onEvent(message);
    } else {
      const pending = waiting.get(message.id);
      waiting.delete(message.id);
      settle(pending, message);
    }
  }

  child.once("error", lose);
  child.once("close", () => lose());
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint = (complaint + text).slice(-4_096);
  });
  child.stdin.on("error", () => {});
  readLines(child.stdout, { line: (line) => receive(JSON.parse(line) as OutgoingMessage), end: () => {} });

  return {
    pid: child.pid ?? 0,
    ask(name, ask) {
      const pending = Promise.withResolvers<unknown>();
      if (lost) {
        pending.reject(lostError());
      } else {
        nextId += 1;
        waiting.set(nextId, pending);
        child.stdin.write(`${JSON.stringify({ id: nextId, op: name, ask })}\n`);
      }
      return pending.promise as Promise<Requests[typeof name]["answer"]>;
    },
    gone: gone.promise,
    hangUp() {
      child.stdin.end();
    },
    forget() {
      child.stdin.destroy();
      child.stdout.destroy();
      child.stderr.destroy();
      child.unref();
    },
  };
}

function settle(pending: PromiseWithResolvers<unknown> | undefined, message: AnswerMessage): void {
  if (!("error" in message)) {
    pending?.resolve(message.answer);
    return;
  }
  const { code, message: text, hint, tail } = message.error;
  if (code === null) {
    pending?.reject(new Error(`The supervisor failed: ${text}`));
    return;
  }
  pending?.reject(
    new SupervisorError(code, {
      message: text,
      ...(hint === null ? {} : { hint }),
      ...(tail === null ? {} : { tail }),
    }),
  );
}

function lostError(cause?: Error): SupervisorError {
  return new SupervisorError("SUPERVISOR_LOST", {
    message: "The supervisor process is gone, and all that it held was ended.",
    ...(cause === undefined ? {} : { cause }),
  });
}
