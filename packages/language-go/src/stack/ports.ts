import type { Detection, ProjectReader } from "@backwright/core";
import { startTarget } from "../commands/read.ts";
import { ownFiles } from "../files.ts";
import { textsOf } from "../needs.ts";
import type { Needs } from "../needs.ts";
import { goPackages } from "../packages.ts";
import { dirOf, joinPath } from "../paths.ts";
import { lineAt } from "../syntax.ts";

type Port = Detection["ports"][number];

export interface PortRequest {
  readonly project: ProjectReader;
  readonly dir: string;
  /** Where the code listens, with the port and the variable that sets it, as far as they are known. */
  readonly listens: readonly {
    readonly file: string;
    readonly line: number;
    readonly port: number | null;
    readonly env: string | null;
    /** A server that only stands beside the application: for metrics, for profiles. */
    readonly aside: boolean;
  }[];
  /** The files that the application is built from. */
  readonly files: readonly string[];
  /** The file with `func main` of the server; `null` where there is none. */
  readonly entry: string | null;
}

/** The ports that an application may listen on, the likeliest first: its code, its settings, its containers, what it says about itself. */
export function rankPorts(request: PortRequest): Port[] {
  const { listens } = request;
  function inCode(aside: boolean): Port[] {
    return listens.flatMap(({ port, file, line, ...listen }) =>
      port === null || (listen.aside || isUsual(port, listen.env)) !== aside
        ? []
        : [{ port, source: `${file}:${line}` }],
    );
  }
  const settings = inSettingsFiles(request);
  const variables = listens.flatMap(({ env }) => env ?? []);
  const ranked = [
    ...inCode(false),
    ...inEnvironmentFiles(request, variables),
    ...inDefaults(request),
    ...settings.filter(({ source }) => !ofProduction.test(source)),
    ...inOtherVariables(request),
    ...inStartTarget(request),
    ...inContainers(request),
    ...inReadme(request),
    ...settings.filter(({ source }) => ofProduction.test(source)),
    ...inCode(true),
  ];
  const seen = new Set<number>();
  return ranked
    .filter(({ port }) => port > 0 && port <= 65_535 && !seen.has(port) && seen.add(port))
    .map(({ port, source }) => ({ port, source }));
}

/** Where everybody's profiles are, and the ports that code names itself only to send callers on or to be reached from outside. */
function isUsual(port: number, env: string | null): boolean {
  return port === 6060 || ((port === 80 || port === 443) && env === null);
}

const environmentFile = /^\.?env([._-][\w.-]+)?$|^[\w-]+\.env$|^\.env\w*$/i;
const commonNames = [
  "PORT",
  "APP_PORT",
  "SERVER_PORT",
  "HTTP_PORT",
  "API_PORT",
  "LISTEN_ADDR",
  "SERVER_ADDRESS",
  "ADDR",
  "HTTP_ADDR",
];

/** The files of variables of a module, those nearest to its folder first. */
function environmentFiles(project: ProjectReader, dir: string): readonly string[] {
  const near = ownFiles(project, dir).filter((path) => environmentFile.test(path.slice(path.lastIndexOf("/") + 1)));
  return near.sort((a, b) => a.split("/").length - b.split("/").length);
}

