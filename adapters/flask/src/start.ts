import { rememberByKey } from "@backwright/core";
import type { Command, ProjectReader } from "@backwright/core";
import {
  detectPackageManager,
  dirOf,
  documentedConsole,
  findSource,
  runArgv,
  writtenConsole,
} from "@backwright/language-python";
import { entryOf, flaskApp, isFoundByFlask } from "./entry.ts";
import { scriptCommand, startScript } from "./start-script.ts";

/** A script that runs the application, else a program of its own that a container starts, else `flask run` with the application that is meant. */
export const startCommand: (project: ProjectReader, dir: string) => Command | null = rememberByKey(findStart);

function findStart(project: ProjectReader, dir: string): Command | null {
  const manager = detectPackageManager(project, dir);
  const found = saysFlaskRun(project, dir) ? null : startScript(project, dir);
  const script = found === null || readmeSaysFlaskRun(project, dir, found.file) ? null : found;
  if (script !== null) {
    return { argv: runArgv(manager, script.argv), cwd: dir, env: {}, source: `${script.file}:${script.line}` };
  }
  const console = saysFlaskRun(project, dir)
    ? null
    : (writtenConsole(project, dir) ??
      (readmeSaysFlaskRun(project, dir, null) ? null : documentedConsole(project, dir)));
  if (console !== null) {
    return { argv: runArgv(manager, [...console.argv]), cwd: dir, env: {}, source: console.source };
  }
  const flask = flaskCommand(project, dir, ["run"]);
  return flask === null ? null : { ...flask, argv: runArgv(manager, flask.argv) };
}

/** `flask …` in the environment that it needs to find the application. */
function flaskCommand(project: ProjectReader, dir: string, args: readonly string[]): Command | null {
  const entry = entryOf(project, dir);
  if (entry === null) {
    return null;
  }
  const named = flaskApp(project, dir);
  const automatic = named?.automatic === true || (named === null && isFoundByFlask(entry));
  const target = `${entry.module}${entry.variable === "app" || entry.variable === "create_app" ? "" : `:${entry.variable}`}`;
  return {
    argv: ["flask", ...args],
    cwd: entry.root,
    env: automatic ? {} : { FLASK_APP: target },
    source: named?.source ?? `${entry.file}:${entry.line}`,
  };
}

/** Commands that the project adds to `flask` or to Flask-Script: `@click.command() def test(): …`. */
export function ownCommand(project: ProjectReader, dir: string, name: "test" | "lint"): Command | null {
  const defined = `@click\\.command\\([^)]*\\)(?:(?!^def )[\\s\\S]){0,600}^def ${name}\\b|cli\\.command\\(\\s*["']${name}["']|cli\\.command\\(\\s*\\)(?:(?!^def )[\\s\\S]){0,600}^def ${name}\\b`;
  const place = findSource(project, dir, {
    pattern: new RegExp(defined, "m"),
    words: ["click.command", "cli.command"],
  });
  const added =
    place === null
      ? null
      : findSource(project, dir, {
          pattern: new RegExp(`add_command\\((?:\\w+\\.)?${name}\\)|cli\\.command\\(\\s*(?:["']${name}["']|\\))`),
          words: ["add_command", "cli.command"],
        });
  const script = place === null ? scriptCommand(project, dir, name) : null;
  if (script !== null) {
    const argv = runArgv(detectPackageManager(project, dir), script.argv);
    return { argv, cwd: dir, env: {}, source: `${script.file}:${script.line}` };
  }
  const flask = added === null ? null : flaskCommand(project, dir, [name]);
  return flask === null || place === null
    ? null
    : {
        ...flask,
        argv: runArgv(detectPackageManager(project, dir), flask.argv),
        source: `${place.file}:${place.line}`,
      };
}

/** Whether a Dockerfile, script or package.json starts it by `flask run`. */
function saysFlaskRun(project: ProjectReader, dir: string): boolean {
  const root = dir.split("/")[0] ?? dir;
  return (
    project
      .list()
      .filter((path) =>
        /(^|\/)(Dockerfile[\w.-]*|(docker-)?compose[\w.-]*\.ya?ml|Procfile|[\w.-]+\.sh|package\.json)$/.test(path),
      )
      // What only tests or tries it starts it in its own way.
      .filter((path) => !/(^|\/)(?:tests?|e2e|[\w-]+-tests?|dev)\//.test(path))
      .filter(
        (path) =>
          dir === "." ||
          path.startsWith(`${dir}/`) ||
          !/^(?:packages|apps|services)\//.test(path) ||
          path.startsWith(`${root}/`),
      )
      .some((path) => /^(?!\s*#).*\bflask["',\s]+(?:--?\S+[\s=]+\S+\s+)*run\b/m.test(project.read(path) ?? ""))
  );
}

/** Whether the README starts it by `flask run`, and not by the script. */
function readmeSaysFlaskRun(project: ProjectReader, dir: string, script: string | null): boolean {
  const texts = project
    .list()
    .filter((path) => /(^|\/)README[^/]*$/i.test(path) && (dirOf(path) === "." || dirOf(path) === dir))
    .map((path) => project.read(path) ?? "");
  const file = script?.slice(script.lastIndexOf("/") + 1).replaceAll(".", "\\.") ?? "(?!)";
  const says = texts.some((text) => /^\W*(?:\w+ run )?(?:python3? -m )?flask run\b/m.test(text));
  return says && !texts.some((text) => new RegExp(`(?:python3?|run) (?:\\S*/)?${file}\\b`).test(text));
}
