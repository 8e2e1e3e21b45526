import { describe, expect, it } from "vitest";
import { memoryProject } from "@backwright/core/testing";
import { detectPackageManager, installCommand, manifestDirs, readManifest } from "@backwright/language-python";

function dependencies(files: Readonly<Record<string, string>>): string[] {
  const manifest = readManifest(memoryProject(files), ".");
  return [...(manifest?.dependencies.values() ?? [])].map(
    ({ name, range, dev, line }) => `${name}${range}${dev ? " dev" : ""} ${line}`,
  );
}

describe("readManifest", () => {
  it.each([
    [
      "PEP 621 and groups",
      {
        "pyproject.toml":
          '[project]\nname = "x"\ndependencies = [\n  "Flask_Login>=1; python_version > \'3\'",\n  "uvicorn[standard]",\n]\n\n[dependency-groups]\ndev = ["pytest>=8"]\n',
      },
      ["flask-login>=1 4", "uvicorn 5", "pytest>=8 dev 9"],
    ],
    [
      "Poetry",
      {
        "pyproject.toml":
          '[tool.poetry]\nname = "x"\n[tool.poetry.dependencies]\npython = "^3"\nDjango = "^5.0"\nredis = { version = "^5", extras = ["hiredis"] }\n[tool.poetry.group.dev.dependencies]\nruff = "*"\n',
      },
      ["django^5.0 5", "redis^5 6", "ruff dev 8"],
    ],
    [
      "a Pipfile",
      { Pipfile: '[packages]\nflask = "==3.0"\n[dev-packages]\npytest = "*"\n' },
      ["flask==3.0 2", "pytest dev 4"],
    ],
    [
      "requirements that include others",
      {
        "requirements.txt":
          "-r requirements/base.txt\nflask==3.0  # web\n--hash=sha256:abc\nhttps://example.com/x.whl\n",
        "requirements/base.txt": "SQLAlchemy[asyncio]>=2\n-r ../requirements.txt\n",
      },
      ["sqlalchemy>=2 1", "flask==3.0 2"],
    ],
    [
      "requirements with placeholders of a template",
      { "requirements.txt": "{% if x %}\nflask\n{%- endif %}\n{{ name }}==1\n" },
      ["flask 2"],
    ],
    [
      "setup.py and setup.cfg",
      {
        "setup.py": 'setup(install_requires=["flask>=2"])\n',
        "setup.cfg": "[options]\ninstall_requires =\n    redis\n    rq>=1\nzip_safe = no\n",
      },
      ["redis 3", "rq>=1 4", "flask>=2 1"],
    ],
    [
      "a pyproject.toml that is broken",
      { "pyproject.toml": '[project]\ndependencies = [\n  "flask>=2",\n  {{ nonsense }}\n' },
      ["flask>=2 3"],
    ],
    ["a byte order mark", { "pyproject.toml": '\uFEFF[project]\nname = "x"\ndependencies = ["flask"]\n' }, ["flask 3"]],
  ])("reads %s", (_what, files, expected) => {
    expect(dependencies(files as unknown as Record<string, string>)).toEqual(expected);
  });

  it("takes settings of tools for no manifest, and a folder of requirements for one of the folder around it", () => {
    const project = memoryProject({
      "tests/pyproject.toml": "[tool.ruff]\n",
      "api/requirements/dev.txt": "flask\n",
      "a/{{x}}/setup.py": "install_requires",
    });

    expect(manifestDirs(project)).toEqual(["api"]);
  });
});

describe("detectPackageManager", () => {
  it.each([
    ["a lock file", { "uv.lock": "", "requirements.txt": "a" }, "uv", ["uv", "sync", "--frozen"]],
    ["Poetry's table", { "pyproject.toml": "[tool.poetry.dependencies]\na = '1'\n" }, "poetry", ["poetry", "install"]],
    ["a Pipfile", { Pipfile: "", "Pipfile.lock": "{}" }, "pipenv", ["pipenv", "sync", "--dev"]],
    [
      "the project's words where there are two",
      { Pipfile: "", "requirements.txt": "a", "README.md": "pip install -r requirements.txt" },
      "pip",
      ["python", "-m", "pip", "install", "-r", "requirements.txt"],
    ],
    [
      "requirements for development beside others",
      { "requirements.txt": "a", "requirements-dev.txt": "b" },
      "pip",
      ["python", "-m", "pip", "install", "-r", "requirements.txt", "-r", "requirements-dev.txt"],
    ],
    [
      "requirements beside the settings of a tool that nobody speaks of",
      { "pyproject.toml": '[project]\nname = "x"\n[tool.uv]\nx = 1\n', "requirements.txt": "a" },
      "pip",
      ["python", "-m", "pip", "install", "-r", "requirements.txt"],
    ],
    [
      "a tool that the README speaks of",
      {
        "pyproject.toml": '[project]\nname = "x"\n[tool.uv]\nx = 1\n',
        "requirements.txt": "a",
        "README.md": "uv sync\n",
      },
      "uv",
      ["uv", "sync"],
    ],
    [
      "nothing but a project",
      { "pyproject.toml": '[project]\nname = "x"\n' },
      "pip",
      ["python", "-m", "pip", "install", "-e", "."],
    ],
  ])("is told by %s", (_what, files, name, argv) => {
    const project = memoryProject(files);

    expect([detectPackageManager(project, ".").name, installCommand(project, ".")?.argv]).toEqual([name, argv]);
  });

  it("is the one of the workspace that a folder is a member of", () => {
    const project = memoryProject({
      "pyproject.toml": '[tool.uv.workspace]\nmembers = ["api"]\n',
      "uv.lock": "version = 1\n",
      "api/pyproject.toml": '[project]\nname = "api"\ndependencies = ["fastapi"]\n',
    });

    expect(detectPackageManager(project, "api")).toMatchObject({ name: "uv", dir: ".", lockFile: "uv.lock" });
    expect(installCommand(project, "api")).toMatchObject({
      argv: ["uv", "sync", "--frozen", "--all-packages"],
      cwd: ".",
    });
  });
});
