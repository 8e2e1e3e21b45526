import type { Output } from "./output.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** What an abort by a signal carries; read by its code like every failure. */
class Interruption extends Error {
  readonly code = "INTERRUPTED";
  readonly hint = null;
}

/**
 * Turns signals into an abort. A second signal changes nothing but says so: the clean-up that the first one began
 * goes on, and is bounded by the supervisor.
 */
export function abortOnSignals(output: Output): { readonly signal: AbortSignal; dispose(): void } {
  const controller = new AbortController();
  function onSignal(name: NodeJS.Signals): void {
    if (controller.signal.aborted) {
      output.note(`${name}: still ending; this takes a few seconds at most.`);
      return;
    }
    output.note(`${name}: ending.`);
    controller.abort(new Interruption(`The command was interrupted by ${name}; what it had started is ended.`));
  }
  for (const name of signals) process.on(name, onSignal);
  return {
    signal: controller.signal,
    dispose: () => {
      for (const name of signals) process.off(name, onSignal);
    },
  };
}
