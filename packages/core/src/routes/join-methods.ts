import type { Route, ServedRoute } from "../understanding/schema.ts";

/**
 * Routes as the report lists them: a view that chooses by the method is one route a registration, for all methods that it
 * answers behind the same guards.
 */
export function joinMethods(routes: readonly Route[]): ServedRoute[] {
  const joined = new Map<string, ServedRoute>();
  for (const { dispatched = false, ...route } of routes) {
    const { method, path, handler, guards, authenticated, file, line, confidence } = route;
    const same = [path, handler, guards, authenticated, file, line, confidence];
    const key = JSON.stringify(dispatched ? same : [...same, method]);
    const first = joined.get(key);
    if (first === undefined) {
      joined.set(key, { ...route, methods: [method] });
    } else if (!first.methods.includes(method)) {
      first.methods.push(method);
    }
  }
  return [...joined.values()];
}
