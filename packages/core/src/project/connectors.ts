const folder = /^(?:.*\/)?(?:engines|integrations|connectors|importers|exporters|[\w-]+[-_]providers)\//;
const several = 8;

/**
 * The files but for those that speak to the services of others: where many stand side by side, one for each service, what
 * they use says nothing of what the application itself is kept with or signs people in by.
 */
export function withoutConnectors(paths: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const found = folder.exec(path)?.[0];
    if (found !== undefined) {
      counts.set(found, (counts.get(found) ?? 0) + 1);
    }
  }
  return paths.filter((path) => (counts.get(folder.exec(path)?.[0] ?? "") ?? 0) < several);
}
