/** Parameters as `:name`: `{item_id:path}` and `<int:item_id>` both are `:item_id`. */
export function plainPath(path: string): string {
  return path.replace(/\{(\w+)(?::[^{}]*)?\}/g, ":$1").replace(/<(?:[^<>:]*(?:\([^)]*\))?:)?(\w+)>/g, ":$1");
}

/** The names of the parameters of a path in the notation of `plainPath`. */
export function parametersOf(path: string): string[] {
  return [...path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? "");
}

/** Joins the parts of a path as they stand, with one slash between them. */
export function joinParts(first: string, second: string): string {
  return second === ""
    ? first
    : `${first.replace(/\/+$/, "")}${second.startsWith("/") || first === "" ? "" : "/"}${second}`;
}
