import { describe, expect, it } from "vitest";
import adapter from "@backwright/adapter-flask";
import { applicationOf, withFlask } from "./fixtures.ts";

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
});
