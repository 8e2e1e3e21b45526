import { checkBackend } from "../adapter/answers.ts";
import type { Adapter } from "../adapter/contract.ts";
import type { AdapterCatalog } from "../adapter/discover.ts";
import { findUnsupported } from "../adapter/known.ts";
import type { KnownFramework } from "../adapter/known.ts";
import { adapterFailed } from "../adapter/load.ts";
import { describeMarks } from "../adapter/marks.ts";
import { selectBackends } from "../adapter/select.ts";
import type { SelectedBackend } from "../adapter/select.ts";
import { BackwrightError } from "../errors.ts";
import { declaredDependencies } from "../project/declared.ts";
import { openProject } from "../project/open.ts";
import type { ProjectReader } from "../project/reader.ts";
import { joinMethods } from "../routes/join-methods.ts";
import type { Backend, Practices, Understanding } from "./schema.ts";
import { readServices } from "./services.ts";

export interface UnderstandOptions {
  readonly dir: string;
  readonly catalog: AdapterCatalog;
  /** Reads the folder as this stack even where no manifest says so. */
  readonly adapter?: string;
  /** Frameworks that are recognised without an adapter. */
  readonly known?: readonly KnownFramework[];
  /** The project where the caller has opened it already. */
  readonly project?: ProjectReader;
}

/** What was found, and the adapters that found it, so that a caller can go on asking them. */
export interface Understood {
  readonly project: ProjectReader;
  readonly understanding: Understanding;
  /** In the order of `understanding.backends`. */
  readonly selected: readonly SelectedBackend[];
}

/**
 * Reads a project: its backends, the primary one first (`[]` is an answer), what is recognised but not supported, and
 * services. Nothing of the project is run.
 *
 * @throws BackwrightError `ADAPTER_UNKNOWN`, `ADAPTER_FAILED`, `ADAPTER_INVALID`, `ADAPTER_AMBIGUOUS`, `FOLDER_MISSING`
 */
export async function understand(options: UnderstandOptions): Promise<Understanding> {
  return (await understandWith(options)).understanding;
}

/** As `understand`, and gives the adapters too. */
export async function understandWith(options: UnderstandOptions): Promise<Understood> {
  const { catalog, adapter } = options;
  const project = options.project ?? (await openProject(options.dir));
  const declared = declaredDependencies(project);
  const selected = await selectBackends({ project, catalog, declared, ...(adapter === undefined ? {} : { adapter }) });
  const backends = await Promise.all(selected.map((backend) => describe(project, backend)));
  const taken = new Set(backends.map((backend) => backend.dir));
  const unsupported = findUnsupported(project, options.known ?? [], catalog, declared).filter(
    // A second framework among the dependencies of an application that was understood is no application of its own.
    ({ dir }) => !taken.has(dir),
  );
  const understanding = { schemaVersion: 1 as const, backends, unsupported, services: readServices(project) };
  return { project, understanding, selected };
}

/**
 * The primary backend, for whoever cannot go on without one.
 *
 * @throws BackwrightError `ADAPTER_AMBIGUOUS` where two languages fit one folder equally well, `ADAPTER_NONE` with what was looked for and, where a framework is recognised, how to install its adapter.
 */
export function requireBackend(understanding: Understanding, catalog: AdapterCatalog): Backend {
  const [backend, other] = understanding.backends;
  if (backend !== undefined) {
    if (
      other !== undefined &&
      other.dir === backend.dir &&
      other.confidence === backend.confidence &&
      other.adapter !== backend.adapter
    ) {
      throw new BackwrightError("ADAPTER_AMBIGUOUS", {
        message: `Several adapters match ${backend.dir} equally well: ${backend.adapter}, ${other.adapter}.`,
        hint: `Choose one: --adapter ${backend.adapter} or --adapter ${other.adapter}.`,
      });
    }
    return backend;
  }
  const seen = understanding.unsupported[0];
  if (seen !== undefined) {
    throw new BackwrightError("ADAPTER_NONE", {
      message: `This is a ${seen.framework} project (${seen.language}, in ${seen.dir}), and no installed adapter answers for it.`,
      hint: seen.reason,
    });
  }
  const wanted = catalog.entries.map((entry) => `${entry.name}: ${describeMarks(entry.marks)}`);
  throw new BackwrightError("ADAPTER_NONE", {
    message: `No backend application was found here. Looked for ${wanted.join("; ") || "nothing, as no adapter is installed"}.`,
    hint: "Name the application's folder with --dir, or the stack with --adapter NAME (`backwright adapters list` shows them).",
  });
}

async function describe(project: ProjectReader, { entry, adapter, detection }: SelectedBackend): Promise<Backend> {
  try {
    const [commands, { routes, unresolved }, models, practices] = await Promise.all([
      adapter.commands(project, detection),
      adapter.routes?.(project, detection) ?? { routes: [], unresolved: [] },
      adapter.models?.(project, detection) ?? [],
      adapter.practices?.(project, detection) ?? unknownPractices(adapter),
    ]);
    return await checkBackend(entry, {
      ...detection,
      adapter: entry.name,
      commands,
      routes: joinMethods(routes),
      unresolved: [...unresolved],
      models: [...models],
      practices,
    });
  } catch (cause) {
    throw adapterFailed(entry.name, "failed to describe the project", cause);
  }
}

function unknownPractices(adapter: Adapter): Practices {
  const words = `not read: the adapter ${adapter.name} does not say`;
  return { errorHandling: words, async: words, tests: words };
}
