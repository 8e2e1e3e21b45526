import { describe, expect, it } from "vitest";
import { memoryProject } from "@backwright/core/testing";
import adapter from "@backwright/adapter-fastapi";
import { applicationOf, example, fixture, withFastapi } from "./fixtures.ts";

const app = "from fastapi import FastAPI\napp = FastAPI()\n";

describe("detection", () => {
  it("says what speaks for an application, each with its place", async () => {
    const detection = applicationOf(await fixture("factory-poetry"));

    expect(detection).toMatchObject({
      dir: ".",
      framework: { name: "fastapi", version: "0.115.0" },
      packageManager: "poetry",
      databases: ["postgresql"],
      auth: ["jwt", "oauth2"],
      apiStyles: ["rest", "websocket"],
      validation: ["pydantic"],
      entry: "shop/main.py:create_app",
    });
    expect(detection.evidence.filter(({ field }) => field === "framework")).toEqual([
      { field: "framework", value: "fastapi", file: "pyproject.toml", line: 7, rule: "dependency" },
      { field: "framework", value: "fastapi", file: "shop/main.py", line: 3, rule: "import" },
      { field: "framework", value: "fastapi", file: "shop/main.py", line: 10, rule: "construction" },
    ]);
  });

  it("starts it as its Dockerfile does, without reloading, through the package manager", async () => {
    const project = await fixture("factory-poetry");
    const { start, test, lint, install } = adapter.commands(project, applicationOf(project));

    expect([start, test, lint, install].map((command) => command?.argv.join(" ") ?? null)).toEqual([
      "poetry run uvicorn --factory shop.main:create_app",
      null,
      "poetry run ruff check",
      "poetry install",
    ]);
    expect(start?.source).toBe("Dockerfile:6");
  });

  it.each([
    [
      "fastapi run",
      { Dockerfile: 'CMD ["fastapi", "run", "--workers", "4"]\n', "app/main.py": app },
      "app/main.py:app",
    ],
    [
      "fastapi run",
      {
        "README.md": "    $ fastapi dev\n",
        "pyproject.toml": '[tool.fastapi]\nentrypoint = "shop.web:api"\n',
        "shop/web.py": app.replace("app =", "api ="),
        "main.py": "",
      },
      "shop/web.py:api",
    ],
    ["fastapi run main.py", { Dockerfile: 'CMD ["fastapi", "run", "main.py"]\n', "main.py": app }, "main.py:app"],
  ])("starts it by `%s` where that is what somebody wrote down: %j", (argv, files, entry) => {
    const project = memoryProject({ "requirements.txt": "fastapi[standard]\n", ...files });
    const detection = applicationOf(project);

    expect([adapter.commands(project, detection).start?.argv.join(" "), detection.entry]).toEqual([argv, entry]);
  });

  it("starts a file that runs the server itself, and knows its port", async () => {
    const project = await fixture("class-views");
    const detection = applicationOf(project);

    expect(adapter.commands(project, detection).start?.argv).toEqual(["python", "server.py"]);
    expect(detection.ports[0]).toEqual({ port: 9100, source: "server.py:29" });
  });

  it("understands the example in whole", async () => {
    const project = await example();
    const detection = applicationOf(project);

    expect({
      detection,
      commands: adapter.commands(project, detection),
      routes: adapter.routes(project, detection),
      models: adapter.models(project, detection),
      practices: adapter.practices(project, detection),
    }).toMatchSnapshot();
  });

  it.each([
    [
      "a package below the folder that Python starts from",
      { "pyproject.toml": '[project]\nname = "x"\ndependencies = ["fastapi", "uvicorn"]\n', "src/x/main.py": app },
      "uvicorn main:app",
      "src/x",
    ],
    [
      "what its modules import",
      { "src/x/main.py": "from x.db import engine\n" + app, "src/x/db.py": "engine = 1\n", "src/x/__init__.py": "" },
      "uvicorn x.main:app",
      "src",
    ],
    [
      "granian where it is the server",
      { "requirements.txt": "fastapi\ngranian\n", "main.py": app },
      "granian --interface asgi main:app",
      ".",
    ],
    [
      "FastAPI's own command where a Dockerfile says so",
      { Dockerfile: 'CMD ["fastapi", "run", "--workers", "4", "app/main.py"]\n', "app/main.py": app },
      "fastapi run app/main.py",
      ".",
    ],
    [
      "a module where the script imports the package that it is in",
      {
        "app/__main__.py": `import uvicorn\nfrom app import x\n${app}if __name__ == "__main__":\n    uvicorn.run(app)\n`,
      },
      "python -m app",
      ".",
    ],
    [
      "a script as the README has it",
      {
        "README.md": "```\npython src/main.py\n```\n",
        "src/main.py": `import uvicorn\nfrom src import x\n${app}if __name__ == "__main__":\n    uvicorn.run(app)\n`,
      },
      "python src/main.py",
      ".",
    ],
    [
      "the program of its own that a container starts, and not the script in a package that it runs",
      {
        "pyproject.toml": '[project]\nname = "shop"\n[project.scripts]\nshopd = "app.web:start"\n',
        Dockerfile: 'ENTRYPOINT ["shopd"]\n',
        "app/web.py": `import uvicorn\n${app}if __name__ == "__main__":\n    uvicorn.run(app)\n`,
      },
      "shopd",
      ".",
    ],
    [
      "the script beside the manifest, though a program of its own is installed",
      {
        "pyproject.toml": '[project]\nname = "shop"\n[project.scripts]\nshopd = "app:start"\n',
        Dockerfile: 'CMD ["shopd", "run"]\n',
        "app.py": `import uvicorn\n${app}if __name__ == "__main__":\n    uvicorn.run(app)\n`,
      },
      "python app.py",
      ".",
    ],
    ["a target of a Makefile", { Makefile: "run:\n\tuvicorn main:app\n", "main.py": app }, "make run", "."],
    [
      "no target that needs containers or reloads",
      { Makefile: "run:\n\tdocker compose up\nstart:\n\tuvicorn main:app --reload\n", "main.py": app },
      "uvicorn main:app",
      ".",
    ],
  ])("starts by %s", (_what, files, expected, cwd) => {
    const project = withFastapi(files);
    const { start } = adapter.commands(project, applicationOf(project));

    expect([start?.argv.join(" "), start?.cwd]).toEqual([expected, cwd]);
  });

  it("finds each of several applications in its folder", () => {
    const project = memoryProject({
      "api/requirements.txt": "fastapi\n",
      "api/main.py": app,
      "admin/pyproject.toml": '[project]\nname = "admin"\ndependencies = ["FastAPI"]\n',
      "admin/admin/app.py": app,
    });

    expect(
      adapter
        .detect(project)
        .map(({ dir, entry }) => `${dir} ${entry}`)
        .toSorted(),
    ).toEqual(["admin admin/admin/app.py:app", "api api/main.py:app"]);
  });

  it.each([
    ["only tests use it", { "requirements.txt": "fastapi\n", "tests/test_a.py": app, "lib.py": "x = 1\n" }],
    [
      "it is the framework itself",
      { "pyproject.toml": '[project]\nname = "fastapi"\n', "fastapi/applications.py": `import fastapi\n${app}` },
    ],
    [
      "it is documentation",
      { "docs_src/first/main.py": app, "pyproject.toml": '[project]\nname = "lib"\ndependencies = ["fastapi"]\n' },
    ],
    [
      "it is a template with placeholders",
      { "{{cookiecutter.slug}}/requirements.txt": "fastapi\n", "{{cookiecutter.slug}}/main.py": app },
    ],
    [
      "another framework is installed",
      { "requirements.txt": "flask\n", "app.py": "from flask import Flask\napp = Flask(__name__)\n" },
    ],
  ])("finds nothing where %s", (_what, files) => {
    expect(adapter.detect(memoryProject(files as unknown as Record<string, string>))).toEqual([]);
  });
});
