import { unknown } from "../interpret/value.ts";
import type { Value } from "../interpret/value.ts";

export interface RoutePath {
  readonly path: string;
  readonly confidence: number;
}

/** The paths that a first argument stands for; `null` where one of them is not known. */
export function readPaths(value: Value): RoutePath[] | null {
  if (value.kind === "list") {
    const each = value.items.map((item) => readPaths(item));
    return each.every((paths) => paths !== null) ? each.flat() : null;
  }
  return value.kind === "text" ? [{ path: plainPath(value.text), confidence: value.env === null ? 1 : 0.9 }] : null;
}

/** Express's own notation, without the constraints: `/:id(\\d+)?` and `{/:id}` are `/:id`. */
function plainPath(path: string): string {
  return path
    .replace(/:(\w+)\((?:[^()\\]|\\.|\([^()]*\))*\)/g, ":$1")
    .replace(/[{}]/g, "")
    .replace(/:(\w+)[?+*]/g, ":$1")
    .replace(/\(\.\*\)/g, "*");
}

/** A path that catches everything is no endpoint of its own. */
export function isCatchAll(path: string): boolean {
  return /^\/?(\*\w*|\(\.\*\))$/.test(path);
}

export function firstValue(args: readonly { value(): Value }[]): Value {
  return args[0]?.value() ?? unknown;
}
