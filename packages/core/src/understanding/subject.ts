import type { Adapter } from "../adapter/contract.ts";
import type { AdapterCatalog, CatalogEntry } from "../adapter/discover.ts";
import { findEntry } from "../adapter/select.ts";
import { BackwrightError } from "../errors.ts";
import type { ProjectReader } from "../project/reader.ts";
import type { Backend, Understanding } from "./schema.ts";
import type { KnownFramework } from "../adapter/known.ts";
import { requireBackend, understandWith } from "./understand.ts";

/** What a task is about: an application that is there, or an empty folder in which one will be. */
export interface Subject {
  readonly project: ProjectReader;
  readonly understanding: Understanding;
  readonly adapter: Adapter;
  /** `null` for an empty folder. */
  readonly backend: Backend | null;
}

export interface SubjectOptions {
  readonly dir: string;
  readonly project: ProjectReader;
  readonly catalog: AdapterCatalog;
  readonly adapter: string | null;
  readonly known: readonly KnownFramework[];
  /** An earlier run of this task has made the application, so the task is still about the folder as it was. */
  readonly madeByTask: boolean;
}

/**
 * Finds the application and its adapter, or the adapter that will make one.
 *
 * @throws BackwrightError `ADAPTER_NONE`, `ADAPTER_AMBIGUOUS`, `ADAPTER_UNKNOWN`, `ADAPTER_FAILED`
 */
export async function findSubject(options: SubjectOptions): Promise<Subject> {
  const { dir, project, catalog, adapter, known } = options;
  if (options.madeByTask || isBare(project)) {
    const understanding = { schemaVersion: 1 as const, backends: [], unsupported: [], services: [] };
    return { project, understanding, adapter: await chooseEntry(options).load(), backend: null };
  }
  const understood = await understandWith({ dir, catalog, project, known, ...(adapter === null ? {} : { adapter }) });
  const backend = requireBackend(understood.understanding, catalog);
  const selected = understood.selected[0];
  if (selected === undefined) {
    throw new Error("A backend was found without its adapter.");
  }
  return { project, understanding: understood.understanding, adapter: selected.adapter, backend };
}

/** Nothing but what people put into a folder before there is an application. */
function isBare(project: ProjectReader): boolean {
  const bare =
    /^(README(\.\w+)?|LICENSE(\.\w+)?|\.gitignore|\.gitattributes|\.editorconfig|[\w.-]*task[\w.-]*\.ya?ml)$/i;
  return project.list().every((path) => bare.test(path));
}

function chooseEntry({ adapter, catalog }: SubjectOptions): CatalogEntry {
  if (adapter !== null) {
    return findEntry(catalog, adapter);
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
