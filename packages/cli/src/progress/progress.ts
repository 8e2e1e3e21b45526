import type { RunListener } from "@backwright/core";
import type { Context } from "../command.ts";
import { createLiveView } from "./live.ts";
import { createPlainView } from "./plain.ts";

/** Shows what goes on, on standard error. */
export interface Progress {
  readonly onEvent: RunListener;
  /** Leaves the screen as it should stay. Safe to call twice. */
  stop(): void;
}

/** A live view on a terminal, lines elsewhere, nothing but warnings when the user asked for quiet. */
export function createProgress(context: Context): Progress {
  const { output } = context;
  if (context.quiet) {
    return {
      onEvent: (event) => {
        if (event.type === "warning") output.note(`warning: ${event.text}`);
      },
      stop: () => undefined,
    };
  }
  if (process.stderr.isTTY && context.env["TERM"] !== "dumb") return createLiveView({ stream: process.stderr, output });
  return createPlainView(output);
}
