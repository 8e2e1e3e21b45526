import { readFileSync } from "node:fs";
import { discoverAdapters } from "@backwright/core";

const names = ["express", "fastify", "nestjs", "fastapi", "flask", "django", "go"];
const bundled = await Promise.all(
  names.map(async (name) => {
    const file = new URL(`../../../adapters/${name}/package.json`, import.meta.url);
    const { default: adapter } = await import(`@backwright/adapter-${name}`);
    return { packageJson: JSON.parse(readFileSync(file, "utf8")), file: file.pathname, load: async () => adapter };
  }),
);

/** Every adapter of the repository, loaded; `routes: false` gives them without the member that reads routes. */
export async function openCatalog(dir, { routes = true } = {}) {
  const catalog = await discoverAdapters({ dir, bundled });
  return routes ? catalog : { ...catalog, entries: catalog.entries.map(withoutRoutes) };
}

function withoutRoutes(entry) {
  return {
    ...entry,
    async load() {
      const adapter = await entry.load();
      return new Proxy(Object.create(null), {
        get: (_, key) => (key === "routes" ? undefined : adapter[key]),
        has: (_, key) => key !== "routes" && key in adapter,
      });
    },
  };
}
