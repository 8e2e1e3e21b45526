import type { RunEvent } from "@backwright/core";
import type { Paint } from "../output.ts";
import { duration } from "../render/duration.ts";
import { plainLine } from "../render/plain.ts";

type PhaseEnded = Extract<RunEvent, { type: "phase-ended" }>;

const symbols = { passed: "✓", failed: "✗", skipped: "–" } as const;
const colours = { passed: "green", failed: "red", skipped: "yellow" } as const;

/** `✓ understand   0.41 s  express 5.1.0 in typescript`. */
export function phaseLine(event: PhaseEnded, paint: Paint): string {
  const symbol = paint(colours[event.result], symbols[event.result]);
  const word = event.result === "passed" ? "" : `${event.result}: `;
  const line = `${symbol} ${event.phase.padEnd(10)} ${duration(event.durationMs).padStart(9)}  ${word}${plainLine(event.summary)}`;
  return line.trimEnd();
}

/** How a run begins. */
export function startLine(event: Extract<RunEvent, { type: "run-started" }>, paint: Paint): string {
  return `${paint("bold", event.taskId)} loop ${event.loop} in ${plainLine(event.dir)} ${paint("dim", `(${event.runId})`)}`;
}

export function warningLine(text: string, paint: Paint): string {
  return `${paint("yellow", "!")} ${plainLine(text)}`;
}
