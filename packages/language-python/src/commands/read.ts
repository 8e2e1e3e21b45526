import { readTaskTargets } from "@backwright/core";
import type { Command, Commands, ProjectReader } from "@backwright/core";
import { applicationSources, filesIn, foldersUp, joinPath } from "../app-files.ts";
import { findDependency } from "../manifest/read.ts";
import { parseToml, tableAt } from "../manifest/toml.ts";
import { detectPackageManager, installCommand, runArgv } from "../package-manager.ts";
import type { PackageManager } from "../package-manager.ts";
import { lineAt } from "../syntax.ts";
import { hasOne } from "../text/words.ts";
import { checkedLint, documentedLint, lintCommand, otherLint } from "./lint.ts";
import { readInvokeTasks } from "./invoke.ts";
import { readScripts } from "./scripts.ts";
import { argvOf, chooseTarget } from "./targets.ts";
import type { Target } from "./targets.ts";

export interface CommandsRequest {
  readonly project: ProjectReader;
  readonly dir: string;
  /** What the framework itself knows, by purpose; a target that the project defines wins. */
  readonly known: Partial<Record<"test" | "lint" | "migrate" | "start", Command | null>>;
}

const names = {
  build: ["build"],
  lint: [
    "lint",
    "linter",
    "run-lint",
    "run-linter",
    "lint-check",
    "check-lint",
    "lint-python",
    "lint-backend",
    "backend-lint",
    "lint-py",
    "py-lint",
  ],
  test: [
    "test",
    "tests",
    "run-test",
    "run-tests",
    "unit-test",
    "unittest",
    "unit-tests",
    "pytest",
    "test-unit",
    "test-python",
    "test-backend",
    "backend-test",
    "test-py",
    "py-test",
    "test-local",
  ],
  migrate: ["migrate", "db-upgrade", "db-migrate", "upgrade-db", "migrations-up", "run-migrations"],
  start: [
    "run",
    "start",
    "run-server",
    "runserver",
    "run-engine",
    "run-app",
    "run-api",
    "run-backend",
    "run-flask",
    "run-fastapi",
    "run-django",
    "run-web",
    "start-server",
    "start-app",
    "start-backend",
    "start-api",
  ],
} as const;

/** Names that say less, for where nothing else is known. */
const vague = {
  lint: ["ruff", "ruff-check", "flake8", "pylint", "check-style", "style-check", "code-style", "codestyle", "style"],
  start: ["serve", "server", "run-local", "run-dev", "local"],
} as const;

/** Names of targets that start a server only where it can be seen that they do. */
const serverNames = ["flask", "django", "fastapi", "api", "web", "backend", "app", "uvicorn", "gunicorn"].flatMap(
  (name) => [`${name}-server`, `${name}-run`, `${name}-serve`, `serve-${name}`, `start-${name}`, `run-${name}`, name],
);

/** What a target that starts the application runs, whatever it is called. */
const servers =
  /\bmanage\.py(?: \w+)? runserver\b|\bflask run\b|\bfastapi run\b|\b(?:uvicorn|gunicorn|hypercorn|granian|daphne)\b/;

/** The commands of the application in a folder: targets that exist, then what the framework knows, then conventions. */
export function readCommands({ project, dir, known }: CommandsRequest): Commands {
  const targets = foldersUp(dir).flatMap((folder) => [
    ...readTaskTargets(project, folder),
    ...readScripts(project, folder),
    ...readInvokeTasks(project, folder),
  ]);
  const manager = detectPackageManager(project, dir);
  function serving(target: Target | null): Command | null {
    return target !== null && serves(target) ? fromTarget(target, manager) : null;
  }
  function from(wanted: readonly string[], options: { plain?: boolean; fixing?: boolean } = {}): Command | null {
    const { plain = false, fixing = true } = options;
    const target = chooseTarget(targets, wanted, { plain, fixing });
    return target === null ? null : fromTarget(target, manager);
  }
  return {
    install: installCommand(project, dir),
    build: from(names.build),
    lint:
      from(names.lint, { fixing: false }) ??
      known.lint ??
      checkedLint(project, dir, manager) ??
      from(names.lint) ??
      from(vague.lint, { fixing: false }) ??
      documentedLint(project, dir, manager) ??
      lintCommand(project, dir, manager) ??
      otherLint(project, dir, manager),
    test: from(names.test) ?? known.test ?? testCommand(project, dir, manager),
    migrate: from(names.migrate) ?? known.migrate ?? migrateCommand(project, dir, manager),
    start:
      from(names.start, { plain: true }) ??
      serving(chooseTarget(targets, vague.start, { plain: true, fixing: true })) ??
      serving(chooseTarget(targets.filter(serves), serverNames, { plain: true, fixing: true })) ??
      known.start ??
      from(vague.start, { plain: true }),
    stop: null,
  };
}

