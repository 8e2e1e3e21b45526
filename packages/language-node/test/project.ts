import type { ProjectReader } from "@backwright/core";

/** A project in memory: paths and their texts. */
export function projectOf(files: Readonly<Record<string, string>>): ProjectReader {
  return {
    list: () => Object.keys(files).sort(),
    read: (path) => files[path] ?? null,
    has: (path) => path in files,
  };
}
