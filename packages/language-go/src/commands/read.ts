import { readTaskTargets, targetArgv } from "@backwright/core";
import type { Command, Commands, ProjectReader, TaskTarget } from "@backwright/core";
import { moduleOf } from "../module.ts";
import { goPackages } from "../packages.ts";
import { dirOf, isInside, joinPath } from "../paths.ts";
import { documentedStart } from "./documented.ts";
import { instructionCommand } from "./instructions.ts";
import { serverCommand } from "./subcommand.ts";
import { chooseTarget } from "./targets.ts";

export interface CommandsRequest {
  readonly project: ProjectReader;
  readonly dir: string;
  /** The file with `func main` of the server; `null` where there is none. */
  readonly entry: string | null;
}

const names = {
  build: [
    "build",
    "compile",
    "build-server",
    "build-api",
    "build-go",
    "go-build",
    "build-app",
    "build-backend",
    "build-binary",
    "build-bin",
  ],
  lint: [
    "lint",
    "lint-go",
    "go-lint",
    "golint",
    "linter",
    "run-lint",
    "run-linter",
    "linter-golangci",
    "golangci-lint",
    "golangci",
    "check-lint",
    "lint-check",
    "lint-backend",
    "vet",
  ],
  test: [
    "test",
    "tests",
    "unit-test",
    "unittest",
    "unit-tests",
    "test-unit",
    "go-test",
    "gotest",
    "test-go",
    "test-all",
    "run-tests",
  ],
  migrate: [
    "migrate",
    "migrate-up",
    "migrateup",
    "migrations-up",
    "migration-up",
    "db-migrate",
    "db-migrations-up",
    "goose-up",
  ],
  start: [
    "run",
    "start",
    "run-api",
    "run-server",
    "serve",
    "server",
    "start-server",
    "start-api",
    "run-app",
    "run-backend",
    "go-run",
    "run-go",
    "api",
    "run-local",
    "start-local",
    "local",
    "execute",
  ],
  stop: ["stop"],
} as const;

/** The target that starts the program in a folder; `null` where there is none. */
export function startTarget(project: ProjectReader, dir: string, entry: string | null): TaskTarget | null {
  return chooseTarget(readTaskTargets(project, dir), namesOf("start", entry), "start");
}

/** Targets of a purpose, also those that say which program: `run/api`, `build-server`. */
function namesOf(purpose: keyof typeof names, entry: string | null): readonly string[] {
  const program = entry === null ? "" : (dirOf(entry).split("/").at(-1) ?? "");
  const verbs = purpose === "start" ? ["run", "start", "serve"] : purpose === "build" ? ["build"] : [];
  return /^\w[\w-]*$/.test(program)
    ? [...names[purpose], ...verbs.map((verb) => `${verb}-${program}`)]
    : names[purpose];
}

/** The commands of the module in a folder: targets that exist, what is written for agents, then the conventions of Go. */
export function readCommands({ project, dir, entry }: CommandsRequest): Commands {
  const folders = dir === "." ? ["."] : [dir, "."];
  const targets = folders.flatMap((folder) => readTaskTargets(project, folder));
  function from(purpose: keyof typeof names): Command | null {
    for (const folder of folders) {
      const own = targets.filter((target) => target.dir === folder);
      // The Makefile of a repository with several modules is about all of them.
      const found =
        folder === dir || purpose === "test" || purpose === "lint"
          ? chooseTarget(own, namesOf(purpose, entry), purpose)
          : null;
      if (found !== null) {
        return fromTarget(found);
      }
    }
    return null;
  }
  return {
    install: install(project, dir),
    build: from("build") ?? binaryTarget(project, dir) ?? build(project, dir, entry),
    lint:
      linting(from("lint"), lint(project, dir)) ??
      lintTarget(project, dir) ??
      instructionCommand(project, dir, "lint") ??
      lint(project, dir),
    test:
      from("test") ?? instructionCommand(project, dir, "test") ?? byConvention(project, dir, ["go", "test", "./..."]),
    migrate: from("migrate"),
    start:
      from("start") ??
      instructionCommand(project, dir, "start") ??
      (entry === null ? null : (documentedStart(project, dir, entry) ?? start(project, dir, entry))),
    stop: from("stop"),
  };
}

/** A target that only runs `go vet` is less than the linter that is set up. */
function linting(target: Command | null, setUp: Command | null): Command | null {
  return target?.argv.at(-1) === "vet" ? (setUp ?? target) : target;
}

function fromTarget(target: TaskTarget): Command {
  return { argv: targetArgv(target), cwd: target.dir, env: {}, source: `${target.file}:${target.line}` };
}

