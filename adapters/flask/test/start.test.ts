import { describe, expect, it } from "vitest";
import adapter from "@backwright/adapter-flask";
import { applicationOf, withFlask } from "./fixtures.ts";

const app = "from flask import Flask\napp = Flask(__name__)\n";

describe("how an application starts", () => {
  it("runs by `flask run` what the README runs so, though a script could", () => {
    const app = 'from flask import Flask\napp = Flask(__name__)\nif __name__ == "__main__":\n    app.run()\n';
    const said = withFlask({ "app.py": app, "README.md": "    python3 -m flask run\n" });
    const other = withFlask({ "app.py": app, "README.md": "flask run\nor python app.py\n" });
    const tried = withFlask({ "app.py": app, "docker/browser-test/run.sh": "flask run --port=80\n" });

    expect(adapter.commands(said, applicationOf(said)).start?.argv).toEqual(["flask", "run"]);
    expect(adapter.commands(other, applicationOf(other)).start?.argv).toEqual(["python", "app.py"]);
    expect(adapter.commands(tried, applicationOf(tried)).start?.argv).toEqual(["python", "app.py"]);
    expect(applicationOf(tried).ports.map(({ port }) => port)).not.toContain(80);
  });

  it("runs by no script whose server only a command of it starts", () => {
    const project = withFlask({
      "shop.py":
        "from flask import Flask\napp = Flask(__name__)\n\n\n@app.cli.command()\ndef profile():\n    app.run()\n",
      "dev_wsgi.py": "",
    });

    expect(adapter.commands(project, applicationOf(project)).start?.argv).toEqual(["flask", "run"]);
  });

  it("is started by a script of any name that gets the application from elsewhere", () => {
    const project = withFlask({
      "shop/__init__.py": "from flask import Flask\n\ndef create_app():\n    return wrapped(Flask(__name__))\n",
      "dev_wsgi.py":
        'from shop import create_app\n\nif __name__ == "__main__":\n    app = create_app()\n    app.run(\n        host=get("HOST"),\n        port=settings.get("PORT", 9100),\n    )\n',
    });
    const application = applicationOf(project);

    expect(adapter.commands(project, application).start?.argv).toEqual(["python", "dev_wsgi.py"]);
    expect(application.ports[0]?.port).toBe(9100);
  });

  it("listens where a setting that nobody made would have it", () => {
    const app = 'from flask import Flask\napp = Flask(__name__)\nif __name__ == "__main__":\n';
    const project = withFlask({ "run.py": `${app}    app.run(port=app.config.get("PORT", "9100"))\n` });

    expect(applicationOf(project).ports[0]).toEqual({ port: 9100, source: "run.py:4" });
  });

  it("is started by the script that says so, though what it runs is not known", () => {
    const project = withFlask({
      "shop/__init__.py":
        "from flask import Flask\n\ndef create_app():\n    app = Flask(__name__)\n    return wrapped(app)\n",
      "run.py":
        'from shop import create_app\n\nif __name__ == "__main__":\n    app = create_app()\n    app.run(debug=True, port=app.config.get("PORT", "9100"))\n',
    });
    const application = applicationOf(project);

    expect(adapter.commands(project, application).start?.argv).toEqual(["python", "run.py"]);
    expect(application.ports[0]).toEqual({ port: 9100, source: "run.py:5" });
  });

  const own = { "site/__init__.py": app, "site/server.py": "server = WSGIServer(('', port), app)\n" };
  const guard = 'if __name__ == "__main__":\n    main()\n';

  it.each([
    [
      "a script that a container starts",
      { "a.py": app, Dockerfile: 'CMD ["python", "-u", "./a.py"]\n' },
      "python a.py",
    ],
    [
      "a script that a container's entry point is given",
      { "a.py": app, Dockerfile: 'ENTRYPOINT ["python"]\nCMD ["a.py"]\n' },
      "python a.py",
    ],
    [
      "a script that starts a server of another package",
      { "app.py": `${app}HTTPServer(WSGIContainer(app))\n`, "README.md": "    python3 app.py\n" },
      "python app.py",
    ],
    [
      "a script beside a package with its own server",
      { ...own, "start_site.py": `from site.main import main\n${guard}` },
      "python start_site.py",
    ],
    ["no script beside it that does something else", { ...own, "seed.py": `import csv\n${guard}` }, "flask run"],
    [
      "no script of a README that only fills the database",
      { "app.py": app, "seed.py": guard, "README.md": "    python seed.py\n" },
      "flask run",
    ],
    [
      "a script that a compose file runs",
      { "src/a.py": app, "compose.yml": "services:\n  web:\n    command: python src/a.py\n    ports: []\n" },
      "python src/a.py",
    ],
    [
      "a script that a compose file runs where the container keeps it",
      { "run_it.py": app, "compose.yml": "services:\n  web:\n    command: python /Shop-API/run_it.py\n" },
      "python run_it.py",
    ],
    [
      "a script below that finds its modules beside itself",
      {
        "web/main.py": `import views\n${app}if __name__ == "__main__":\n    app.run()\n`,
        "web/views.py": "",
      },
      "python web/main.py",
    ],
    [
      "a program of its own that a container runs",
      {
        "shop/__init__.py": app,
        "pyproject.toml": '[project]\nname = "a"\ndependencies = ["flask"]\n[project.scripts]\nshop = "shop:main"\n',
        Dockerfile: 'CMD ["shop", "serve", "--port", "80"]\n',
      },
      "shop serve",
    ],
    [
      "a program of its own that the README starts",
      {
        "shop/__init__.py": app,
        "setup.py": "setup(entry_points={'console_scripts': ['shopd = shop.commands:cli']})\n",
        "README.md": "To serve:\n\n    $ shopd run --port 80\n",
      },
      "shopd run",
    ],
    [
      "a program of its own that a supervisor starts",
      {
        "shop/__init__.py": app,
        "setup.py": "setup(entry_points={'console_scripts': ['shopd = shop.commands:cli']})\n",
        "docker/supervisor.conf": "[program:shop]\ncommand=shopd start -b 0.0.0.0:8300\n",
      },
      "shopd start",
    ],
    [
      "a program of its own and what a container calls it with",
      {
        "shop/__init__.py": app,
        "setup.py": "setup(entry_points={'console_scripts': ['shopd = shop.commands:cli']})\n",
        Dockerfile: 'ENTRYPOINT ["shopd"]\nCMD ["server", "start", "--host=0.0.0.0"]\n',
      },
      "shopd server start",
    ],
    [
      "a program of its own that a sentence of the README starts",
      {
        "shop/__init__.py": app,
        "setup.py": "setup(entry_points={'console_scripts': ['shopd = shop.commands:cli']})\n",
        "README.md": "Finally, execute `shopd run` to serve.\n",
      },
      "shopd run",
    ],
    [
      "a program of its own that stands alone in the README",
      {
        "shop/__init__.py": app,
        "pyproject.toml":
          '[project]\nname = "shop"\ndependencies = ["flask"]\n[project.scripts]\nshopd = "shop:main"\n',
        "README.md": "Run shopd:\n\n```bash\nshopd\n```\n",
      },
      "shopd",
    ],
    [
      "manage.py of Flask-Script",
      { "app.py": app, "manage.py": "from flask_script import Manager\nmanager = Manager(app)\n" },
      "python manage.py runserver",
    ],
    [
      "manage.py as the entry point says it",
      {
        "app.py": app,
        "manage.py": "from app import app\n",
        "bin/docker-entrypoint": "exec /app/manage.py runserver -h 0\n",
      },
      "./manage.py runserver",
    ],
  ])("starts %s", (_what, files, argv) => {
    const project = withFlask(files);

    expect(adapter.commands(project, applicationOf(project)).start?.argv.join(" ")).toBe(argv);
  });
});
