import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { BlueprintInput } from "@backwright/core";
import { memoryProject } from "@backwright/core/testing";
import { refuseExistingApp, writeExistingApp } from "../../src/blueprint/existing-app.ts";
import { detection, exampleFiles, exampleInput, examplePlan } from "./existing-support.ts";

const reviews = fileURLToPath(new URL("tasks/reviews.yaml", import.meta.url));

type Files = Readonly<Record<string, string>>;

async function second(files: Files, generated: ReadonlySet<string> = new Set()): Promise<BlueprintInput> {
  const project = memoryProject(files);
  return { project, plan: await examplePlan(project, reviews), detection, generated };
}

describe("a second task on an app that an earlier one has added to", async () => {
  const first = await writeExistingApp(await exampleInput(exampleFiles()));
  const before: Files = {
    ...exampleFiles(),
    ...Object.fromEntries(first.files.map(({ path, content }) => [path, content])),
  };
  const change = await writeExistingApp(await second(before));
  const files = new Map(change.files.map(({ path, content }) => [path, content]));

  it("writes its resources and little else", () => {
    expect([...files.keys()]).toEqual([
      "checks/reviews-setup.ts",
      "checks/reviews.check.ts",
      "drizzle/0002_add_reviews.sql",
      "drizzle/meta/0002_snapshot.json",
      "drizzle/meta/_journal.json",
      "source/app.ts",
      "source/lib/input.ts",
      "source/routers/reviews.router.ts",
      "source/schemas/reviews.schema.ts",
      "source/store/reviews-tables.ts",
      "source/store/reviews.store.ts",
      "source/store/tables.ts",
      "vitest.config.ts",
    ]);
  });

  it("uses the accounts that are there", () => {
    expect(files.get("source/routers/reviews.router.ts")).toContain('from "../lib/require-auth.ts"');
    expect(files.get("source/store/reviews-tables.ts")).toContain('import { users } from "./notebooks-tables.ts"');
    expect(files.get("drizzle/0002_add_reviews.sql")).not.toContain("CREATE TABLE `users`");
  });

  it("adds to shared modules only what they lack", () => {
    const text = files.get("source/lib/input.ts") ?? "";
    const earlier = before["source/lib/input.ts"] ?? "";

    expect(text.startsWith(earlier.trimEnd())).toBe(true);
    expect(text.slice(earlier.trimEnd().length)).toContain("export const dateText =");
    expect(files.get("vitest.config.ts")).toContain('"checks/api-setup.ts", "checks/reviews-setup.ts"]');
  });

  it("changes nothing when it runs again", async () => {
    const result = { ...before, ...Object.fromEntries(files) };
    const generated = new Set(change.files.flatMap(({ path, kind }) => (kind === "generated" ? [path] : [])));

    const again = await writeExistingApp(await second(result, generated));

    expect(again.files.filter(({ path, content }) => result[path] !== content)).toEqual([]);
  });

  it("leaves what it has added to files of the first task when that one runs again", async () => {
    const result = { ...before, ...Object.fromEntries(files) };
    const generated = new Set(first.files.flatMap(({ path, kind }) => (kind === "generated" ? [path] : [])));
    const extended = new Set(change.files.flatMap(({ path, kind }) => (kind === "edit" ? [path] : [])));
    const shared = [...extended].filter((path) => generated.has(path));
    expect(shared).toContain("source/lib/input.ts");

    const again = await writeExistingApp({
      ...(await exampleInput(result, generated)),
      extended: new Set(shared),
    });

    expect(again.files.filter(({ path, content }) => result[path] !== content).map(({ path }) => path)).toEqual([]);
  });

  it("refuses roles that those accounts have not", async () => {
    const schema = "source/schemas/users.schema.ts";
    const files = { ...before, [schema]: (before[schema] ?? "").replace('"admin"', '"owner"') };

    const refusals = refuseExistingApp(await second(files));

    expect(refusals.map(({ reason }) => reason)).toEqual([expect.stringContaining("no role admin")]);
  });
});

it("refuses files of the app's own where new ones would stand", async () => {
  const files = exampleFiles({ "source/store/notebooks.store.ts": "export const shelf = [];\n" });

  const refusals = refuseExistingApp(await exampleInput(files));

  expect(refusals.map(({ reason }) => reason)).toEqual(["The app has a file source/store/notebooks.store.ts already."]);
});
