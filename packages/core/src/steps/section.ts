import type { EnvironmentNeed } from "../adapter/contract.ts";
import { BackwrightError } from "../errors.ts";
import { encode, expiredClaims, unsignedHead } from "../probes/fill.ts";
import { type ProbeStep, type Scenario, traces } from "../probes/step.ts";
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

/** The two lines that every section has. */
const commonOutcomes = ["Build completes with exit code 0", "Server starts and remains running"] as const;

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
  const operations = new Map<string, ProbeStep[]>();
  for (const step of steps) operations.set(step.operation, [...(operations.get(step.operation) ?? []), step]);
  return [...operations].map(([id, own]) => {
    const request = requestOf(own);
    const name = id === request ? `\`${id}\`` : `\`${id}\` (${request})`;
    return `${name} answers ${statusesOf(own)} where it should`;
  });
}

function requestOf([step]: readonly ProbeStep[]): string {
  if (step === undefined) return "";
  const { method, path } = step.request;
  return `${method} ${path.replace(/\?.*/, "").replace(/\/(\{\{.*?\}\}|2147483647|f{24})/, "/:id")}`;
}

/** 201, 400, 409; an alternative is named where nothing else proves one of the two. */
function statusesOf(steps: readonly ProbeStep[]): string {
  const expected = steps.map(({ expect }) => expect);
  const sure = new Set(expected.flatMap(({ statuses }) => (statuses.length === 1 ? statuses : [])));
  const words = expected.map(({ statuses, below = 600 }) => {
    if (statuses.length === 0) return `less than ${below}`;
    return statuses.some((status) => sure.has(status)) && statuses.length > 1 ? null : statuses.join(" or ");
  });
  return [...new Set(words.filter((word) => word !== null))].join(", ");
}

/** With more backquotes than the text holds in a row. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}bash\n${text}\n${fence}`;
}
