import type { Route } from "../understanding/schema.ts";

/** The prefix that at least two of an application's routes share: `/api/vN`, else `/api`, else none. */
export function sharedBasePath(routes: readonly Route[]): string {
  const counts = new Map<string, number>();
  for (const { path } of routes) {
    for (const prefix of prefixes(path)) counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
  }

  const shared = [...counts].filter(([, count]) => count >= 2).map(([prefix]) => prefix);
  const versions = shared.filter((prefix) => prefix !== "/api");
  const most = versions.toSorted((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || versionOf(b) - versionOf(a));
  return most[0] ?? (shared.includes("/api") ? "/api" : "");
}

function prefixes(path: string): string[] {
  const match = /^(\/api)(\/v\d+)?(?=\/|$)/.exec(path);
  if (match === null) return [];
  return match[2] === undefined ? ["/api"] : ["/api", `/api${match[2]}`];
}

function versionOf(prefix: string): number {
  return Number(/\d+$/.exec(prefix)?.[0] ?? 0);
}
