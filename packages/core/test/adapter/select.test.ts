import { describe, expect, it } from "vitest";
import { selectBackends } from "../../src/index.ts";
import { memoryProject } from "../../src/testing/index.ts";
import { catalogOf, detectionOf, entryOf } from "./support.ts";

const project = memoryProject({ "package.json": '{\n "dependencies": {\n  "alpha": "1.0.0"\n }\n}' });

describe("selectBackends", () => {
  it("loads no adapter whose marks are not there", async () => {
    const alpha = entryOf({ name: "alpha", marks: { dependencies: ["alpha"] } });
    const beta = entryOf({ name: "beta", marks: { dependencies: ["beta"], files: ["**/beta.json"] } });

    const selected = await selectBackends({ project, catalog: catalogOf(alpha, beta) });

    expect(selected.map(({ entry }) => entry.name)).toEqual(["alpha"]);
    expect([alpha.loads, beta.loads]).toEqual([1, 0]);
  });

  it("asks the named adapter alone, whatever its marks say", async () => {
    const alpha = entryOf({ name: "alpha" });
    const beta = entryOf({ name: "beta", marks: { dependencies: ["beta"] } });

    const selected = await selectBackends({ project, catalog: catalogOf(alpha, beta), adapter: "beta" });

    expect(selected.map(({ entry }) => entry.name)).toEqual(["beta"]);
    expect(alpha.loads).toBe(0);
  });

  it("tells an adapter whether it was named", async () => {
    const asked: unknown[] = [];
    const alpha = entryOf({
      name: "alpha",
      detect: (_project, how) => {
        asked.push(how);
        return [];
      },
    });

    await selectBackends({ project, catalog: catalogOf(alpha) });
    await selectBackends({ project, catalog: catalogOf(alpha), adapter: "alpha" });

    expect(asked).toEqual([{ named: false }, { named: true }]);
  });

  it("prefers the surer answer for one folder", async () => {
    const alpha = entryOf({ name: "alpha", detect: () => [detectionOf("alpha", 0.6)] });
    const beta = entryOf({ name: "beta", detect: () => [detectionOf("beta", 0.8)] });

    const selected = await selectBackends({ project, catalog: catalogOf(alpha, beta) });

    expect(selected.map(({ entry }) => entry.name)).toEqual(["beta"]);
  });

  it("lets an adapter step back for the one that supersedes it, though it is surer", async () => {
    const alpha = entryOf({ name: "alpha", detect: () => [detectionOf("alpha", 1)] });
    const beta = entryOf({ name: "beta", supersedes: ["alpha"], detect: () => [detectionOf("beta", 0.5)] });

    const selected = await selectBackends({ project, catalog: catalogOf(alpha, beta) });

    expect(selected.map(({ entry }) => entry.name)).toEqual(["beta"]);
  });

  it("gives a backend for each folder, the surest first", async () => {
    const alpha = entryOf({
      name: "alpha",
      detect: () => [detectionOf("alpha", 0.7, "api"), detectionOf("alpha", 0.7)],
    });
    const beta = entryOf({ name: "beta", detect: () => [detectionOf("beta", 0.9, "web")] });

    const selected = await selectBackends({ project, catalog: catalogOf(alpha, beta) });

    expect(selected.map(({ detection }) => detection.dir)).toEqual(["web", ".", "api"]);
  });

  it("names both adapters and the flag where two are equally sure", async () => {
    const catalog = catalogOf(entryOf({ name: "alpha" }), entryOf({ name: "beta" }));

    await expect(selectBackends({ project, catalog })).rejects.toMatchObject({
      code: "ADAPTER_AMBIGUOUS",
      message: "Several adapters match . equally well: alpha (package.json:3), beta (package.json:3).",
      hint: "Choose one: --adapter alpha or --adapter beta.",
    });
  });

  it("lists the adapters that there are for a name that is none", async () => {
    const catalog = catalogOf(entryOf({ name: "alpha" }), entryOf({ name: "beta" }));

    await expect(selectBackends({ project, catalog, adapter: "gamma" })).rejects.toMatchObject({
      code: "ADAPTER_UNKNOWN",
      message: "There is no adapter gamma; there are: alpha, beta.",
    });
  });

  it("names an adapter that throws and keeps the cause", async () => {
    const cause = new Error("cannot read");
    const catalog = catalogOf(
      entryOf({
        name: "alpha",
        detect: () => {
          throw cause;
        },
      }),
    );

    await expect(selectBackends({ project, catalog })).rejects.toMatchObject({ code: "ADAPTER_FAILED", cause });
    await expect(selectBackends({ project, catalog })).rejects.toThrow(/alpha failed .*cannot read/);
  });

  it("names an adapter whose answer does not keep to the contract", async () => {
    const wrong = { ...detectionOf("alpha", 0.5), ports: [{ port: "3000", source: "a" }] };
    const catalog = catalogOf(entryOf({ name: "alpha", detect: () => [wrong as never] }));

    await expect(selectBackends({ project, catalog })).rejects.toMatchObject({ code: "ADAPTER_FAILED" });
  });
});
