import type { Adapter } from "../adapter/contract.ts";
import { runProbes } from "../probes/run.ts";
import type { Scenario } from "../probes/step.ts";
import type { ProjectReader } from "../project/reader.ts";
import type { Check } from "../report/schema.ts";
import type { Task } from "../task/schema.ts";
import type { Backend, Command } from "../understanding/schema.ts";
import type { CommandRun } from "./command.ts";
import { checkInstall } from "./install.ts";
import { isolate } from "./isolation.ts";
import { checkQuality, compareWithBaseline, shellCommand } from "./quality.ts";
import { checkRuntime } from "./runtime.ts";
import { checkStaticSecurity } from "./static-security.ts";

export interface Suite {
  readonly project: ProjectReader;
  readonly adapter: Adapter;
  readonly backend: Backend;
  /** Commands that the task gives; they win. */
  readonly given: NonNullable<Task["commands"]>;
  /** The same checks before the change. */
  readonly baseline: readonly Check[];
  /** Files that the change wrote. */
  readonly changed: ReadonlySet<string>;
  readonly scenario: Scenario;
  /** Runs build, lint and tests, which may rewrite what the change wrote. */
  aroundQuality?<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Called with each check as soon as it is known. */
  onCheck(check: Check): void;
}

/** Install, build, lint, tests, static security, and the running server: what makes an application proven. */
export async function checkSuite(outer: CommandRun, suite: Suite): Promise<Check[]> {
  const { project, adapter, backend, given, scenario } = suite;
  const isolation = (await adapter.verification?.isolation?.(backend)) ?? null;
  const run = isolate(outer, { isolation, dir: backend.dir });
  const checks: Check[] = [];
  function record(seen: readonly Check[]): void {
    checks.push(...seen);
    seen.forEach((check) => suite.onCheck(check));
  }
  function failed(...ids: string[]): boolean {
    return checks.some(({ id, result }) => ids.includes(id) && result === "failed");
  }

  record(await checkInstall(run, { adapter, backend, isolation }));
  if (!failed("install")) {
    function quality(): Promise<Check[]> {
      return checkQuality(run, { commands: backend.commands, given });
    }
    record(compareWithBaseline(await (suite.aroundQuality?.(quality) ?? quality()), suite.baseline));
  }
  record(checkStaticSecurity({ project, rules: adapter.security ?? [], changed: suite.changed }));
  if (!failed("install", "build")) {
    function override(line: string | undefined, found: Command | null): Command | null {
      return line === undefined ? found : shellCommand(line, "task");
    }
    const runtime = await checkRuntime(run, {
      start: override(given.start, await withArguments(adapter, backend.commands.start)),
      migrate: migratesFirst(adapter, backend) ? backend.commands.migrate : null,
      stop: override(given.stop, backend.commands.stop),
      needs: (await adapter.verification?.environment(project, backend)) ?? [],
      probe: (baseUrl) => runProbes({ baseUrl, steps: scenario.steps, signal: run.signal }),
    });
    record(runtime);
  }
  return checks;
}

function migratesFirst({ verification }: Adapter, backend: Backend): boolean {
  const { migrates = false } = verification ?? {};
  return typeof migrates === "function" ? migrates(backend) : migrates;
}

async function withArguments({ verification }: Adapter, start: Command | null): Promise<Command | null> {
  const more = start === null ? [] : ((await verification?.startArguments?.(start)) ?? []);
  return start === null ? null : { ...start, argv: [...start.argv, ...more] };
}
