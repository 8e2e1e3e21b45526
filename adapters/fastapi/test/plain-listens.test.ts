import { describe, expect, it } from "vitest";
import { memoryProject } from "@backwright/core/testing";
import { plainListens } from "../src/plain-listens.ts";

function listensOf(main: string, others: Readonly<Record<string, string>> = {}): unknown {
  const project = memoryProject({ "requirements.txt": "fastapi\nuvicorn\n", "main.py": main, ...others });
  return plainListens(project, ".", ["main.py"])?.map(({ line, port, target }) => [line, port, target]) ?? null;
}

const settings = "class Settings(BaseSettings):\n    API_PORT: int = 9100  # of the container\n";

describe("plainListens", () => {
  it.each([
    ["a number", 'import uvicorn\nuvicorn.run("app:app", port=8001)\n', {}, [[2, 8001, "app:app"]]],
    ["no port", "import uvicorn\nuvicorn.run(\n    app,\n    reload=True,\n)\n", {}, [[2, 8000, null]]],
    ["a setting", "uvicorn.run(app, port=settings.API_PORT)\n", { "settings.py": settings }, [[1, 9100, null]]],
  ])("reads %s", (_, main, others, expected) => {
    expect(listensOf(main, others)).toEqual(expected);
  });

  it.each([
    ["a setting that two classes have", "uvicorn.run(app, port=s.API_PORT)\n", { "a.py": settings, "b.py": settings }],
    [
      "a setting that is worked out",
      "uvicorn.run(app, port=s.PORT)\n",
      { "a.py": "class S:\n    PORT: int = base + 1\n" },
    ],
    ["a variable", "uvicorn.run(app, port=port)\n", {}],
    ["arguments that are spread", "uvicorn.run(app, **options)\n", {}],
    ["a server that is made in parts", "uvicorn.Server(uvicorn.Config(app, port=8001)).run()\n", {}],
    ["a call in a comment", "# uvicorn.run(app, port=8001)\n", {}],
    ["a call in documentation", '"""\nuvicorn.run(app, port=8001)\n"""\n', {}],
    ["a call that does not end", "uvicorn.run(app, port=8001\n", {}],
  ])("leaves %s to whoever follows the code", (_, main, others) => {
    expect(listensOf(main, others)).toBeNull();
  });
});
