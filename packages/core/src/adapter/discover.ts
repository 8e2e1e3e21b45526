import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Adapter } from "./contract.ts";
import { guardAdapter } from "./guard.ts";
import { loadFrom } from "./load.ts";
import type { AdapterManifest, AdapterPackage } from "./manifest.ts";

/** An adapter that comes with the command itself. */
export interface BundledAdapter {
  /** Its package.json, parsed, as its conformance suite has seen it. */
  readonly packageJson: AdapterPackage;
  /** Where that package.json stands, for people. */
  readonly file: string;
  load(): Promise<Adapter>;
}

export type AdapterOrigin = "project" | "user" | "bundled";

export interface CatalogEntry extends Omit<AdapterManifest, "adapter"> {
  readonly name: string;
  readonly origin: AdapterOrigin;
  /** Its package.json. */
  readonly file: string;
  /** Loads the code, once. Throws `ADAPTER_FAILED` or `ADAPTER_INVALID`. */
  load(): Promise<Adapter>;
}

/** The adapters that there are; one for each name, sorted by it. No code of an adapter has been loaded. */
export interface AdapterCatalog {
  readonly entries: readonly CatalogEntry[];
  /** The folders that were looked at, for messages. */
  readonly searched: readonly string[];
}

export interface DiscoverOptions {
  /** The target project. */
  readonly dir: string;
  readonly bundled: readonly BundledAdapter[];
  /** Default: `~/.config/backwright`, or under XDG_CONFIG_HOME. */
  readonly configDir?: string;
}

/**
 * Finds adapters by the `backwright` field of their package.json, not by name. The project's own win over the user's,
 * these over the bundled ones.
 *
 * @throws BackwrightError `ADAPTER_INVALID`
 */
export async function discoverAdapters(options: DiscoverOptions): Promise<AdapterCatalog> {
  const own = join(options.dir, "node_modules");
  const users = join(options.configDir ?? defaultConfigDir(), "adapters", "node_modules");
  const found = new Map<string, CatalogEntry>();
  for (const entry of [
    ...(await installed(own, "project", () => declaredIn(options.dir))),
    ...(await installed(users, "user", () => packagesIn(users))),
    ...options.bundled.map(bundledEntry),
  ]) {
    if (!found.has(entry.name)) {
      found.set(entry.name, entry);
    }
  }
  return { entries: [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1)), searched: [own, users] };
}

/** Where a user's own adapters and settings stand. */
export function defaultConfigDir(): string {
  const base = process.env["XDG_CONFIG_HOME"];
  return join(base !== undefined && base !== "" ? base : join(homedir(), ".config"), "backwright");
}

function bundledEntry(bundled: BundledAdapter): CatalogEntry {
  const { name, version, backwright } = bundled.packageJson;
  return {
    name: backwright.adapter,
    package: name,
    version,
    language: backwright.language,
    marks: backwright.marks,
    supersedes: backwright.supersedes ?? [],
    origin: "bundled",
    // Resolving it takes time, and hardly anyone asks.
    get file() {
      return bundled.file;
    },
    load: loadOnce(() => bundled.load()),
  };
}

async function installed(
  folder: string,
  origin: AdapterOrigin,
  names: () => readonly string[],
): Promise<CatalogEntry[]> {
  const entries: CatalogEntry[] = [];
  for (const name of existsSync(folder) ? names() : []) {
    const file = join(folder, name, "package.json");
    const packageJson = readJson(file);
    if (namesAdapter(packageJson)) {
      const { readAdapterManifest } = await import("./manifest.ts");
      const { adapter, ...manifest } = readAdapterManifest(packageJson, file);
      entries.push({ ...manifest, name: adapter, origin, file, load: loadOnce(() => loadFrom(file, name)) });
    }
  }
  return entries;
}

function namesAdapter(packageJson: unknown): boolean {
  const { backwright } = (packageJson ?? {}) as { backwright?: { adapter?: unknown } | null };
  return typeof backwright?.adapter === "string";
}

function loadOnce(load: () => Promise<Adapter>): () => Promise<Adapter> {
  let loaded: Promise<Adapter> | undefined;
  return () => (loaded ??= load().then(guardAdapter));
}

/** A project's node_modules holds thousands of packages; only what it declares can be an adapter that it asked for. */
function declaredIn(dir: string): string[] {
  const data = readJson(join(dir, "package.json")) as Record<string, unknown> | null;
  const sections = [data?.["dependencies"], data?.["devDependencies"], data?.["optionalDependencies"]];
  return sections.flatMap((section) => (typeof section === "object" && section !== null ? Object.keys(section) : []));
}

function packagesIn(folder: string): string[] {
  return namesIn(folder).flatMap((name) =>
    name.startsWith("@") ? namesIn(join(folder, name)).map((inner) => `${name}/${inner}`) : [name],
  );
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith("."));
  } catch {
    return [];
  }
}

const maxBytes = 2 * 1024 * 1024;

/** `null` where there is no such file, or it is no file, not JSON or too large: then nothing in it can name an adapter. */
function readJson(file: string): unknown {
  try {
    const stat = statSync(file);
    if (!stat.isFile() || stat.size > maxBytes) {
      return null;
    }
    return JSON.parse(readFileSync(file, "utf8")) as unknown;
  } catch {
    return null;
  }
}
