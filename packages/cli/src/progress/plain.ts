import type { RunEvent } from "@backwright/core";
import type { Output } from "../output.ts";
import { checkLine } from "../render/checks.ts";
import { plainLine } from "../render/plain.ts";
import { phaseLine, startLine, warningLine } from "./lines.ts";
import type { Progress } from "./progress.ts";

/** One line for each event; nothing is redrawn. */
export function createPlainView(output: Output): Progress {
  const paint = output.paintNote;
  function lineOf(event: RunEvent): string | null {
    switch (event.type) {
      case "run-started":
        return startLine(event, paint);
      case "phase-started":
        return `  ${event.phase} …`;
      case "progress":
        return `    ${plainLine(event.text)}`;
      case "check":
        return `    ${checkLine(event.check, paint)}`;
      case "phase-ended":
        return phaseLine(event, paint);
      case "warning":
        return warningLine(event.text, paint);
      case "run-ended":
        return null;
    }
  }
  return {
    onEvent: (event) => {
      const line = lineOf(event);
      if (line !== null) output.note(line);
    },
    stop: () => undefined,
  };
}
