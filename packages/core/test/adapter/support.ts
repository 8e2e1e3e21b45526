import type { Adapter, AdapterCatalog, CatalogEntry, Detection, Marks } from "../../src/index.ts";

export const emptyCommands = {
  install: null,
  build: null,
  lint: null,
  test: null,
  migrate: null,
  start: null,
  stop: null,
};

export function detectionOf(name: string, confidence: number, dir = "."): Detection {
  return {
    dir,
    language: "javascript",
    framework: { name, version: null },
    packageManager: "npm",
    databases: [],
    orms: [],
    auth: [],
    apiStyles: [],
    validation: [],
    entry: null,
    ports: [],
    confidence,
    evidence: [{ field: "framework", value: name, file: "package.json", line: 3, rule: "dependency" }],
  };
}

export interface EntryParts {
  readonly name: string;
  readonly marks?: Marks;
  readonly supersedes?: readonly string[];
  readonly detect?: Adapter["detect"];
  readonly routes?: Adapter["routes"];
}

/** An entry whose adapter is sure of any project; `loads` counts how often it was loaded. */
export function entryOf(parts: EntryParts): CatalogEntry & { loads: number } {
  const marks = parts.marks ?? { files: ["package.json"] };
  const adapter: Adapter = {
    name: parts.name,
    language: "node",
    marks,
    detect: parts.detect ?? (() => [detectionOf(parts.name, 0.9)]),
    commands: () => emptyCommands,
    ...(parts.routes === undefined ? {} : { routes: parts.routes }),
  };
  const entry = {
    name: parts.name,
    package: `@example/adapter-${parts.name}`,
    version: "1.0.0",
    language: "node" as const,
    marks,
    supersedes: parts.supersedes ?? [],
    origin: "project" as const,
    file: "package.json",
    loads: 0,
    load: async () => {
      entry.loads += 1;
      return adapter;
    },
  };
  return entry;
}

export function catalogOf(...entries: readonly CatalogEntry[]): AdapterCatalog {
  return { entries, searched: [] };
}