function inEnvironmentFiles({ project, dir }: PortRequest, variables: readonly string[]): Port[] {
  const names = [...new Set([...variables, ...commonNames])].map((name) => name.replace(/\W/g, ""));
  const byDepth = environmentFiles(project, dir);
  return names.flatMap((name) =>
    byDepth.flatMap((path) =>
      project.read(path)?.includes(name) === true
        ? find(project, path, new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=\\s*["']?(?:[\\w.]*:)?(\\d{2,5})\\b`, "m"))
        : [],
    ),
  );
}

/** `SHOP_PORT=8090`, `host_port=5100`: what is called neither after the application nor after a server of another kind. */
function inOtherVariables({ project, dir }: PortRequest): Port[] {
  return environmentFiles(project, dir).flatMap((path) =>
    findAll(project, path, /^\s*(?:export\s+)?\w*port\s*=\s*["']?(?:[\w.]*:)?(\d{2,5})\b/gim)
      .filter(({ context, port }) => !otherServers.test(context) && !databasePorts.has(port))
      .slice(0, 1),
  );
}

interface Default {
  /** A text without it is not searched. */
  readonly needs: Needs;
  readonly pattern: RegExp;
}

const inVariables = ["PORT", "ADDR"];
const inFields = ["Port", "Addr"];

/** Defaults of flags, settings libraries, struct tags and tables of options. */
const defaults: readonly Default[] = [
  {
    needs: /\.(?:Int|String|Uint)(?:Var|P|16)?\(\s*(?:&?[\w.]+\s*,\s*)?"/,
    pattern:
      /\.(?:Int|IntVar|String|StringVar|IntP|StringP|Uint|Uint16)\(\s*(?:&?[\w.]+\s*,\s*)?"(?:[\w.-]*port|addr|listen|http|[\w-]*addr(?:ess)?)"\s*,\s*(?:"\w?"\s*,\s*)?(?:[\w.]+\(\s*"\w+"\s*,\s*)?"?(?:[\w.]*:)?(\d{2,5})"?/i,
  },
  {
    needs: ["Default("],
    pattern: /SetDefault\(\s*"(?:[\w.-]*port|[\w.-]*addr(?:ess)?)"\s*,\s*"?(?:[\w.]*:)?(\d{2,5})/i,
  },
  {
    needs: inVariables,
    pattern: /`[^`\n]*env:"(?:\w*PORT|\w*ADDR(?:ESS)?)[^`\n]*(?:envDefault|default):"(?:[\w.]*:)?(\d{2,5})"/,
  },
  {
    needs: inVariables,
    pattern:
      /`[^`\n]*(?:envDefault|default|env-default):"(?:[\w.]*:)?(\d{2,5})"[^`\n]*env:"(?:\w*PORT|\w*ADDR(?:ESS)?)"/,
  },
  {
    needs: inFields,
    pattern:
      /\b(?:Http|HTTP|Server|Listen|App)?(?:Port|Addr(?:ess)?)\s+\w+\s+`[^`\n]*(?:envDefault|default|env-default):"(?:[\w.]*:)?(\d{2,5})"/,
  },
  {
    needs: inVariables,
    pattern: /"(?:\w*PORT|LISTEN_ADDR|\w*_ADDR)"\s*:\s*\{[^}]{0,200}?"(?:[\w.]*:)?(\d{2,5})"/,
  },
  {
    needs: inFields,
    pattern:
      /\b(?:Http|HTTP|Server|Listen|App|[Dd]efault)?(?:Port|Addr(?:ess)?)\w*\s*(?::?=|:)\s*"?(?:[\w.]*:)?(\d{4,5})\b/,
  },
  {
    needs: ["Listen"],
    pattern: /\b(?:HTTP|Http|Web|API|Server)?Listen\s*:?=\s*"(?:[\w.]*|\[[:\w]*\]):(\d{4,5})"/,
  },
  { needs: ["Port"], pattern: /\b(?:Server|HTTP|Http|App|Web)\w*\{\s*Port\s*:\s*"?:?(\d{2,5})\b/ },
  {
    needs: inVariables,
    pattern: /\b(?:\w*[Ee]nv|\w*Or|opt|lookup|fallback)\w*\(\s*"\w*(?:PORT|ADDR)\w*"\s*,\s*"?(?:[\w.]*:)?(\d{2,5})/,
  },
];
const otherServers =
  /(?:\b|_)(?:redis|postgres|mysql|mongo|smtp|e?mail|db|database|debug|pprof|metrics|graylog|rabbit|amqp|kafka|nats|elastic|consul|jaeger|statsd|influx|memcache|cache|queue|storage|session|ldap)/i;

/** Where code is that speaks to servers of others. */
const besideFolders =
  /(^|\/)(?:stores?|storage|databases?|db|caches?|redis|postgres\w*|mysql|mongo\w*|spicedb|smtp|mail\w*|queues?|kafka|rabbitmq|telemetry|metrics|clients?)\//;

function inDefaults(request: PortRequest): Port[] {
  const { project } = request;
  const files = withoutOtherPrograms(request, request.files).filter((file) => !besideFolders.test(file));
  const holding = textsOf(project, files);
  return defaults.flatMap(({ needs, pattern }) =>
    holding(needs).flatMap(({ file }) =>
      find(project, file, pattern).filter(
        ({ context, port }) => !otherServers.test(context) && !databasePorts.has(port),
      ),
    ),
  );
}

/** What belongs to the package of another program says nothing of this one. */
function withoutOtherPrograms({ project, entry }: PortRequest, files: readonly string[]): string[] {
  const packages = goPackages(project);
  const own = entry === null ? null : dirOf(entry);
  return files.filter((file) => own === null || dirOf(file) === own || packages.get(dirOf(file))?.name !== "main");
}

/** `go run ./cmd/server -port 8080`, as the target that starts the program has it. */
function inStartTarget({ project, dir, entry }: PortRequest): Port[] {
  const target = startTarget(project, dir, entry);
  const port =
    /(?:\s--?(?:\w+-)?(?:port|addr|listen)[ =]|\b(?:HTTP_|APP_|SERVER_)?PORT=)["']?(?:[\w.]*:)?(\d{2,5})\b/i.exec(
      target?.recipe ?? "",
    )?.[1];
  return target === null || port === undefined ? [] : [{ port: Number(port), source: `${target.file}:${target.line}` }];
}

/** Where an application runs for others it may be told apart by them. */
const ofProduction = /(^|[/._-])prod(uction)?[/._-]/;

const settingsFile = /\.(ini|ya?ml|toml|json|conf|env)$/;

/** `port = 8000`, `"port": 8080`, `http_port: 3000` in files of settings; those of databases are told by their numbers. */
function inSettingsFiles(request: PortRequest): Port[] {
  const { project, dir } = request;
  const files = withoutOtherPrograms(request, ownFiles(project, dir)).filter(
    (path) =>
      settingsFile.test(path) &&
      /(^|\/)(conf|config|configs|configuration|settings|etc|env)\/|(^|\/)(conf|config|settings|app|application)[\w.-]*\.\w+$/.test(
        path,
      ) &&
      !/(^|\/)(node_modules|web|frontend|ui|\.github|docs?)\//.test(path),
  );
  return files.flatMap((path) =>
    findAll(
      project,
      path,
      /^\s*["']?(?:http|server|app|api|listen|web)?[_-]?(?:port|addr(?:ess)?)["']?\s*[:=]\s*["']?(?:[\w.]*:)?(\d{2,5})\b/gim,
    )
      .filter(({ port }) => !databasePorts.has(port))
      .slice(0, 1),
  );
}

/** Where databases, queues, mail and what collects measurements listen. */
const databasePorts = new Set([
  3306, 5432, 6379, 27_017, 9200, 25, 587, 465, 1025, 2525, 1433, 5672, 15_672, 9092, 11_211, 12_201, 4222, 2181, 4317,
  4318, 6831, 14_268, 16_686, 26_379,
]);

function inContainers({ project, dir }: PortRequest): Port[] {
  return project.list().flatMap((path) => {
    const near = dirOf(path) === dir || dirOf(path) === "." || dirOf(dirOf(path)) === dir;
    if (!near) {
      return [];
    }
    if (/(^|\/)Dockerfile[^/]*$/.test(path)) {
      return exposed(project, path);
    }
    return /(^|\/)(docker-)?compose[\w.-]*\.ya?ml$/.test(path)
      ? findAll(project, path, /^\s*-\s*["']?(?:[\d.]+:)?\d{2,5}:(\d{2,5})["']?\s*$/gm).filter(
          ({ port }) => !databasePorts.has(port),
        )
      : [];
  });
}

/** The first of the ports that is none of another protocol. */
function exposed(project: ProjectReader, path: string): Port[] {
  const text = project.read(path) ?? "";
  for (const match of text.matchAll(/^\s*EXPOSE\s+([^\n#]+)/gim)) {
    const ports = (match[1] ?? "").split(/\s+/).map((word) => Number.parseInt(word, 10));
    const port = ports.find((each) => each > 9 && !databasePorts.has(each));
    if (port !== undefined) {
      return [{ port, source: `${path}:${lineAt(text, match.index + match[0].search(/\S/))}` }];
    }
  }
  return [];
}

function inReadme({ project, dir }: PortRequest): Port[] {
  const path = ["README.md", "readme.md", "Readme.md"]
    .map((name) => joinPath(dir, name))
    .find((name) => project.has(name));
  return path === undefined ? [] : find(project, path, /(?:localhost|127\.0\.0\.1|0\.0\.0\.0):(\d{4,5})\b/);
}

interface Found extends Port {
  readonly context: string;
}

function find(project: ProjectReader, path: string, pattern: RegExp): Found[] {
  const text = project.read(path) ?? "";
  return pattern.test(text) ? findAll(project, path, new RegExp(pattern.source, `${pattern.flags}g`)).slice(0, 1) : [];
}

/** `pattern` is global. */
function findAll(project: ProjectReader, path: string, pattern: RegExp): Found[] {
  const text = project.read(path) ?? "";
  return [...text.matchAll(pattern)].flatMap((match) => {
    const digits = match[1] ?? "";
    const at = match.index + match[0].lastIndexOf(digits);
    // The first part of an address of four numbers is none.
    return text[at + digits.length] === "."
      ? []
      : [{ port: Number(digits), source: `${path}:${lineAt(text, at)}`, context: match[0] }];
  });
}