/** A target that is named after the program that it builds, or the only one that builds for the system at hand. */
function binaryTarget(project: ProjectReader, dir: string): Command | null {
  const name = moduleOf(project, dir === "." ? "" : `${dir}/`)
    ?.path.replace(/\/v\d+$/, "")
    .split("/")
    .at(-1);
  const programs = programFolders(project, dir).map((folder) => folder.split("/").at(-1) ?? "");
  const building = readTaskTargets(project, dir).filter(({ recipe }) => /\bgo build\b/.test(recipe));
  const named = building.find(
    (candidate) => candidate.name === name?.replace(/\.\w+$/, "") || programs.includes(candidate.name),
  );
  // Others build for the systems of others.
  const alone = building.filter(({ recipe }) => !/\bGOOS=/.test(recipe));
  const [only] = alone.filter(({ recipe }) => /^@?(?:\w+=\S* )*go build\b[^\n;&|]*$/.test(recipe.trim()));
  const target = named ?? (alone.length === 1 ? only : undefined);
  return target === undefined ? null : fromTarget(target);
}

/** A target under some other name that does nothing but lint. */
function lintTarget(project: ProjectReader, dir: string): Command | null {
  const linting =
    /^@?(?:echo [^\n]*\n@?)?(?:golangci-lint run|go tool golangci-lint run|staticcheck)\b(?![^\n]*--fix)[^\n]*$/;
  const target = readTaskTargets(project, dir).find(({ recipe, needs }) => needs.length === 0 && linting.test(recipe));
  return target === undefined ? null : fromTarget(target);
}

/** What is vendored needs no installation. */
function install(project: ProjectReader, dir: string): Command | null {
  return project.has(joinPath(dir, "vendor/modules.txt"))
    ? null
    : byConvention(project, dir, ["go", "mod", "download"]);
}

/** Several packages at once leave no program behind; one alone would, which is well where the repository ignores it. */
function build(project: ProjectReader, dir: string, entry: string | null): Command | null {
  const programs = programFolders(project, dir);
  const server = entry === null ? dir : dirOf(entry);
  const commands = programs.length > 1 && programs.every((folder) => isInside(folder, joinPath(dir, "cmd")));
  if (!commands && server !== dir && isIgnored(project, dir, server)) {
    return byConvention(project, dir, ["go", "build", `./${dir === "." ? server : server.slice(dir.length + 1)}`]);
  }
  const inside = [...goPackages(project).keys()].filter((folder) => folder === dir || isInside(`${folder}/`, dir));
  const what = commands ? "./cmd/..." : "./...";
  const argv: Command["argv"] = inside.length > 1 ? ["go", "build", what] : ["go", "build", "-o", "/dev/null", what];
  return byConvention(project, dir, argv);
}

/** Whether the program that a build leaves in the folder is no part of the repository. */
function isIgnored(project: ProjectReader, dir: string, program: string): boolean {
  const name = program.slice(program.lastIndexOf("/") + 1);
  const lines = (project.read(joinPath(dir, ".gitignore")) ?? "").split(/\r?\n/).map((line) => line.trim());
  return lines.includes(name) || lines.includes(`/${name}`);
}

function programFolders(project: ProjectReader, dir: string): string[] {
  return [...goPackages(project).values()]
    .filter((entry) => entry.name === "main" && (entry.dir === dir || isInside(`${entry.dir}/`, dir)))
    .map((entry) => entry.dir);
}

function lint(project: ProjectReader, dir: string): Command | null {
  const settings = [".golangci.yml", ".golangci.yaml", ".golangci.toml", ".golangci.json"]
    .map((name) => joinPath(dir, name))
    .find((path) => project.has(path));
  return settings === undefined ? null : { argv: ["golangci-lint", "run"], cwd: dir, env: {}, source: `${settings}:1` };
}

/** A program of one file is run by it, one of several by its folder; one of several commands is told which. */
function start(project: ProjectReader, dir: string, entry: string): Command | null {
  const folder = dirOf(entry);
  const files = (goPackages(project).get(folder)?.files ?? []).filter((file) => declares(project.read(file) ?? ""));
  const inside = folder === dir ? "" : dir === "." ? folder : folder.slice(dir.length + 1);
  const what = inside !== "" ? `./${inside}` : files.length > 1 ? "." : (entry.split("/").at(-1) ?? ".");
  const serving = serverCommand(project, dir);
  return { argv: ["go", "run", what, ...(serving?.split(" ") ?? [])], cwd: dir, env: {}, source: `${entry}:1` };
}

/** A file that only documents its package is no part of a program. */
function declares(text: string): boolean {
  return /^(func|var|const|type)\b/m.test(text.replace(/\/\*[\s\S]*?\*\//g, ""));
}

function byConvention(project: ProjectReader, dir: string, argv: Command["argv"]): Command | null {
  const file = joinPath(dir, "go.mod");
  return project.has(file) ? { argv, cwd: dir, env: {}, source: `${file}:1` } : null;
}
