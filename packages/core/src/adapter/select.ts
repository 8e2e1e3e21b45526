import { BackwrightError } from "../errors.ts";
import { declaredDependencies } from "../project/declared.ts";
import type { DeclaredDependency } from "../project/declared.ts";
import type { ProjectReader } from "../project/reader.ts";
import type { Detection } from "../understanding/schema.ts";
import { checkDetections } from "./answers.ts";
import type { Adapter } from "./contract.ts";
import type { AdapterCatalog, CatalogEntry } from "./discover.ts";
import { adapterFailed } from "./load.ts";
import { findMark } from "./marks.ts";

/** An application that was found, and the adapter that answers for it. */
export interface SelectedBackend {
  readonly entry: CatalogEntry;
  readonly adapter: Adapter;
  readonly detection: Detection;
}

export interface SelectOptions {
  readonly project: ProjectReader;
  readonly catalog: AdapterCatalog;
  /** Only this adapter is asked, whatever its marks say. */
  readonly adapter?: string;
  readonly declared?: readonly DeclaredDependency[];
}

/**
 * Every backend of the project with its adapter, the primary one first; `[]` when there is none. The order in which
 * adapters were found decides nothing: marks, then `supersedes`, then confidence.
 *
 * @throws BackwrightError `ADAPTER_UNKNOWN`, `ADAPTER_FAILED`, `ADAPTER_INVALID`, `ADAPTER_AMBIGUOUS`
 */
export async function selectBackends(options: SelectOptions): Promise<SelectedBackend[]> {
  const { project, catalog } = options;
  const declared = options.declared ?? declaredDependencies(project);
  const entries =
    options.adapter === undefined
      ? catalog.entries.filter((entry) => findMark(entry.marks, project, declared) !== null)
      : [findEntry(catalog, options.adapter)];
  const found = (await Promise.all(entries.map((entry) => ask(entry, project, options.adapter !== undefined)))).flat();
  return settle(found);
}

/** The entry of a name. Throws `ADAPTER_UNKNOWN` with the names that there are. */
export function findEntry(catalog: AdapterCatalog, name: string): CatalogEntry {
  const entry = catalog.entries.find((candidate) => candidate.name === name);
  if (entry === undefined) {
    const names = catalog.entries.map((candidate) => candidate.name).join(", ");
    throw new BackwrightError("ADAPTER_UNKNOWN", {
      message: `There is no adapter ${name}; there ${names === "" ? "is none at all" : `are: ${names}`}.`,
      hint: "`backwright adapters list` shows each with its origin.",
    });
  }
  return entry;
}

async function ask(entry: CatalogEntry, project: ProjectReader, named: boolean): Promise<SelectedBackend[]> {
  const adapter = await entry.load();
  let answer: unknown;
  try {
    answer = await adapter.detect(project, { named });
  } catch (cause) {
    throw adapterFailed(entry.name, "failed to read the project", cause);
  }
  const detections = await checkDetections(entry, answer);
  return detections.map((detection) => ({ entry, adapter, detection }));
}

/** One adapter for each folder and language, then the surest first and of equals the one nearest to the root. */
function settle(found: readonly SelectedBackend[]): SelectedBackend[] {
  const places = Map.groupBy(found, ({ entry, detection }) => `${entry.language} ${detection.dir}`);
  const winners = [...places.values()].flatMap((sameDir) => {
    const standing = sameDir.filter(
      (backend) => !sameDir.some((other) => other.entry.supersedes.includes(backend.entry.name)),
    );
    const best = Math.max(...standing.map((backend) => backend.detection.confidence));
    const top = standing.filter((backend) => backend.detection.confidence === best);
    const names = [...new Set(top.map((backend) => backend.entry.name))];
    if (names.length > 1) {
      throw ambiguous(names, top);
    }
    return top;
  });
  return winners.sort(
    (a, b) => b.detection.confidence - a.detection.confidence || depth(a.detection.dir) - depth(b.detection.dir),
  );
}

function ambiguous(names: readonly string[], tied: readonly SelectedBackend[]): BackwrightError {
  const reasons = tied.map(({ entry, detection }) => {
    const evidence = detection.evidence.find((item) => item.field === "framework");
    return `${entry.name}${evidence === undefined ? "" : ` (${evidence.file}:${evidence.line})`}`;
  });
  return new BackwrightError("ADAPTER_AMBIGUOUS", {
    message: `Several adapters match ${tied[0]?.detection.dir ?? "."} equally well: ${reasons.join(", ")}.`,
    hint: `Choose one: ${names.map((name) => `--adapter ${name}`).join(" or ")}.`,
  });
}

function depth(dir: string): number {
  return dir === "." ? 0 : dir.split("/").length;
}
