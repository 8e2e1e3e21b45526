import { describe, expect, it } from "vitest";
import { memoryProject } from "@backwright/core/testing";
import adapter from "@backwright/adapter-flask";
import { applicationOf, example, fixture, withFlask } from "./fixtures.ts";

const app = "from flask import Flask\napp = Flask(__name__)\n";

describe("detection", () => {
  it("takes a program with a web interface that one has to ask for as no application", () => {
    const manifest = '[project]\nname = "tool"\ndependencies = []\n[project.optional-dependencies]\nweb = ["flask"]\n';
    const files = { "plugin/web.py": app };
    const tool = memoryProject({ ...files, "pyproject.toml": `${manifest}[project.scripts]\ntool = "tool:main"\n` });
    const other = memoryProject({ ...files, "pyproject.toml": manifest });

    expect(adapter.detect(tool)).toEqual([]);
    expect(adapter.detect(other)).toHaveLength(1);
  });

  it("takes no folder that only asks for what those who work on it need", () => {
    const project = memoryProject({
      "requirements-dev.txt": "-r backend/requirements.txt\npytest\n",
      "backend/requirements.txt": "flask\n",
      "backend/app.py": app,
    });

    expect(applicationOf(project).dir).toBe("backend");
  });

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

  it("takes the tests of Flask-Script", () => {
    const project = withFlask({
      "app.py": app,
      "manage.py": "from flask_script import Manager\nmanager = Manager(app)\n@manager.command\ndef test(): ...\n",
    });
    const { test } = adapter.commands(project, applicationOf(project));

    expect([test?.argv.join(" "), test?.source]).toEqual(["python manage.py test", "manage.py:3"]);
  });

  it("takes the project's own commands of flask for tests and lint", () => {
    const project = withFlask({
      "app.py": `import click\n${app}@click.command()\ndef test():\n    """Runs the tests."""\n@click.command()\n@click.option("--fix")\ndef lint(fix): ...\napp.cli.add_command(test)\napp.cli.add_command(lint)\n`,
    });
    const { test, lint } = adapter.commands(project, applicationOf(project));

    expect([test?.argv, test?.source, lint?.argv]).toEqual([["flask", "test"], "app.py:4", ["flask", "lint"]]);
  });

  it("starts no script of an application below it", () => {
    const files = {
      "shop/__init__.py": app,
      "other/requirements.txt": "flask\n",
      "other/app.py": `import views\n${app}if __name__ == "__main__":\n    app.run()\n`,
      "other/views.py": "",
    };
    const project = withFlask(files);
    const own = adapter.detect(project).find(({ dir }) => dir === ".");

    expect(own === undefined ? null : adapter.commands(project, own).start?.argv).toEqual(["flask", "run"]);
  });

  it.each([
    [
      "tornado",
      "import os\nfrom tornado.httpserver import HTTPServer\nserver = HTTPServer(app)\nserver.listen(os.environ.get('P', 5050))\n",
      5050,
    ],
    ["gevent", "from gevent.pywsgi import WSGIServer\nserver = WSGIServer(('', 5051), app)\n", 5051],
    [
      "Flask-SocketIO",
      "from flask_socketio import SocketIO\nsocketio = SocketIO(app)\nsocketio.run(app, port=5052)\n",
      5052,
    ],
    ["a constant", "DEFAULT_PORT = 5053\nif __name__ == '__main__':\n    make_server().serve()\n", 5053],
  ])("knows the port of a server of %s", (_what, code, port) => {
    const project = withFlask({ "main.py": `${app}${code}`, Dockerfile: 'CMD ["python", "main.py"]\n' });

    expect(applicationOf(project).ports[0]?.port).toBe(port);
  });

  it("finds an application that Connexion makes, with the operations of its document as routes", () => {
    const document = `openapi: 3.0.1
servers: [{ url: "http://localhost:5000/v1" }]
paths:
  /users/{id}:
    get:
      operationId: users.one
      security: [{ bearer: [] }]
    parameters: []
  /health:
    get: { operationId: health.show }
`;
    const project = memoryProject({
      "requirements.txt": "connexion[flask]\n",
      "app.py":
        'import connexion\napp = connexion.App(__name__, specification_dir="./spec")\napp.add_api("api.yml")\napp.add_api("other.yml")\n',
      "spec/api.yml": document,
    });
    const detection = applicationOf(project);
    const { routes, unresolved } = adapter.routes(project, detection);

    expect(detection.framework.name).toBe("flask");
    expect(routes).toMatchObject([
      {
        method: "GET",
        path: "/v1/users/:id",
        handler: "users.one",
        authenticated: true,
        file: "spec/api.yml",
        line: 5,
      },
      { method: "GET", path: "/v1/health", handler: "health.show", authenticated: false, line: 10 },
    ]);
    expect(unresolved).toEqual([{ what: "the routes of other.yml", file: "app.py", line: 4 }]);
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
