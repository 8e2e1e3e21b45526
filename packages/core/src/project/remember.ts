import type { ProjectReader } from "./reader.ts";

/** The same function, which finds out its answer about a project once. */
export function rememberByProject<T>(find: (project: ProjectReader) => T): (project: ProjectReader) => T {
  const answers = new WeakMap<ProjectReader, { readonly value: T }>();
  return (project) => {
    const answer = answers.get(project) ?? { value: find(project) };
    answers.set(project, answer);
    return answer.value;
  };
}

/** The same function, which finds out each of its answers about a project once; the key is a file or a folder. */
export function rememberByKey<T>(
  find: (project: ProjectReader, key: string) => T,
): (project: ProjectReader, key: string) => T {
  const answersOf = rememberByProject(() => new Map<string, { readonly value: T }>());
  return (project, key) => {
    const answers = answersOf(project);
    const answer = answers.get(key) ?? { value: find(project, key) };
    answers.set(key, answer);
    return answer.value;
  };
}
