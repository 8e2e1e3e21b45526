import { describe, expect, it } from "vitest";
import { memoryProject } from "@backwright/core/testing";
import { readCommands } from "@backwright/language-python";

function commandsOf(files: Readonly<Record<string, string>>, dir = "."): Record<string, string | null> {
  const commands = readCommands({ project: memoryProject(files), dir, known: {} });
  return Object.fromEntries(
    Object.entries(commands).map(([name, command]) => [name, command === null ? null : command.argv.join(" ")]),
  );
}

describe("readCommands", () => {
  it.each([
    [
      "targets of a Makefile",
      { Makefile: "test lint: ## help\n\tpytest -q\n" },
      { test: "make test", lint: "make lint" },
    ],
    [
      "no target that needs containers, itself or through another",
      { Makefile: "test: unit\nunit:\n\tdocker compose run app pytest\n", "tests/test_a.py": "def test_a(): ...\n" },
      { test: "pytest" },
    ],
    [
      "no target of another language",
      { Makefile: "test:\n\tnpm test\n", "tests/test_a.py": "import pytest\n" },
      { test: "pytest" },
    ],
    [
      "a plain target before one that changes files",
      { Makefile: "lint:\n\truff check --fix .\nlinter:\n\truff check .\n" },
      { lint: "make linter" },
    ],
    [
      "no target whose first step needs containers",
      { Makefile: "test: db\n\tpytest\ndb:\n\tdocker compose up -d db\n", "tests/test_a.py": "import pytest\n" },
      { test: "pytest" },
    ],
    [
      "the same name with other signs between its words",
      { Makefile: "unit_tests:\n\tpytest\ncheck_lint:\n\tflake8\n" },
      { test: "make unit_tests", lint: "make check_lint" },
    ],
    [
      "no target that needs containers by a variable",
      { Makefile: "DC := docker compose\ntest:\n\t$(DC) run app pytest\n", "tests/test_a.py": "import pytest\n" },
      { test: "pytest" },
    ],
    [
      "what continuous integration runs before a target that changes files",
      {
        Makefile: "lint:\n\truff check --fix .\n",
        ".github/workflows/ci.yml": "- run: uv run --frozen ruff check .\n",
        "uv.lock": "",
      },
      { lint: "uv run ruff check ." },
    ],
    [
      "tasks of Invoke, but none that needs containers",
      {
        "tasks.py":
          'from invoke import task\n\n\n@task\ndef unit_tests(c):\n    c.run("pytest -x")\n\n\n@task(help={"fix": "repair"})\ndef lint(c, fix=False):\n    c.run("ruff check .")\n\n\n@task\ndef start(c):\n    c.run("docker compose up")\n',
      },
      { test: "invoke unit-tests", lint: "invoke lint", start: null },
    ],
    [
      "no tasks of something else",
      { "tasks.py": "from celery import task\n\n@task\ndef lint(): ...\n" },
      { lint: null },
    ],
    [
      "of several linters the one that stands for the others",
      { ".github/workflows/ci.yml": "- run: pylint shop\n- run: ruff check .\n" },
      { lint: "ruff check ." },
    ],
    [
      "what people are told to run before the settings of another linter",
      { "CONTRIBUTING.md": "```bash\n$ uv run flake8\n```\n", "pyproject.toml": "[tool.ruff]\n" },
      { lint: "flake8" },
    ],
    [
      "a target that calls another to run the server",
      { justfile: "serve:\n  @just manage assets runserver\nmanage *args:\n  python manage.py {{ args }}\n" },
      { start: "just serve" },
    ],
    ["a server of Flask that watches", { Makefile: "run:\n\tflask run --reload\n" }, { start: "make run" }],
    ["what Travis runs", { ".travis.yml": "script:\n  - flake8 shop\n" }, { lint: "flake8 shop" }],
    [
      "no name of a job of continuous integration",
      { ".github/workflows/ci.yml": "jobs:\n  flake8:\n    runs-on: x\n" },
      { lint: null },
    ],
    [
      "a target that changes files before the settings of a linter",
      { justfile: "lint:\n  ruff check --fix .\n", "ruff.toml": "" },
      { lint: "just lint" },
    ],
    ["a target that builds", { Makefile: "build:\n\tpython -m build\n" }, { build: "make build" }],
    [
      "scripts of Pipenv",
      { Pipfile: '[packages]\nflask = "*"\n[scripts]\ntest = "pytest -q"\nlint = "flake8"\n' },
      { test: "pipenv run test", lint: "pipenv run lint" },
    ],
    [
      "scripts of PDM",
      {
        "pyproject.toml": '[tool.pdm.scripts]\ntest = {cmd = "pytest"}\nstart = {shell = "uvicorn a:b"}\n',
        "pdm.lock": "",
      },
      { test: "pdm run test", start: "pdm run start" },
    ],
    [
      "tasks of Poe in the environment of the package manager",
      {
        "pyproject.toml":
          '[tool.poe.tasks]\ntest = "pytest"\n[tool.poe.tasks.lint]\nsequence = [{cmd = "ruff check"}]\n',
        "uv.lock": "",
      },
      { test: "uv run poe test", lint: "uv run poe lint" },
    ],
    [
      "tasks of Taskipy",
      { "pyproject.toml": '[tool.poetry]\nname = "a"\n[tool.taskipy.tasks]\ntest = "pytest"\n', "poetry.lock": "" },
      { test: "poetry run task test" },
    ],
    [
      "a target under a plain name that runs the server",
      { Makefile: "serve:\n\tpython manage.py runserver\n" },
      { start: "make serve" },
    ],
    [
      "a target under the name of the framework's server, by a variable made of others",
      { Makefile: "VENV := .venv\nFLASK := ${VENV}/bin/flask\nflask-server:\n\t@${FLASK} run -p 5000\n" },
      { start: "make flask-server" },
    ],
    [
      "no target of such a name that starts no server",
      { Makefile: "web:\n\tpython build_pages.py\n" },
      { start: null },
    ],
    ["no script that watches", { Pipfile: '[scripts]\nstart = "uvicorn a:b --reload"\n' }, { start: null }],
    ["recipes of a justfile", { justfile: "test *args:\n  pytest {{args}}\n" }, { test: "just test" }],
    [
      "the one command of a Taskfile's task",
      { "Taskfile.yml": "version: '3'\ntasks:\n  test:\n    cmds:\n      - poetry run pytest {{ .CLI_ARGS }}\n" },
      { test: "poetry run pytest" },
    ],
    [
      "what continuous integration runs",
      { ".github/workflows/ci.yml": "jobs:\n  a:\n    steps:\n      - run: uv run ruff check src\n", "uv.lock": "" },
      { lint: "uv run ruff check src" },
    ],
    ["settings of ruff", { "pyproject.toml": "[tool.ruff]\n" }, { lint: "ruff check" }],
    [
      "settings of flake8 beside the code below the manifest",
      { "requirements.txt": "flake8\n", "shop/.flake8": "[flake8]\n", "shop/a.py": "" },
      { lint: "flake8" },
    ],
    [
      "no settings of what is not the application's own",
      { "requirements.txt": "flake8\n", "docs/.flake8": "[flake8]\n" },
      { lint: null },
    ],
    ["nose", { "requirements.txt": "nose\n", "tests/test_a.py": "import unittest\n" }, { test: "nosetests" }],
    ["tests that have only one file", { "test/test.py": "def test_a(): ...\n" }, { test: "pytest" }],
    ["flake8 only where it is installed", { ".flake8": "[flake8]\n" }, { lint: null }],
    [
      "unittest where nothing speaks for pytest",
      { "tests/test_a.py": "import unittest\nclass A(unittest.TestCase):\n    def test_a(self): ...\n" },
      { test: "python -m unittest" },
    ],
    ["no tests where there are none", { "requirements.txt": "pytest\n" }, { test: null }],
    ["Alembic", { "alembic.ini": "[alembic]\n" }, { migrate: "alembic upgrade head" }],
  ])("takes %s", (_what, files, expected) => {
    expect(commandsOf(files as unknown as Record<string, string>)).toMatchObject(expected);
  });
});
