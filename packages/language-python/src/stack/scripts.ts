import type { ProjectReader } from "@backwright/core";
import { dirOf, foldersUp, joinPath } from "../app-files.ts";
import { parseToml, tableAt } from "../manifest/toml.ts";
import { lineAt } from "../syntax.ts";

/** A command that somebody wrote down, which starts a script. */
export interface WrittenScript {
  readonly file: string;
  readonly source: string;
  /** Whether it stands in a document for people, rather than in what runs it. */
  readonly document: boolean;
}

const running = /(^|\/)(Procfile|Dockerfile)[\w.-]*$|(^|\/)(docker-)?compose[\w.-]*\.ya?ml$/;
const supervising = /(^|\/)supervisord?\.conf$/;
const reading = /(^|\/)README[^/]*$/i;
const interpreter = `(?:^|[\\s"'\`;&/])python[\\d.]*["',\\s]+(?:-u["',\\s]+)?`;
const script = `(?:\\./)?([\\w./-]+\\.py)\\b(?!["', \\t]+\\w)`;
const command = new RegExp(`^(?:CMD|ENTRYPOINT|\\s*command:|\\w+:)[^\\n]*?${interpreter}${script}`, "m");
const divided = new RegExp(`^ENTRYPOINT\\s*\\[\\s*"python[\\d.]*"\\s*\\][\\s\\S]*?^CMD\\s*\\[\\s*"${script}`, "m");
const said = new RegExp(`${interpreter}${script}`, "gm");

/** The scripts of a folder that Procfiles, Dockerfiles and compose files start, then those of the README. */
export function writtenScripts(project: ProjectReader, dir: string): WrittenScript[] {
  const folders = new Set(foldersUp(dir));
  const near = project.list().filter((path) => folders.has(dirOf(path)));
  function found(path: string, matches: readonly (RegExpExecArray | null)[]): WrittenScript[] {
    const text = project.read(path) ?? "";
    return matches.flatMap((match) => {
      const file = match === null ? null : ownFile(project, dir, match[1] ?? "");
      return match !== null && file !== null
        ? [{ file, source: `${path}:${lineAt(text, match.index)}`, document: reading.test(path) }]
        : [];
    });
  }
  return [
    ...near.filter((path) => running.test(path)).flatMap((path) => found(path, runIn(project.read(path) ?? ""))),
    ...near
      .filter((path) => reading.test(path))
      .flatMap((path) => found(path, [...(project.read(path) ?? "").matchAll(said)])),
  ];
}

/** The file of a path, which may begin with where a container keeps the application's folder. */
function ownFile(project: ProjectReader, dir: string, path: string): string | null {
  const parts = path.split("/").filter((part) => part !== "");
  const most = path.startsWith("/") ? parts.length : 1;
  const found = parts
    .slice(0, most)
    .findIndex((_part, index) => project.has(joinPath(dir, parts.slice(index).join("/"))));
  return found === -1 ? null : joinPath(dir, parts.slice(found).join("/"));
}

function runIn(text: string): (RegExpExecArray | null)[] {
  return [command.exec(text) ?? divided.exec(text)];
}

/** A command that the project itself installs. */
export interface WrittenConsole {
  readonly argv: readonly [string, ...string[]];
  readonly source: string;
}

/** The program of the project's own that its README starts to serve: `shop server 0.0.0.0:8000`, else `shop` alone on a line. */
export function documentedConsole(project: ProjectReader, dir: string): WrittenConsole | null {
  const names = consoleNames(project, dir).map((name) => name.replace(/[^\w-]/g, "\\$&"));
  const paths =
    names.length === 0
      ? []
      : project.list().filter((path) => reading.test(path) && foldersUp(dir).includes(dirOf(path)));
  const called = `(?:(?:uv|poetry|pipenv|pdm) run )?(${names.join("|")})`;
  for (const call of [
    new RegExp(`(?:^[ \\t]*(?:[$>] ?)?|\`)${called} (server|serve|run|runserver|start|web)\\b`, "m"),
    new RegExp(`^[ \\t]*(?:[$>] ?)?${called}[ \\t]*$`, "m"),
  ]) {
    for (const path of paths) {
      const text = project.read(path) ?? "";
      const match = call.exec(text);
      if (match !== null) {
        const [, name = "", verb] = match;
        return { argv: verb === undefined ? [name] : [name, verb], source: `${path}:${lineAt(text, match.index)}` };
      }
    }
  }
  return null;
}

/** The programs that the project installs, as its manifests name them. */
export function consoleNames(project: ProjectReader, dir: string): string[] {
  const toml = parseToml(project.read(joinPath(dir, "pyproject.toml")) ?? "");
  const listed = ["setup.py", "setup.cfg"].flatMap((name) => {
    const text = project.read(joinPath(dir, name)) ?? "";
    const at = text.indexOf("console_scripts");
    const [block = ""] = at === -1 ? [] : text.slice(at, at + 2000).split(/\]|\n[ \t]*\n/);
    return [...block.matchAll(/([\w.-]+)\s*=\s*[\w.]+:\w+/g)].map((match) => match[1] ?? "");
  });
  return [
    ...[
      ["project", "scripts"],
      ["tool", "poetry", "scripts"],
    ].flatMap((keys) => Object.keys(tableAt(toml, ...keys))),
    ...listed,
  ];
}

/** The program of the project's own that Dockerfiles, Procfiles, compose files and supervisors start, with its plain arguments. */
export function writtenConsole(project: ProjectReader, dir: string): WrittenConsole | null {
  const names = consoleNames(project, dir);
  const folders = new Set(foldersUp(dir));
  const files =
    names.length === 0
      ? []
      : project
          .list()
          .filter((path) => supervising.test(path) || (folders.has(dirOf(path)) && running.test(path)))
          .sort((a, b) => Number(supervising.test(a)) - Number(supervising.test(b)));
  const programs = names.map((name) => name.replace(/[^\w-]/g, "\\$&")).join("|");
  const call = new RegExp(
    `^(?:CMD|ENTRYPOINT|\\s*command[:=]|\\w+:)[^\\n]*?(?<![\\w.-])(${programs})(?=$|[\\s"'])([^\\n]*)`,
    "m",
  );
  for (const path of files) {
    const text = project.read(path) ?? "";
    const match = call.exec(text);
    if (match !== null) {
      // What a container's program is called with may stand by itself.
      const rest = match[0].startsWith("ENTRYPOINT") ? /^CMD\s*(\[[^\n]*)/m.exec(text.slice(match.index))?.[1] : "";
      const words = `${match[2] ?? ""} ${rest ?? ""}`.split(/["',\s[\]]+/).filter((word) => word !== "");
      const options = words.findIndex((word) => !/^[a-z][\w-]*$/.test(word));
      const plain = options === -1 ? words : words.slice(0, options);
      return { argv: [match[1] ?? "", ...plain], source: `${path}:${lineAt(text, match.index)}` };
    }
  }
  return null;
}
