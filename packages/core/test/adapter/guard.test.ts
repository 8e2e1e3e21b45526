import { expect, it } from "vitest";
import type { Adapter, BlueprintInput } from "../../src/adapter/contract.ts";
import { guardAdapter } from "../../src/adapter/guard.ts";
import { BackwrightError } from "../../src/errors.ts";
import { memoryProject } from "../../src/testing/memory-project.ts";

const project = memoryProject({});

/** An adapter as a class, frozen, which is as good as an object. */
class Careless implements Pick<Adapter, "name" | "language" | "marks" | "detect"> {
  readonly name = "careless";
  readonly language = "node";
  readonly marks = { files: ["server.js"] };
  readonly #answer: Error | readonly never[];
  constructor(answer: Error | readonly never[]) {
    this.#answer = answer;
    Object.freeze(this);
  }
  detect(): readonly never[] {
    if (this.#answer instanceof Error) throw this.#answer;
    return this.#answer;
  }
  commands(): never {
    throw new TypeError("no commands");
  }
  readonly blueprint = {
    refusals: () => [],
    write: () => Promise.reject(new RangeError("too long")),
  };
  readonly security = [
    {
      id: "rule",
      title: "A rule",
      examples: { bad: ["a"], good: ["b"] },
      find(): never {
        throw new Error("no rule");
      },
    },
  ] as const;
}

it("passes answers on, and knows which members there are", async () => {
  const adapter = guardAdapter(new Careless([]));

  expect(adapter.name).toBe("careless");
  expect(await adapter.detect(project)).toEqual([]);
  expect(await adapter.blueprint?.refusals({} as BlueprintInput)).toEqual([]);
  expect([adapter.routes, "routes" in adapter, "detect" in adapter]).toEqual([undefined, false, true]);
});

it("names the adapter and the question of every failure, and keeps its cause", async () => {
  const cause = new TypeError("cannot read");
  const adapter = guardAdapter(new Careless(cause));

  await expect(adapter.detect(project)).rejects.toMatchObject({
    code: "ADAPTER_FAILED",
    message: "The adapter careless failed to answer `detect`: cannot read",
    cause,
  });
  await expect(adapter.blueprint?.write({} as BlueprintInput)).rejects.toMatchObject({
    message: "The adapter careless failed to answer `blueprint.write`: too long",
  });
  expect(() => adapter.security?.[0]?.find({ path: "a.js", text: "" })).toThrow(
    "The adapter careless failed to look for rule in a.js: no rule",
  );
});

it("leaves what is known already as it is", async () => {
  const known = new BackwrightError("IMPLEMENTER_UNSUPPORTED", { message: "Not this." });

  await expect(guardAdapter(new Careless(known)).detect(project)).rejects.toBe(known);
});
