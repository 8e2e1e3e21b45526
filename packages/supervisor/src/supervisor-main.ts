import { SupervisorError } from "./errors.ts";
import {
  readLines,
  type ErrorMessage,
  type EventMessage,
  type OutgoingMessage,
  type RequestMessage,
} from "./protocol.ts";
import { createAnswers, type Answers } from "./server/answers.ts";
import { createProcessSet } from "./server/process-set.ts";
import { within } from "./system/wait.ts";

/** Unread output of the caller; beyond it, lines are dropped rather than held. */
const mostUnreadBytes = 1024 * 1024;
const longestGoodbyeMs = 5_000;

// A terminal's signals are for the caller; this process ends when the caller does, or when its work is over.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const) {
  process.on(signal, () => {});
}
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});

const set = createProcessSet(send);
const answers = createAnswers(set);
let released = false;

function send(message: OutgoingMessage | EventMessage): void {
  if ("event" in message && message.event === "line" && process.stdout.writableLength > mostUnreadBytes) {
    return;
  }
  if (process.stdout.writable) {
    process.stdout.write(`${JSON.stringify(message)}\n`);
  }
}

async function answer({ id, op, ask }: RequestMessage): Promise<void> {
  try {
    const handle = answers[op] as (ask: unknown) => ReturnType<Answers[typeof op]>;
    const result = await handle(ask);
    released ||= op === "release";
    send({ id, answer: result });
  } catch (error) {
    send({ id, error: describeError(error) });
  }
}

function describeError(error: unknown): ErrorMessage {
  if (error instanceof SupervisorError) {
    const { code, message, hint, tail } = error;
    return { code, message, hint, tail };
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: null, message: text, hint: null, tail: null };
}

/** The death pipe: its end means that the caller is gone, whatever the cause. */
async function callerGone(): Promise<void> {
  if (released) {
    await Promise.all(set.all().map(({ ended }) => ended));
  } else {
    set.refuse(new SupervisorError("SUPERVISOR_CLOSED", { message: "The caller is gone." }));
    await within(set.killAll(), longestGoodbyeMs);
  }
  process.exit(0);
}

readLines(process.stdin, {
  line: (line) => void answer(JSON.parse(line) as RequestMessage),
  end: () => void callerGone(),
});
