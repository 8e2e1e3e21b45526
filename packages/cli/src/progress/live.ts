import type { PhaseName, RunEvent } from "@backwright/core";
import type { Output } from "../output.ts";
import { checkLine } from "../render/checks.ts";
import { duration } from "../render/duration.ts";
import { plainLine } from "../render/plain.ts";
import { phaseLine, startLine, warningLine } from "./lines.ts";
import type { Progress } from "./progress.ts";

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const frameMs = 100;
const clearLine = "\r\u001b[2K";
const hideCursor = "\u001b[?25l";
const showCursor = "\u001b[?25h";

interface Active {
  readonly phase: PhaseName;
  readonly since: number;
  text: string;
}

/** Ended phases stay as lines; below them one line is redrawn with the phase under way, its time and what it does. */
export function createLiveView(options: { stream: NodeJS.WriteStream; output: Output }): Progress {
  const { stream, output } = options;
  const paint = output.paintNote;
  const began = performance.now();
  let active: Active | null = null;
  let drawn = false;
  let frame = 0;
  let timer: NodeJS.Timeout | null = null;

  function erase(): void {
    if (drawn) stream.write(clearLine);
    drawn = false;
  }
  function draw(): void {
    if (active === null) return;
    frame = (frame + 1) % frames.length;
    const now = performance.now();
    const head = `${frames[frame] ?? ""} ${active.phase.padEnd(10)} ${duration(now - active.since).padStart(9)}  `;
    const total = `  ${duration(now - began)} in all`;
    const room = Math.max(0, (stream.columns || 80) - 1 - head.length - total.length);
    stream.write(`${clearLine}${head}${cut(active.text, room)}${paint("dim", total)}`);
    drawn = true;
  }
  function keep(line: string): void {
    erase();
    output.note(line);
    draw();
  }
  function stop(): void {
    if (timer === null) return;
    clearInterval(timer);
    timer = null;
    active = null;
    erase();
    stream.write(showCursor);
    process.off("exit", stop);
  }
  function start(): void {
    if (timer !== null) return;
    stream.write(hideCursor);
    timer = setInterval(draw, frameMs);
    timer.unref();
    process.on("exit", stop);
  }
  function onEvent(event: RunEvent): void {
    switch (event.type) {
      case "run-started":
        return keep(startLine(event, paint));
      case "phase-started":
        active = { phase: event.phase, since: performance.now(), text: "" };
        return start();
      case "progress":
        active ??= { phase: event.phase, since: performance.now(), text: "" };
        active.text = plainLine(event.text);
        return start();
      case "check":
        if (event.check.result !== "passed") return keep(`    ${checkLine(event.check, paint)}`);
        if (active !== null) active.text = plainLine(event.check.title);
        return;
      case "phase-ended":
        active = null;
        return keep(phaseLine(event, paint));
      case "warning":
        return keep(warningLine(event.text, paint));
      case "run-ended":
        return stop();
    }
  }
  return { onEvent, stop };
}

function cut(text: string, width: number): string {
  const characters = Array.from(text);
  return characters.length <= width ? text : `${characters.slice(0, Math.max(0, width - 1)).join("")}…`;
}
