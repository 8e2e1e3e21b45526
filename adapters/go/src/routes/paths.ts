import { textOf } from "@backwright/language-go";
import type { Value } from "@backwright/language-go";

export interface RoutePath {
  readonly path: string;
  /** Where the pattern itself names one: `GET /notes`. */
  readonly method: string | null;
  readonly confidence: number;
}

/** The path that an argument stands for, parameters as `:name`; `null` where it is not known. */
export function readPath(value: Value | undefined): RoutePath | null {
  const text = textOf(value);
  if (text === null) {
    return null;
  }
  const withMethod = /^([A-Z]+)[ \t]+(.*)$/s.exec(text);
  const pattern = withMethod?.[2] ?? text;
  const slash = pattern.indexOf("/");
  // `example.com/notes` is a path of one host.
  const host = slash > 0 && /^[\w-]+(\.[\w-]+)+$/.test(pattern.slice(0, slash));
  const confidence = value?.kind === "text" && value.env !== null ? 0.9 : 1;
  return { path: plainPath(host ? pattern.slice(slash) : pattern), method: withMethod?.[1] ?? null, confidence };
}

/** `{id}`, `{id:[0-9]+}`, `{path...}`, `<id>`, `:id<int>` and `:id?` are `:id`. */
export function plainPath(pattern: string): string {
  const path = pattern.replace(/(?<=\/)<(\w+)(?::[^>]*)?>/g, ":$1");
  let plain = "";
  for (let at = 0; at < path.length; at++) {
    if (path[at] !== "{") {
      plain += path[at];
      continue;
    }
    const end = closing(path, at);
    const name = /^\s*(\w*)/.exec(path.slice(at + 1, end))?.[1] ?? "";
    plain += name === "" ? "" : `:${name}`;
    at = end;
  }
  return plain.replace(/:(\w+)(?:<[^>]*>|\([^)]*\))?\??/g, ":$1");
}

function closing(path: string, start: number): number {
  let depth = 0;
  for (let at = start; at < path.length; at++) {
    depth += path[at] === "{" ? 1 : path[at] === "}" ? -1 : 0;
    if (depth === 0) {
      return at;
    }
  }
  return path.length;
}
