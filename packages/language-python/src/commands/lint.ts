import type { Command, ProjectReader } from "@backwright/core";
import { dirOf, filesIn, foldersUp, isApplicationCode, joinPath, relativeTo } from "../app-files.ts";
import { findDependency } from "../manifest/read.ts";
import { runArgv } from "../package-manager.ts";
import type { PackageManager } from "../package-manager.ts";
import { lineAt } from "../syntax.ts";
import { workflowCommand } from "./workflows.ts";
import type { WorkflowRequest } from "./workflows.ts";

/** The linter as continuous integration of GitHub or GitLab runs it, of several the one that stands for the others. */
export function checkedLint(project: ProjectReader, dir: string, manager: PackageManager): Command | null {
  return lintWithin({ project, dir, within: workflows }, manager);
}

/** The linter as other services for continuous integration run it. */
export function otherLint(project: ProjectReader, dir: string, manager: PackageManager): Command | null {
  return lintWithin({ project, dir, within: otherServices }, manager);
}

const workflows = /^\.github\/workflows\/[^/]+\.ya?ml$|(^|\/)\.gitlab-ci\.yml$/;
/** The linter as people are told to run it. */
export function documentedLint(project: ProjectReader, dir: string, manager: PackageManager): Command | null {
  return lintWithin({ project, dir, within: documents }, manager);
}

const documents = /^(?:README|CONTRIBUTING|DEVELOPMENT)[\w-]*\.(?:md|rst|txt)$/i;
const otherServices = /^\.travis\.yml$|^\.circleci\/config\.yml$|^(?:azure|bitbucket)-pipelines\.yml$/;

function lintWithin(place: Omit<WorkflowRequest, "pattern">, manager: PackageManager): Command | null {
  // What GitHub's own template for Python selects is no more than a check of the syntax.
  const [written = null] = ["ruff check", "flake8", "pylint"].flatMap(
    (program) => workflowCommand({ ...place, pattern: new RegExp(`^${program}\\b(?!.*--select)`) }) ?? [],
  );
  return written === null ? null : { ...written, argv: runArgv(manager, written.argv) };
}

/** The linter that the project has set up. */
export function lintCommand(project: ProjectReader, dir: string, manager: PackageManager): Command | null {
  for (const { program, argv, files, section, dependency } of linters) {
    for (const folder of foldersUp(dir)) {
      const file = settingsIn(project, folder, files);
      const source = file === undefined ? sectionSource(project, folder, section) : `${file}:1`;
      const declared = findDependency(project, dir, [program]);
      if (source !== null && (!dependency || declared !== null)) {
        return { argv: runArgv(manager, argv), cwd: file === undefined ? dir : lintFolder(file, dir), env: {}, source };
      }
    }
  }
  const ruff = findDependency(project, dir, ["ruff"]);
  return ruff === null
    ? null
    : { argv: runArgv(manager, ["ruff", "check"]), cwd: dir, env: {}, source: `${ruff.file}:${ruff.line}` };
}

/** A linter's settings in a folder, or in one folder below it. */
function settingsIn(project: ProjectReader, folder: string, names: readonly string[]): string | undefined {
  const own = names.map((name) => joinPath(folder, name)).find((path) => project.has(path));
  return own ?? filesIn(project, folder).find((path) => below(path, folder, names));
}

function below(path: string, folder: string, names: readonly string[]): boolean {
  const parts = (relativeTo(path, folder) ?? "").split("/");
  return parts.length === 2 && names.includes(parts[1] ?? "") && isApplicationCode(`${parts[0]}/a.py`);
}

/** Where settings stand below the application's folder, they are about what stands beside them. */
function lintFolder(file: string, dir: string): string {
  return relativeTo(file, dir)?.includes("/") === true ? dirOf(file) : dir;
}

interface Linter {
  readonly program: string;
  readonly argv: Command["argv"];
  readonly files: readonly string[];
  readonly section: RegExp;
  /** Whether its settings alone are not enough: the editor may use them. */
  readonly dependency: boolean;
}

const linters: readonly Linter[] = [
  {
    program: "ruff",
    argv: ["ruff", "check"],
    files: ["ruff.toml", ".ruff.toml"],
    section: /^\[tool\.ruff/m,
    dependency: false,
  },
  {
    program: "flake8",
    argv: ["flake8"],
    files: [".flake8"],
    section: /^\[(flake8|testenv:flake8)\]/m,
    dependency: true,
  },
  { program: "pylint", argv: ["pylint", "."], files: [".pylintrc"], section: /^\[tool\.pylint/m, dependency: true },
];

function sectionSource(project: ProjectReader, dir: string, section: RegExp): string | null {
  for (const name of ["pyproject.toml", "setup.cfg", "tox.ini"]) {
    const path = joinPath(dir, name);
    const text = project.read(path) ?? "";
    const match = section.exec(text);
    if (match !== null) {
      return `${path}:${lineAt(text, match.index)}`;
    }
  }
  return null;
}
