import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { discoverAdapters, openProject, selectBackends } from "@backwright/core";
import type { Adapter, BundledAdapter } from "@backwright/core";
import { foreignProjects, memoryProject } from "@backwright/core/testing";

const root = fileURLToPath(new URL("../..", import.meta.url));
const names = foldersIn("adapters");

const bundled: readonly BundledAdapter[] = await Promise.all(
  names.map(async (name): Promise<BundledAdapter> => {
    const file = join(root, "adapters", name, "package.json");
    const manifest = (await import(file, { with: { type: "json" } })) as { default: BundledAdapter["packageJson"] };
    return { packageJson: manifest.default, file, load: () => loadAdapter(name) };
  }),
);
const catalog = await discoverAdapters({ dir: join(root, "test"), bundled, configDir: join(root, "test", "none") });

/** Every project of the repository with the adapter that owns it. */
const projects = [
  ...names.flatMap((owner) =>
    foldersIn(`adapters/${owner}/test/fixtures`).map((name) => ({
      owner,
      dir: `adapters/${owner}/test/fixtures/${name}`,
    })),
  ),
  ...foldersIn("examples")
    .filter((name) => existsSync(join(root, "examples", name, "README.md")))
    .map((name) => ({ owner: name.split("-")[0] ?? name, dir: `examples/${name}` })),
];

function foldersIn(path: string): string[] {
  const folder = join(root, path);
  return existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []))
    : [];
}

async function loadAdapter(name: string): Promise<Adapter> {
  const module = (await import(join(root, "adapters", name, "src", "index.ts"))) as { default: Adapter };
  return module.default;
}

describe("adapters", () => {
  it("are found on disk, each with the conformance suite", () => {
    expect(names.length).toBeGreaterThan(0);
    expect(catalog.entries.map((entry) => entry.name)).toEqual(names.toSorted());
    expect(names.filter((name) => !existsSync(join(root, "adapters", name, "test", "conformance.test.ts")))).toEqual(
      [],
    );
  });

  it("have projects to be tried on", () => {
    expect(names.filter((name) => !projects.some(({ owner }) => owner === name))).toEqual([]);
  });

  it.each(projects)("$dir belongs to $owner alone", async ({ owner, dir }) => {
    const selected = await selectBackends({ project: await openProject(join(root, dir)), catalog });

    expect(selected.length).toBeGreaterThan(0);
    expect([...new Set(selected.map(({ entry }) => entry.name))]).toEqual([owner]);
  });

  it.each(Object.keys(foreignProjects))("answer with no backend for %s", async (what) => {
    expect(await selectBackends({ project: memoryProject(foreignProjects[what] ?? {}), catalog })).toEqual([]);
  });

  it.each(names)("%s is named after its folder and package", async (name) => {
    const entry = catalog.entries.find((candidate) => candidate.name === name);

    expect(entry?.package).toBe(`@backwright/adapter-${name}`);
    expect((await entry?.load())?.name).toBe(basename(name));
  });
});
