import type { EnvironmentNeed } from "../adapter/contract.ts";
import { BackwrightError } from "../errors.ts";
import { encode, expiredClaims, unsignedHead } from "../probes/fill.ts";
import { traces, type Scenario } from "../probes/step.ts";
import type { Commands } from "../understanding/schema.ts";
import { probeLines } from "./probe-lines.ts";
import { commandLine, exportLine, jobWords, onlyWithout, quote } from "./shell.ts";
import { renderTemplate, serverFunctions } from "./templates.ts";

export interface SectionInput {
  taskId: string;
  /** ISO 8601 with offset. */
  timestamp: string;
  commands: Commands;
  /** A path that is there once dependencies are installed, relative to the repository's root; `null` installs each time. */
  dependencies: string | null;
  environment: readonly EnvironmentNeed[];
  scenario: Scenario;
}

/** What the two lines that every section has are called; `steps run` knows them again. */
export const commonOutcomes = ["Build completes with exit code 0", "Server starts and remains running"] as const;

/**
 * A whole section of verification_steps.md, as it will stand there.
 * Throws `COMMAND_MISSING` where nothing says how the application is started.
 */
export function renderSection(input: SectionInput): string {
  const text = renderTemplate("section.md", {
    taskId: input.taskId,
    timestamp: input.timestamp,
    build: fenced(buildBlock(input)),
    runtime: fenced(runtimeBlock(input)),
    outcomes: [...commonOutcomes, ...operationOutcomes(input.scenario)],
  });
  return `${text}\n`;
}

function buildBlock({ commands, dependencies }: SectionInput): string {
  const lines: string[] = [];
  if (commands.install) lines.push(onlyWithout(dependencies, commandLine(commands.install)));
  lines.push(commands.build ? commandLine(commands.build) : "echo 'The project has no build step.'");
  return renderTemplate("build.sh", { lines });
}

function runtimeBlock({ commands, dependencies, environment, scenario }: SectionInput): string {
  if (commands.start === null) {
    throw new BackwrightError("COMMAND_MISSING", {
      message: "Nothing says how the application is started, so it cannot be verified while it runs.",
      hint: "Add a start script to the project, or `commands: { start: … }` to the task.",
    });
  }
  const setup = environment.map(exportLine);
  if (commands.install) setup.push(onlyWithout(dependencies, `run_in ${jobWords(commands.install)}`));
  if (commands.build) setup.push(`run_in ${jobWords(commands.build)}`);
  if (commands.migrate) setup.push(`run_in ${jobWords(commands.migrate)}`);
  setup.push(`start_server ${jobWords(commands.start)}`);
  return renderTemplate("runtime.sh", {
    server: serverFunctions(),
    probe: renderTemplate("probe.sh", {
      traces: traces.map(quote).join(" "),
      unsignedHead: encode(unsignedHead),
      expiredClaims: encode(expiredClaims),
    }),
    setup,
    notes: scenario.assumptions,
    steps: probeLines(scenario.steps),
  });
}

/** One line an operation: what it was seen to answer. Its id stands in backquotes, as in the lines that the block prints. */
function operationOutcomes({ steps }: Scenario): string[] {
  const operations = new Map<string, { request: string; statuses: Set<string> }>();
  for (const step of steps) {
    const request = `${step.request.method} ${step.request.path.replace(/\?.*/, "").replaceAll(/\{\{.*?\}\}/g, ":id")}`;
    const seen = operations.get(step.operation) ?? { request, statuses: new Set() };
    const { statuses, below } = step.expect;
    seen.statuses.add(statuses.length > 0 ? statuses.join(" or ") : `less than ${below ?? 600}`);
    operations.set(step.operation, seen);
  }
  return [...operations].map(([id, { request, statuses }]) => {
    const name = id === request ? `\`${id}\`` : `\`${id}\` (${request.replace("/2147483647", "/:id")})`;
    return `${name} answers ${[...statuses].join(", ")} where it should`;
  });
}

/** With more backquotes than the text holds in a row. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}bash\n${text}\n${fence}`;
}
