import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { discoverAdapters } from "../../src/index.ts";
import type { BundledAdapter, DiscoverOptions } from "../../src/index.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "backwright-discover-"));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const source = `export default {
  name: "gamma", language: "node", marks: { dependencies: ["gamma"] },
  detect: () => [], commands: () => { throw new Error("not asked"); },
};`;

function write(path: string, content: string | object): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
}

function manifest(name: string, adapter: string, field: object = {}): BundledAdapter["packageJson"] {
  const backwright = { adapter, language: "node", marks: { dependencies: [adapter] }, ...field };
  const runs = { type: "module", exports: "./index.js" };
  return { name, version: "2.1.0", ...runs, backwright };
}

function options(): DiscoverOptions {
  return { dir: join(root, "app"), bundled: [], configDir: join(root, "config") };
}

describe("discoverAdapters", () => {
  it("finds nothing in a package.json that is a pipe, and does not wait for it", async () => {
    mkdirSync(join(root, "app"));
    execFileSync("mkfifo", [join(root, "app", "package.json")]);

    expect((await discoverAdapters(options())).entries).toEqual([]);
  });

  it("finds what the project declares by the field of its package, not by its name", async () => {
    write("app/package.json", { devDependencies: { "any-name": "*", "backwright-adapter-fake": "*" } });
    write("app/node_modules/any-name/package.json", manifest("any-name", "gamma", { supersedes: ["alpha"] }));
    write("app/node_modules/any-name/index.js", source);
    write("app/node_modules/backwright-adapter-fake/package.json", { name: "backwright-adapter-fake" });

    const { entries } = await discoverAdapters(options());

    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      name: "gamma",
      package: "any-name",
      version: "2.1.0",
      origin: "project",
      marks: { dependencies: ["gamma"] },
      supersedes: ["alpha"],
    });
    expect((await entries[0]?.load())?.name).toBe("gamma");
  });

  it("finds the user's own adapters, scoped ones too", async () => {
    write("config/adapters/node_modules/@team/gamma/package.json", manifest("@team/gamma", "gamma"));
    write("config/adapters/node_modules/@team/gamma/index.js", source);

    const { entries } = await discoverAdapters(options());

    expect(entries.map(({ name, origin }) => [name, origin])).toEqual([["gamma", "user"]]);
    expect((await entries[0]?.load())?.name).toBe("gamma");
  });

  it("takes the project's adapter before the user's and the bundled one of the same name", async () => {
    write("app/package.json", { dependencies: { mine: "*" } });
    write("app/node_modules/mine/package.json", manifest("mine", "gamma"));
    write("config/adapters/node_modules/users/package.json", manifest("users", "gamma"));
    const bundled = [
      { packageJson: manifest("bundled", "gamma"), file: "b", load: () => Promise.reject(new Error("not loaded")) },
      { packageJson: manifest("other", "delta"), file: "o", load: () => Promise.reject(new Error("not loaded")) },
    ];

    const { entries } = await discoverAdapters({ ...options(), bundled });

    expect(entries.map((entry) => [entry.name, entry.package, entry.origin])).toEqual([
      ["delta", "other", "bundled"],
      ["gamma", "mine", "project"],
    ]);
  });

  it("says which package's field is wrong", async () => {
    write("app/package.json", { dependencies: { mine: "*" } });
    write("app/node_modules/mine/package.json", manifest("mine", "gamma", { marks: { files: "a.json" } }));

    await expect(discoverAdapters(options())).rejects.toMatchObject({
      code: "ADAPTER_INVALID",
      hint: expect.stringContaining("mine") as unknown,
    });
  });

  it("names the package whose code cannot be loaded, and what is no adapter", async () => {
    write("app/package.json", { dependencies: { broken: "*", wrong: "*" } });
    write("app/node_modules/broken/package.json", manifest("broken", "broken"));
    write("app/node_modules/broken/index.js", "throw new Error('no luck');");
    write("app/node_modules/wrong/package.json", manifest("wrong", "wrong"));
    write("app/node_modules/wrong/index.js", "export default { name: 'wrong' };");

    const { entries } = await discoverAdapters(options());

    await expect(entries[0]?.load()).rejects.toMatchObject({
      code: "ADAPTER_FAILED",
      message: "The adapter broken could not be loaded: no luck",
    });
    await expect(entries[1]?.load()).rejects.toMatchObject({ code: "ADAPTER_INVALID" });
  });

  it("finds nothing in a folder that is not there", async () => {
    expect((await discoverAdapters(options())).entries).toEqual([]);
  });
});
