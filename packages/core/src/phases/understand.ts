import { findEntry } from "../adapter/select.ts";
import type { CatalogEntry } from "../adapter/discover.ts";
import { commandEnvironment } from "../checks/environment.ts";
import { checkInstall, checkQuality } from "../checks/quality.ts";
import { BackwrightError } from "../errors.ts";
import { readManifest } from "../project/manifest.ts";
import { openProject } from "../project/open.ts";
import type { ProjectReader } from "../project/reader.ts";
import type { Check } from "../report/schema.ts";
import type { Backend } from "../understanding/schema.ts";
import { requireBackend, understandWith } from "../understanding/understand.ts";
import { commandRun } from "./command-run.ts";
import type { Phase, PhaseOutcome, RunContext } from "./phase.ts";

/** Reads stack, commands, routes, models and practices, and lets the baseline of build, lint and tests begin. */
export const understandPhase: Phase = {
  name: "understand",
  async run(context) {
    const project = await openProject(context.dir);
    const warnings = treeWarnings(context);
    if (isNewApplication(context, project)) {
      return newApplication(context, project);
    }
    const adapterName = context.adapterName ?? context.task.task.adapter;
    const understood = await understandWith({
      dir: context.dir,
      catalog: context.catalog,
      project,
      ...(adapterName === undefined ? {} : { adapter: adapterName }),
    });
    const backend = requireBackend(understood.understanding, context.catalog);
    return {
      result: "passed",
      summary: describe(backend),
      adds: {
        project,
        understanding: understood.understanding,
        backend,
        adapter: understood.selected[0]?.adapter ?? null,
        baseline: context.implementer === "none" ? Promise.resolve([]) : settled(measureBaseline(context, backend)),
        warnings,
      },
    };
  },
};

/** Nothing but what people put into a folder before there is an application; or what this very task made there before. */
function isNewApplication(context: RunContext, project: ProjectReader): boolean {
  const manifest = readManifest(context.workspace.manifestFile);
  const bare =
    /^(README(\.\w+)?|LICENSE(\.\w+)?|\.gitignore|\.gitattributes|\.editorconfig|[\w.-]*task[\w.-]*\.ya?ml)$/i;
  return manifest.applications.includes(context.task.task.id) || project.list().every((path) => bare.test(path));
}

async function newApplication(context: RunContext, project: ProjectReader): Promise<PhaseOutcome> {
  const entry = chooseEntry(context);
  return {
    result: "passed",
    summary: `a new application for ${entry.name}`,
    adds: {
      project,
      understanding: { schemaVersion: 1, backends: [], unsupported: [], services: [] },
      adapter: await entry.load(),
      warnings: treeWarnings(context),
    },
  };
}

function chooseEntry({ adapterName, catalog, task }: RunContext): CatalogEntry {
  const wanted = adapterName ?? task.task.adapter;
  if (wanted !== undefined) {
    return findEntry(catalog, wanted);
  }
  const [only, ...others] = catalog.entries;
  if (only !== undefined && others.length === 0) {
    return only;
  }
  const names = catalog.entries.map(({ name }) => name).join(", ");
  throw new BackwrightError("ADAPTER_NONE", {
    message: `The folder is empty, so it does not say which stack is wanted; installed are: ${names || "none"}.`,
    hint: "Name one with --adapter NAME, or with `adapter:` in the task file.",
  });
}

async function measureBaseline(context: RunContext, backend: Backend): Promise<readonly Check[]> {
  const run = commandRun(context, { phase: "understand", environment: commandEnvironment(context.task.task.env) });
  const install = await checkInstall(run, backend.commands);
  if (install.result === "failed") {
    return [install];
  }
  return [
    install,
    ...(await checkQuality(run, { commands: backend.commands, given: context.task.task.commands ?? {} })),
  ];
}

/** A rejection waits for whoever awaits the promise and does not end the process before. */
function settled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

function treeWarnings({ history }: RunContext): string[] {
  if (history === null) {
    return ["git is not installed: changed files are taken from what was written, and lines are not counted."];
  }
  if (!history.repository) {
    return [
      "The folder is not in a git repository: what was there before cannot be restored from history, and a fresh clone is only imitated.",
    ];
  }
  return history.dirty
    ? [
        "The working tree held changes that were not committed; they were kept, and what was written stands beside them.",
      ]
    : [];
}

function describe(backend: Backend): string {
  const { framework, language, databases, orms } = backend;
  const version = framework.version === null ? "" : ` ${framework.version}`;
  const data = [...databases, ...orms].join(", ");
  return `${framework.name}${version}, ${language}${data === "" ? "" : `, ${data}`}, ${backend.routes.length} routes`;
}
