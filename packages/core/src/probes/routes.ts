import type { ServedRoute } from "../understanding/schema.ts";
import { type ProbeStep, type Scenario } from "./step.ts";

/** Where nothing says what an application shall do: each GET route without parameters answers, and not with a server error. */
export function routeScenario(routes: readonly ServedRoute[]): Scenario {
  const gets = new Map<string, ServedRoute>();
  for (const route of routes) {
    if (route.methods.some((method) => method.toUpperCase() === "GET") && isPlain(route.path))
      gets.set(route.path, route);
  }
  const steps = [...gets.values()].map(routeStep);
  const all = new Set(routes.flatMap(({ methods, path }) => methods.map((method) => `${method.toUpperCase()} ${path}`)))
    .size;
  const others = all - gets.size;
  const left = `${others} of ${all} routes were not probed: they are no GET, or take parameters.`;
  return { steps, assumptions: others > 0 ? [left] : [] };
}

function isPlain(path: string): boolean {
  return /^\/[A-Za-z0-9._~/-]*$/.test(path);
}

function routeStep(route: ServedRoute): ProbeStep {
  const operation = `GET ${route.path}`;
  return {
    id: operation,
    title: route.authenticated
      ? "asks for credentials or answers, without a server error"
      : "answers without a server error",
    operation,
    request: { method: "GET", path: route.path, token: null, body: null },
    expect: {
      statuses: [],
      below: 500,
      ...(route.authenticated ? {} : { unproven: [401, 403] }),
      has: [],
      lacks: [],
    },
    keep: [],
    attempts: 1,
    weight: 0,
  };
}
