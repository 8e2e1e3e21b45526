import { describe, expect, it } from "vitest";
import { requireBackend, understand } from "../../src/index.ts";
import type { KnownFramework } from "../../src/index.ts";
import { memoryProject } from "../../src/testing/index.ts";
import { catalogOf, entryOf } from "../adapter/support.ts";

const known: KnownFramework[] = [
  {
    framework: "delta",
    language: "python",
    marks: { dependencies: ["delta-web"] },
    adapter: { name: "delta", package: "@example/adapter-delta" },
  },
  { framework: "axum", language: "rust", marks: { dependencies: ["axum"] }, adapter: null },
];
const catalog = catalogOf(entryOf({ name: "alpha", marks: { dependencies: ["alpha"] } }));
const dir = "unused";

describe("understand", () => {
  it("describes a backend with its adapter, and fills what the adapter does not say", async () => {
    const project = memoryProject({ "package.json": '{ "dependencies": { "alpha": "1" } }' });

    const { backends } = await understand({ dir, project, catalog });

    expect(backends).toHaveLength(1);
    expect(backends[0]).toMatchObject({ adapter: "alpha", routes: [], models: [] });
    expect(backends[0]?.practices.tests).toContain("alpha");
  });

  it("answers with no backend for a project of another kind", async () => {
    const project = memoryProject({ "README.md": "alpha" });

    const understanding = await understand({ dir, project, catalog, known });

    expect(understanding.backends).toEqual([]);
    expect(() => requireBackend(understanding, catalog)).toThrow(/Looked for alpha: the dependency alpha/);
  });

  it("gives the install line of a framework whose adapter is missing", async () => {
    const project = memoryProject({ "api/requirements.txt": "# web\nDelta_Web==2.0\n" });

    const understanding = await understand({ dir, project, catalog, known });

    expect(understanding.unsupported).toEqual([
      {
        dir: "api",
        language: "python",
        framework: "delta",
        reason: expect.stringContaining("requirements.txt:2") as unknown,
      },
    ]);
    expect(() => requireBackend(understanding, catalog)).toThrow(
      expect.objectContaining({
        code: "ADAPTER_NONE",
        hint: expect.stringMatching(/npm install --prefix \S+ @example\/adapter-delta$/) as unknown,
      }),
    );
  });

  it("takes a package for a framework only where its language declares it", async () => {
    const project = memoryProject({ "package.json": '{ "dependencies": { "axum": "1" } }' });

    expect((await understand({ dir, project, catalog, known })).unsupported).toEqual([]);
  });

  it("says where there is no adapter at all for a framework", async () => {
    const project = memoryProject({ "Cargo.toml": '[package]\nname = "x"\n\n[dependencies]\naxum = "0.8"\n' });

    const { unsupported } = await understand({ dir, project, catalog, known });

    expect(unsupported).toEqual([
      { dir: ".", language: "rust", framework: "axum", reason: "There is no adapter for axum (seen at Cargo.toml:5)." },
    ]);
  });

  it("does not report a framework in the folder of a backend that was understood", async () => {
    const project = memoryProject({ "package.json": '{ "dependencies": { "alpha": "1", "axum": "1" } }' });

    expect((await understand({ dir, project, catalog, known })).unsupported).toEqual([]);
  });

  it("lists the services of compose files with their lines", async () => {
    const compose = "services:\n  db:\n    image: postgres:16\n  app:\n    build: .\n  cache:\n    image: redis:7\n";
    const project = memoryProject({ "docker-compose.yml": compose, "deploy/compose.prod.yaml": compose });

    const { services } = await understand({ dir, project, catalog });

    expect(services).toEqual([
      { name: "db", image: "postgres:16", file: "deploy/compose.prod.yaml", line: 2 },
      { name: "cache", image: "redis:7", file: "deploy/compose.prod.yaml", line: 6 },
    ]);
  });

  it("names the adapter that fails to describe what it found", async () => {
    const failing = entryOf({
      name: "alpha",
      routes: () => {
        throw new Error("lost");
      },
    });

    await expect(
      understand({ dir, project: memoryProject({ "package.json": "{}" }), catalog: catalogOf(failing) }),
    ).rejects.toThrow("The adapter alpha failed to describe the project: lost");
  });
});
