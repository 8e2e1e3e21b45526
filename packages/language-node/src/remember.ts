import type { ProjectReader } from "@backwright/core";

/** Keeps what was read of a project under a key, so that several questions cost one reading. */
export function remembered<T>(
  read: (project: ProjectReader, key: string) => T,
): (project: ProjectReader, key: string) => T {
  const projects = new WeakMap<ProjectReader, Map<string, { readonly value: T }>>();
  return (project, key) => {
    let known = projects.get(project);
    if (known === undefined) {
      known = new Map();
      projects.set(project, known);
    }
    let found = known.get(key);
    if (found === undefined) {
      found = { value: read(project, key) };
      known.set(key, found);
    }
    return found.value;
  };
}