function serves({ whole }: Target): boolean {
  return servers.test(whole);
}

function fromTarget(target: Target, manager: PackageManager): Command {
  const { file, line, dir: cwd } = target;
  return { argv: argvOf(target, manager), cwd, env: {}, source: `${file}:${line}` };
}

/** pytest where something speaks for it, else unittest where there are tests. */
function testCommand(project: ProjectReader, dir: string, manager: PackageManager): Command | null {
  const tests = filesIn(project, dir).filter(
    (path) => /(^|\/)(test_[^/]*|[^/]*_tests?|tests|tests?\/test)\.py$/.test(path) && !/\{\{/.test(path),
  );
  const first = tests[0];
  if (first === undefined) {
    return null;
  }
  const convention = pytestSource(project, dir, tests);
  const nose = convention === null ? findDependency(project, dir, ["nose"]) : null;
  if (nose !== null) {
    return { argv: runArgv(manager, ["nosetests"]), cwd: dir, env: {}, source: `${nose.file}:${nose.line}` };
  }
  return convention === null
    ? { argv: runArgv(manager, ["python", "-m", "unittest"]), cwd: dir, env: {}, source: `${first}:1` }
    : { argv: runArgv(manager, ["pytest"]), cwd: dir, env: {}, source: convention };
}

function pytestSource(project: ProjectReader, dir: string, tests: readonly string[]): string | null {
  const declared = findDependency(project, dir, [
    "pytest",
    "pytest-asyncio",
    "pytest-cov",
    "pytest-flask",
    "pytest-django",
  ]);
  if (declared !== null) {
    return `${declared.file}:${declared.line}`;
  }
  const configured = foldersUp(dir)
    .flatMap((folder) => ["pytest.ini", "conftest.py", "tests/conftest.py"].map((name) => joinPath(folder, name)))
    .find((path) => project.has(path));
  if (configured !== undefined) {
    return `${configured}:1`;
  }
  for (const path of [
    joinPath(dir, "tox.ini"),
    joinPath(dir, "setup.cfg"),
    joinPath(dir, "pyproject.toml"),
    ...tests,
  ]) {
    const text = project.read(path) ?? "";
    const match = /^\s*(import pytest|from pytest|\[tool:pytest\]|\[tool\.pytest|\[pytest\]|pytest\b)/m.exec(text);
    if (match !== null) {
      return `${path}:${lineAt(text, match.index + match[0].search(/\S/))}`;
    }
  }
  const plain = tests.find((path) => /^(async )?def test_/m.test(project.read(path) ?? ""));
  return plain === undefined ? null : `${plain}:1`;
}

/** Alembic where its settings stand. */
function migrateCommand(project: ProjectReader, dir: string, manager: PackageManager): Command | null {
  const settings = filesIn(project, dir).find((path) => /(^|\/)alembic\.ini$/.test(path));
  if (settings !== undefined && !/(^|\/)migrations\/alembic\.ini$/.test(settings)) {
    const cwd = settings === "alembic.ini" ? "." : settings.slice(0, -"/alembic.ini".length);
    return { argv: runArgv(manager, ["alembic", "upgrade", "head"]), cwd, env: {}, source: `${settings}:1` };
  }
  const toml = joinPath(dir, "pyproject.toml");
  return Object.keys(tableAt(parseToml(project.read(toml) ?? ""), "tool", "alembic")).length > 0
    ? { argv: runArgv(manager, ["alembic", "upgrade", "head"]), cwd: dir, env: {}, source: `${toml}:1` }
    : null;
}

/** The first of the application's files that fits; every text that fits has one of the words. */
export function findSource(
  project: ProjectReader,
  dir: string,
  { pattern, words }: { readonly pattern: RegExp; readonly words: readonly string[] },
): { file: string; line: number } | null {
  for (const file of applicationSources(project, dir)) {
    const text = project.read(file) ?? "";
    const match = hasOne(text, words) ? pattern.exec(text) : null;
    if (match !== null) {
      return { file, line: lineAt(text, match.index) };
    }
  }
  return null;
}
