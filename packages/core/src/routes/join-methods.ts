import type { Route, ServedRoute } from "../understanding/schema.ts";

/**
 * Routes as the report lists them: a view that chooses by the method is one route a path, for all methods that it answers
 * behind the same guards. Its handler is the view, where the methods have handlers of their own.
 */
export function joinMethods(routes: readonly Route[]): ServedRoute[] {
  const joined = new Map<string, ServedRoute>();
  for (const { view, ...route } of routes) {
    const { method, path, handler, guards, authenticated, file, line, confidence } = route;
    const answering = view === undefined ? [handler, method] : [view];
    const key = JSON.stringify([path, guards, authenticated, file, line, confidence, ...answering]);
    const first = joined.get(key);
    if (first === undefined) {
      joined.set(key, { ...route, methods: [method] });
    } else {
      const methods = [...new Set([...first.methods, method])];
      joined.set(key, { ...first, handler: first.handler === handler ? handler : (view ?? handler), methods });
    }
  }
  return [...joined.values()];
}
