import type { Command, Detection, ProjectReader } from "@backwright/core";
import { applicationSources, dirOf, filesIn, foldersUp, joinPath, relativeTo } from "../app-files.ts";
import type { ListenCall } from "../routes/builder.ts";
import { lineAt } from "../syntax.ts";
import { portArgument } from "./entry.ts";
import type { WrittenStart } from "./entry.ts";
import { environmentFiles } from "./read.ts";

export interface PortRequest {
  readonly project: ProjectReader;
  readonly dir: string;
  readonly listens: readonly ListenCall[];
  readonly start: Command | null;
  /** The command that the start command was taken from, where somebody wrote one down. */
  readonly written: WrittenStart | null;
  /** The variable that sets the port of the framework's own server. */
  readonly variable: string | null;
  /** Where the framework's server listens when nothing says otherwise. */
  readonly fallback: number;
}

type Port = Detection["ports"][number];

/** The ports that an application may listen on, the likeliest first. */
export function rankPorts(request: PortRequest): Port[] {
  const { fallback } = request;
  const started = startedWith(request);
  const runserver = request.start?.argv.includes("runserver") === true;
  const convention = [{ port: fallback, source: "convention" }];
  const candidates = [
    ...started,
    // Django's own server reads no settings; other frameworks that have such a command may.
    ...(runserver && request.listens.length === 0 ? convention : []),
    ...(started.length === 0 ? ownVariable(request) : []),
    ...request.listens.flatMap(({ port, file, line }) => (port === null ? [] : [{ port, source: `${file}:${line}` }])),
    // The server that is started does not read the settings of another.
    ...(runserver ? convention : []),
    ...served(request),
  ];
  const own = candidates.length === 0 ? settingsOf(request) : [];
  const known = [...candidates, ...own];
  // Whoever sets the port by a setting that is not known here does not listen where the framework would.
  const usual = known.length > 0 || hasUnknownPort(request) ? [] : convention;
  const all = [...known, ...usual, ...containers(request), ...convention];
  return all.filter(
    ({ port }, index) => port > 0 && port <= 65_535 && all.findIndex((other) => other.port === port) === index,
  );
}

/** What the start command itself, or the file that it runs, says. */
function startedWith({ project, start, written, listens }: PortRequest): Port[] {
  if (start === null) {
    return [];
  }
  if (written !== null && written.port !== null && start.source === written.source) {
    return [{ port: written.port, source: written.source }];
  }
  const match = portArgument.exec(start.argv.join(" ")) ?? portArgument.exec(lineOf(project, start.source));
  if (match !== null) {
    return [{ port: Number(match[1]), source: start.source }];
  }
  const script = start.argv.find((word) => word.endsWith(".py"));
  const module = start.argv[start.argv.indexOf("-m") + 1]?.replaceAll(".", "/") ?? "";
  const paths = (script === undefined ? [`${module}.py`, `${module}/__main__.py`] : [script]).map((path) =>
    joinPath(start.cwd, path),
  );
  const own = listens.filter((listen) => paths.includes(listen.file) && listen.port !== null);
  if (own.length > 0) {
    return own.map(({ port, file, line }) => ({ port: port ?? 0, source: `${file}:${line}` }));
  }
  return paths.flatMap((path) => portIn(project, path, namedPort));
}

/** The line that a command was read from. */
function lineOf(project: ProjectReader, source: string): string {
  const [, file = "", line = ""] = /^(.+):(\d+)$/.exec(source) ?? [];
  return (project.read(file) ?? "").split("\n", Number(line)).at(-1) ?? "";
}

/** `run(port=8000)`, `run(port=app.config.get("PORT", 8000))` */
const namedPort =
  /\brun\([\s\S]{0,200}?\bport\s*=\s*(?:int\()?(?:[\w.]+(?:\.get|env)\(\s*["']\w+["']\s*,\s*)?["']?(\d{2,5})\b/;

function hasUnknownPort({ listens }: PortRequest): boolean {
  return listens.some(({ port }) => port === null);
}

/** `PORT: int = 8080`, `port = "8080"`, `"--port", default=8080`; those of databases and brokers are not the application's. */
const settingPort =
  /(?:^[ \t]*(?:(?:default|server|http|app)_)?port\s*(?::\s*\w+\s*)?=\s*["']?|["']--port["'][^()]{0,200}?\bdefault\s*=\s*["']?)(?!3306|5432|6379|27017|1433|1521|11211|5672|9200)(\d{4,5})\b/im;

/** What the setting of a port is, where a script brings its own server or one listens on what is not known here. */
function settingsOf(request: PortRequest): Port[] {
  const { project, dir, start } = request;
  const script = start?.argv.some((word) => word.endsWith(".py") && !word.endsWith("manage.py")) === true;
  return script || hasUnknownPort(request)
    ? applicationSources(project, dir)
        .flatMap((path) => portIn(project, path, settingPort))
        .slice(0, 1)
    : [];
}

function ownVariable({ project, dir, variable }: Pick<PortRequest, "project" | "dir" | "variable">): Port[] {
  const pattern = new RegExp(`^\\s*(?:export\\s+)?(?:${variable ?? "(?!)"})\\s*=\\s*["']?(\\d{2,5})`, "m");
  return environmentFiles(project, dir).flatMap((path) => portIn(project, path, pattern));
}

/** Settings of production servers, and the commands in Procfiles and scripts. */
function served({ project, dir }: PortRequest): Port[] {
  const inside = filesIn(project, dir).filter((path) => !/(^|\/)(?:tests?|e2e|[\w-]+-tests?)\//.test(path));
  const settings = inside.filter((path) => /(^|\/)gunicorn[\w.-]*\.py$/.test(path));
  const scripts = inside.filter((path) =>
    /(^|\/)(Procfile|Makefile|[\w.-]+\.sh|render\.yaml|supervisord?\.conf)$/.test(path),
  );
  return [
    ...settings.flatMap((path) =>
      portIn(
        project,
        path,
        /^\s*bind\s*=(?:\s*f?["'][^"'\n]*?:|[^\n]*?(?:getenv|environ\.get)\(\s*["']\w*PORT["'],\s*["']?)(\d{2,5})["')]/m,
      ),
    ),
    ...scripts.flatMap((path) =>
      portIn(
        project,
        path,
        new RegExp(
          `(?:uvicorn|gunicorn|flask|hypercorn|granian|waitress-serve|manage\\.py)[^\\n]*?${portArgument.source}`,
        ),
      ),
    ),
  ];
}

function containers({ project, dir }: PortRequest): Port[] {
  const near = new Set(foldersUp(dir));
  const files = project.list().filter((path) => near.has(dirOf(path)) || relativeTo(path, dir) !== null);
  const dockerfiles = files.filter((path) => /(^|\/)Dockerfile[\w.-]*$/.test(path));
  return [
    ...dockerfiles.flatMap((path) =>
      portIn(project, path, new RegExp(`^CMD[^\\n]*?${portArgument.source.replaceAll(" ", '[ ",]+')}`, "m")),
    ),
    ...dockerfiles.flatMap((path) => portIn(project, path, /^EXPOSE\s+(\d{2,5})/m)),
  ];
}

function portIn(project: ProjectReader, path: string, pattern: RegExp): Port[] {
  const text = project.read(path) ?? "";
  const match = pattern.exec(text);
  return match === null ? [] : [{ port: Number(match[1]), source: `${path}:${lineAt(text, match.index)}` }];
}
