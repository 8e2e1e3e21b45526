import type { ProjectReader } from "../project/reader.ts";

/** A project whose files are given by path; for tests of adapters. */
export function memoryProject(files: Readonly<Record<string, string>>): ProjectReader {
  const texts = new Map(Object.entries(files));
  const paths = [...texts.keys()].sort();
  return {
    list: () => paths,
    read: (path) => texts.get(path) ?? null,
    has: (path) => texts.has(path),
  };
}
