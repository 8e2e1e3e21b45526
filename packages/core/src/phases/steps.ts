import { join } from "node:path";
import { commandEnvironment } from "../checks/environment.ts";
import { shellCommand } from "../checks/quality.ts";
import { openProject } from "../project/open.ts";
import type { Check } from "../report/schema.ts";
import { appendSection } from "../steps/append.ts";
import type { BlockResult } from "../steps/block.ts";
import { freshCopy } from "../steps/fresh-copy.ts";
import { parseSteps } from "../steps/parse.ts";
import { runSection } from "../steps/run.ts";
import { renderSection } from "../steps/section.ts";
import type { Command, Commands } from "../understanding/schema.ts";
import { given } from "./phase.ts";
import type { Phase, RunContext, RunState } from "./phase.ts";
import { scenarioOf } from "./verify.ts";

/** Writes the section that others re-run, but only once it has passed as written, from a fresh copy. */
export const stepsPhase: Phase = {
  name: "steps",
  async run(context, state) {
    const taskId = context.task.task.id;
    const text = await renderTaskSection(context, state);
    const [section] = parseSteps(Buffer.from(text)).sections;
    const copy = await freshCopy({ dir: context.dir, signal: context.signal });
    try {
      const { blocks } = await runSection(given(section ?? null, "section"), {
        dir: copy.dir,
        supervisor: context.supervisor,
        signal: context.signal,
        environment: commandEnvironment(context.task.task.env),
        onEvent(event) {
          if (event.type === "block-started") {
            context.emit({ type: "progress", phase: "steps", text: `${event.title}, from a fresh copy` });
          }
        },
      });
      context.signal.throwIfAborted();
      const checks = blocks.map(blockCheck);
      checks.forEach((check) => context.emit({ type: "check", phase: "steps", check }));
      const passed = checks.filter(({ result }) => result === "passed").length;
      const steps = { section: taskId, run: checks.length, passed };
      const adds = { checks: [...state.checks, ...checks] };
      if (passed < checks.length) {
        return {
          result: "failed",
          summary: `${checks.length - passed} of ${checks.length} blocks did not pass as written`,
          adds,
        };
      }
      const appended = appendSection({ file: context.workspace.stepsFile, taskId, section: text });
      return {
        result: "passed",
        summary: `${passed} blocks passed from a fresh copy, section ${appended}`,
        adds: { ...adds, steps },
      };
    } finally {
      await copy.remove();
    }
  },
};

async function renderTaskSection(context: RunContext, state: RunState): Promise<string> {
  const { task } = context.task;
  const adapter = given(state.adapter, "adapter");
  const backend = given(state.backend, "backend");
  const { verification } = adapter;
  const installation = verification?.installation;
  // Read anew: the run has installed what it added, so that a lock file may hold now what it did not before.
  const commands = await adapter.commands(await openProject(context.dir), backend);
  return renderSection({
    taskId: task.id,
    timestamp: new Date().toISOString().replace(/\.\d+Z$/, "+00:00"),
    commands: withGiven(commands, task.commands ?? {}),
    dependencies: installation === undefined ? null : join(backend.dir, installation.path),
    environment: (await verification?.environment(given(state.project, "project"), backend)) ?? [],
    scenario: scenarioOf(state),
  });
}

/** Commands that the task names win. */
function withGiven(found: Commands, named: Readonly<Record<string, string | undefined>>): Commands {
  const chosen = Object.entries(named).flatMap(([name, line]): [string, Command][] =>
    line === undefined ? [] : [[name, shellCommand(line, "task")]],
  );
  return { ...found, ...Object.fromEntries(chosen) };
}

function blockCheck(block: BlockResult): Check {
  const failures = block.output
    .split("\n")
    .filter((line) => line.startsWith("FAIL"))
    .slice(0, 10);
  const tail =
    block.result === "passed" ? [] : failures.length > 0 ? failures : block.output.trimEnd().split("\n").slice(-20);
  return {
    id: `steps:${block.title}`,
    title: `${block.title} passes as written, from a fresh copy`,
    result: block.result,
    baseline: false,
    detail: [block.detail, ...tail].join("\n"),
    command: "bash",
    exit_code: block.exitCode,
    duration_ms: block.durationMs,
  };
}
