import { describe, expect, it } from "vitest";
import { memoryProject } from "@backwright/core/testing";
import adapter from "@backwright/adapter-django";
import { applicationOf, example, fixture, withDjango } from "./fixtures.ts";

const settings = 'import django\nROOT_URLCONF = "site.urls"\n';

describe("detection", () => {
  it("says what speaks for a project, each with its place", async () => {
    const detection = applicationOf(await fixture("pages"));

    expect(detection).toMatchObject({
      dir: ".",
      framework: { name: "django", version: "4.2" },
      packageManager: "pip",
      databases: ["postgresql"],
      orms: ["django-orm"],
      auth: ["session"],
      ports: [{ port: 8000, source: "convention" }],
    });
    expect(
      detection.evidence
        .filter(({ field }) => field === "framework")
        .map(({ rule, file, line }) => `${rule} ${file}:${line}`),
    ).toEqual(["dependency requirements.txt:1", "import manage.py:3", "construction manage.py:5"]);
  });

  it("finds manage.py below the manifest, and calls it through uv", async () => {
    const project = await fixture("api");
    const { start, test, lint, migrate } = adapter.commands(project, applicationOf(project));

    expect([start, test, lint, migrate].map((command) => [command?.argv.join(" "), command?.cwd])).toEqual([
      ["uv run python manage.py runserver", "src"],
      [undefined, undefined],
      ["uv run ruff check", "."],
      ["uv run python manage.py migrate", "src"],
    ]);
  });

  it("is started by the program that people install, where manage.py is part of it, and listens where Django does", () => {
    const files = {
      ".env.example": "PORT=1333\n",
      "pyproject.toml":
        '[project]\nname = "shelf"\ndependencies = ["django"]\n[project.scripts]\nshelf = "shelf.cli:main"\n',
      "README.md": "```\nshelf server 0.0.0.0:8000\n```\n",
      "shelf/manage.py":
        "import django\nfrom django.core.management import execute_from_command_line\nexecute_from_command_line()\n",
    };
    const installed = withDjango({ ...files, "shelf/__init__.py": "" });
    const plain = withDjango(files);

    expect(adapter.commands(installed, applicationOf(installed)).start?.argv).toEqual(["shelf", "server"]);
    expect(adapter.commands(plain, applicationOf(plain)).start?.argv.at(-1)).toBe("runserver");
    expect(applicationOf(plain).ports[0]?.port).toBe(8000);
  });

  it("leaves out python where the project's own words do", () => {
    const project = withDjango({
      "uv.lock": "",
      "README.md": "Run `uv run manage.py runserver`.\n",
      "manage.py":
        "import django\nfrom django.core.management import execute_from_command_line\nexecute_from_command_line()\n",
    });

    expect(adapter.commands(project, applicationOf(project)).start?.argv.join(" ")).toBe("uv run manage.py runserver");
    expect(adapter.commands(project, applicationOf(project)).migrate?.argv.join(" ")).toBe("uv run manage.py migrate");
  });

  it("says for each command what the project's own words say of it", () => {
    const project = withDjango({
      "uv.lock": "",
      "README.md": "python manage.py runserver\n",
      ".github/workflows/ci.yml": "run: uv run -- ./manage.py check\n",
      "manage.py":
        "import django\nfrom django.core.management import execute_from_command_line\nexecute_from_command_line()\n",
    });
    const commands = adapter.commands(project, applicationOf(project));

    expect(commands.start?.argv.join(" ")).toBe("uv run python manage.py runserver");
    expect(commands.migrate?.argv.join(" ")).toBe("uv run ./manage.py migrate");
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
      "a decorator of Django's",
      "from django.contrib.admin.views.decorators import staff_member_required\n",
      ["session"],
    ],
    ["decorators of the project of such a name", "from ..decorators import staff_member_required\n", []],
  ])("reads a login by %s", (_what, code, auth) => {
    const project = memoryProject({
      "requirements.txt": "django\n",
      "shop/settings.py": `import django\n${settings}`,
      "shop/views.py": code,
    });

    expect(adapter.detect(project)[0]?.auth).toEqual(auth);
  });

  it.each([
    [
      "manage.py belongs to another framework",
      {
        "requirements.txt": "flask\ndjango-stubs\n",
        "manage.py": "from flask.cli import FlaskGroup\nFlaskGroup()()\n",
      },
    ],
    [
      "only tests have settings",
      { "setup.py": 'setup(name="lib", install_requires=["django"])', "tests/settings.py": settings },
    ],
    [
      "it is the framework itself",
      { "pyproject.toml": '[project]\nname = "Django"\n', "django/conf/settings.py": settings },
    ],
    [
      "it is a template with placeholders",
      { "{{cookiecutter.slug}}/requirements.txt": "django\n", "{{cookiecutter.slug}}/settings.py": settings },
    ],
  ])("finds nothing where %s", (_what, files) => {
    expect(adapter.detect(memoryProject(files as unknown as Record<string, string>))).toEqual([]);
  });
});
