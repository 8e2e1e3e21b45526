import type { RunEvent, StepsEvent } from "@backwright/core";

/** What happens inside a section, in the words of a run; `null` for what the block's own end tells as well. */
export function asRunEvent(event: StepsEvent): RunEvent | null {
  switch (event.type) {
    case "section-started":
    case "section-ended":
      return null;
    case "block-started":
      return { type: "progress", phase: "steps", text: `${event.taskId}: ${event.title}` };
    case "block-line":
      return { type: "progress", phase: "steps", text: event.line };
    case "block-ended":
      return {
        type: "check",
        phase: "steps",
        check: {
          id: `steps:${event.taskId}:${event.block.line}`,
          title: `${event.taskId}: ${event.block.title}`,
          result: event.block.result,
          baseline: false,
          detail: event.block.detail,
          command: null,
          exit_code: event.block.exitCode,
          duration_ms: event.block.durationMs,
        },
      };
  }
}
