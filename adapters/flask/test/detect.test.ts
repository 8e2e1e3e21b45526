import { describe, expect, it } from "vitest";
import { memoryProject } from "@backwright/core/testing";
import adapter from "@backwright/adapter-flask";
import { applicationOf, example, fixture, withFlask } from "./fixtures.ts";

const app = "from flask import Flask\napp = Flask(__name__)\n";

describe("detection", () => {
  it("says what speaks for an application, each with its place", async () => {
    const detection = applicationOf(await fixture("blueprints"));

    expect(detection).toMatchObject({
      dir: ".",
      framework: { name: "flask", version: "3.0.3" },
      packageManager: "pipenv",
      databases: ["postgresql"],
      orms: ["sqlalchemy"],
      auth: ["jwt"],
      entry: "shop/__init__.py:create_app",
      ports: [{ port: 8200, source: "Procfile:1" }, { port: 5000 }],
    });
    expect(
      detection.evidence
        .filter(({ field }) => field === "framework")
        .map(({ rule, file, line }) => `${rule} ${file}:${line}`),
    ).toEqual(["dependency Pipfile:6", "import shop/__init__.py:3", "construction shop/__init__.py:9"]);
  });

  it("runs a factory by `flask run`, told where it is", async () => {
    const project = await fixture("blueprints");
    const { start, lint, install } = adapter.commands(project, applicationOf(project));

    expect([start?.argv, start?.env]).toEqual([["pipenv", "run", "flask", "run"], { FLASK_APP: "shop" }]);
    expect(lint?.argv).toEqual(["pipenv", "run", "flake8"]);
    expect(install?.argv).toEqual(["pipenv", "install", "--dev"]);
  });

  it("runs a script that runs the application, and knows the port of its options", async () => {
    const project = await fixture("restx");
    const detection = applicationOf(project);

    expect(adapter.commands(project, detection).start?.argv).toEqual(["python", "server.py"]);
    expect(detection.ports[0]).toEqual({ port: 4321, source: "server.py:35" });
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

  it("takes the project's own commands of flask for tests and lint", () => {
    const project = withFlask({
      "app.py": `import click\n${app}@click.command()\ndef test():\n    """Runs the tests."""\n@click.command()\n@click.option("--fix")\ndef lint(fix): ...\napp.cli.add_command(test)\napp.cli.add_command(lint)\n`,
    });
    const { test, lint } = adapter.commands(project, applicationOf(project));

    expect([test?.argv, test?.source, lint?.argv]).toEqual([["flask", "test"], "app.py:4", ["flask", "lint"]]);
  });

  it("runs by `flask run` what the README runs so, though a script could", () => {
    const app = 'from flask import Flask\napp = Flask(__name__)\nif __name__ == "__main__":\n    app.run()\n';
    const said = withFlask({ "app.py": app, "README.md": "    python3 -m flask run\n" });
    const other = withFlask({ "app.py": app, "README.md": "flask run\nor python app.py\n" });

    expect(adapter.commands(said, applicationOf(said)).start?.argv).toEqual(["flask", "run"]);
    expect(adapter.commands(other, applicationOf(other)).start?.argv).toEqual(["python", "app.py"]);
  });

  it("belongs to the folder whose requirements include those of the code", () => {
    const project = memoryProject({
      "requirements.txt": "-r app/requirements.txt\n",
      "app/requirements.txt": "flask\n",
      "app/__init__.py": "from flask import Flask\napp = Flask(__name__)\n",
    });

    expect(applicationOf(project).dir).toBe(".");
  });

  it("is surer of an application that more of the code is written with", () => {
    const app = "from flask import Flask\napp = Flask(__name__)\n";
    const more = { "a/one.py": "from flask import g\n", "a/two.py": "from flask import g\n" };

    expect(applicationOf(withFlask({ "a/app.py": app, ...more })).confidence).toBeGreaterThan(
      applicationOf(withFlask({ "a/app.py": app })).confidence,
    );
  });

  it("is less sure of an application further below", () => {
    const app = "from flask import Flask\napp = Flask(__name__)\n";

    expect(applicationOf(withFlask({ "service/a/main.py": app })).confidence).toBeLessThan(
      applicationOf(withFlask({ "main.py": app })).confidence,
    );
  });

  it.each([
    ["only tests use it", { "requirements.txt": "flask\n", "tests/test_a.py": app }],
    [
      "a description names it",
      { "pyproject.toml": '[project]\nname = "x"\ndescription = "works with flask"\n', "x.py": "y = 1\n" },
    ],
    [
      "it is the framework itself",
      { "pyproject.toml": '[project]\nname = "Flask"\n', "src/flask/app.py": `import flask\n${app}` },
    ],
    [
      "another framework is installed",
      { "requirements.txt": "fastapi\n", "main.py": "from fastapi import FastAPI\napp = FastAPI()\n" },
    ],
  ])("finds nothing where %s", (_what, files) => {
    expect(adapter.detect(memoryProject(files as unknown as Record<string, string>))).toEqual([]);
  });
});
