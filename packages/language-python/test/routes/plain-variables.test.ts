import { describe, expect, it } from "vitest";
import { plainVariables } from "../../src/routes/plain-variables.ts";

const makes = /\bFastAPI\s*\(/;

function variablesOf(...texts: string[]): unknown {
  return plainVariables(
    texts.map((text, index) => ({ file: `${index}.py`, text })),
    makes,
  )?.map(({ file, name }) => `${file}:${name}`);
}

describe("plainVariables", () => {
  it("gives the variables at the top of modules, annotated and out of a module as well", () => {
    expect(variablesOf("app = FastAPI()\n", "api: FastAPI = fastapi.FastAPI(\n    title='x',\n)\n")).toEqual([
      "0.py:app",
      "1.py:api",
    ]);
  });

  it.each([
    ["a function that makes one", "def create():\n    app = FastAPI()\n    return app\n"],
    ["one that is made and wrapped", "app = wrap(FastAPI())\n"],
    ["one that is made in a branch", "if debug:\n    app = FastAPI()\n"],
    ["none at all", "app = other()\n"],
  ])("leaves %s to whoever follows the code", (_, text) => {
    expect(variablesOf("app = FastAPI()\n".repeat(text.includes("FastAPI") ? 1 : 0), text)).toBeUndefined();
  });
});
