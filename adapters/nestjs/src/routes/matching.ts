import type { Value } from "@backwright/language-node";
import type { RouteMatch } from "./context.ts";

/** What stands in `exclude` and `forRoutes`: `"health"`, `{ path: "health", method: RequestMethod.GET }`. */
export function readMatches(value: Value | undefined): RouteMatch[] {
  switch (value?.kind) {
    case "list":
      return value.items.flatMap((item) => readMatches(item));
    case "text":
      return [{ path: value.text, method: null }];
    case "object": {
      const [path, method] = [value.entries.get("path"), value.entries.get("method")];
      const only = method?.kind === "text" && method.text !== "ALL" ? method.text : null;
      return path?.kind === "text" ? [{ path: path.text, method: only }] : [];
    }
    default:
      return [];
  }
}

export function matches(match: RouteMatch, route: { readonly path: string; readonly method: string }): boolean {
  return (match.method === null || match.method === route.method) && patternOf(match.path).test(plain(route.path));
}

function patternOf(path: string): RegExp {
  const parts = plain(path)
    .split("/")
    .map((part) =>
      /^(\*\w*|\{\*\w*\}|\(\.\*\)|\.\*)$/.test(part)
        ? ".*"
        : part.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*"),
    );
  const source = parts.join("/").replace(/\/\.\*$/, "(?:/.*)?");
  return new RegExp(`^${source}$`);
}

/** Without slashes around it; parameters alike, whatever they are called. */
function plain(path: string): string {
  return path.replace(/^\/+|\/+$/g, "").replace(/:\w+(\([^)]*\))?/g, ":value");
}
