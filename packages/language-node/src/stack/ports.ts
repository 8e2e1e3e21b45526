import type { Detection, ProjectReader } from "@backwright/core";
import { ownFiles } from "../app-files.ts";
import { lineAt } from "../json.ts";
import { dirOf, joinPath } from "../manifest.ts";
import { composePorts } from "./compose.ts";

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
  }[];
  readonly files: readonly string[];
}

/** The ports that an application may listen on, the likeliest first: its code, its environment files, its containers. */
export function rankPorts(request: PortRequest): Port[] {
  const { listens } = request;
  const inCode = listens.flatMap(({ port, file, line }) =>
    port === null ? [] : [{ port, source: `${file}:${line}` }],
  );
  const variables = new Set(listens.flatMap(({ env }) => env ?? []));
  const wanted = variables.size > 0 ? variables : usualVariables;
  const ranked = [
    ...inCode,
    ...inSettings(request, wanted),
    ...inEnvironmentFiles(request, wanted),
    ...inConfiguration(request),
    ...inContainers(request, wanted),
  ];
  if (ranked.length === 0) {
    ranked.push(...inEnvironmentFolders(request, wanted), ...inOwnVariables(request));
  }
  const seen = new Set<number>();
  return ranked.filter(({ port }) => port > 0 && port <= 65_535 && !seen.has(port) && seen.add(port));
}

const usualVariables: ReadonlySet<string> = new Set([
  "PORT",
  ...["APP", "SERVER", "API", "HTTP", "NODE", "WEB", "SERVICE", "BACKEND", "LISTEN", "NEST", "APPLICATION", "REST"].map(
    (name) => `${name}_PORT`,
  ),
]);

const envFiles = [
  ".env",
  ".env.example",
  ".env.sample",
  ".env.template",
  ".env.dist",
  ".env.development",
  ".env.local",
  ".env.defaults",
  "env.example",
  ".example.env",
];

function inEnvironmentFiles({ project, dir }: PortRequest, names: ReadonlySet<string>): Port[] {
  const folders = dir === "." ? ["."] : [dir, "."];
  const paths = folders.flatMap((folder) => envFiles.map((name) => joinPath(folder, name)));
  return paths.flatMap((path) =>
    find(project, path, new RegExp(`^\\s*(?:export\\s+)?(?:${[...names].join("|")})\\s*=\\s*["']?(\\d{2,5})\\b`, "m")),
  );
}

/** `env/local.app.env`, where nothing else tells; those of tests come last. */
function inEnvironmentFolders({ project, dir }: PortRequest, names: ReadonlySet<string>): Port[] {
  const paths = ownFiles(project, dir).filter((path) =>
    /(^|\/)(?:\.?env\w*\/[\w.-]*env[\w.-]*|\.env[\w.-]*|[\w-]*\.?env\.(?:example|sample))$/.test(path),
  );
  const assigned = new RegExp(`^\\s*(?:export\\s+)?(?:${[...names].join("|")})\\s*=\\s*["']?(\\d{2,5})\\b`, "m");
  return paths
    .sort((a, b) => Number(/test|\bci\b/.test(a)) - Number(/test|\bci\b/.test(b)))
    .flatMap((path) => find(project, path, assigned));
}

/** `process.env.NAME_PORT || 5001`, by a name of the application's own; those of what it speaks to have theirs. */
function inOwnVariables({ project, files }: PortRequest): Port[] {
  const pattern =
    /\bprocess\.env\.(?!\w*(?:DB|DATABASE|PG|POSTGRES|MYSQL|MARIA|SQL|MONGO|REDIS|CACHE|SMTP|MAIL|RABBIT|AMQP|KAFKA|NATS|ELASTIC|SEARCH|MINIO|S3|PROXY|METRICS|DEBUG))\w+_PORT\b[^\n]{0,30}?(?:\|\||\?\?)\s*["']?(\d{4,5})\b/;
  return files.flatMap((file) =>
    (project.read(file) ?? "").includes("_PORT") ? find(project, file, pattern).slice(0, 1) : [],
  );
}

/** Defaults in schemas of settings: `PORT: z.coerce.number().default(3000)`, `port: { default: 3000, env: "PORT" }`. */
function inSettings({ project, files }: PortRequest, names: ReadonlySet<string>): Port[] {
  const name = [...names].join("|");
  const described = new RegExp(
    `\\b(?:port|${name})["']?\\s*:\\s*\\{[^}]{0,200}?default\\s*:\\s*["']?(\\d{2,5})\\b(?!\\.\\d)`,
  );
  const patterns = [
    new RegExp(
      `\\b(?:${name})\\b["']?\\s*:\\s*[^\\n]{0,120}?default(?:\\(|:\\s*|["']?\\s*:\\s*)["']?(\\d{2,5})\\b(?!\\.\\d)`,
    ),
    described,
    new RegExp(`["'](?:${name})["']\\s*,[^\\n]{0,120}?default\\(\\s*["']?(\\d{2,5})\\b(?!\\.\\d)`),
    new RegExp(`\\b(?:${name})\\b[^\\n]{0,40}(?:\\|\\||\\?\\?)\\s*["']?(\\d{2,5})\\b(?!\\.\\d)`),
    new RegExp(`get\\(["'](?:${name})["']\\s*,\\s*["']?(\\d{2,5})\\b(?!\\.\\d)`),
    new RegExp(`get\\(["'](?:${name})["']\\)(?:\\.\\w+\\(\\))*\\.default\\(["']?(\\d{2,5})\\b(?!\\.\\d)`),
  ];
  // A name that holds another one is found with it.
  const telling = [...names].filter((one) => ![...names].some((other) => other !== one && one.includes(other)));
  return files.flatMap((file) => {
    const text = project.read(file) ?? "";
    if (telling.some((word) => text.includes(word))) {
      return patterns.flatMap((pattern) => find(project, file, pattern));
    }
    return text.includes("default") && text.includes("port") ? find(project, file, described) : [];
  });
}

const configurationFile =
  /(^|\/)(config|configs|configuration|env|environments|settings)(\/(default|base|common|index|config|app|server|local|dev|development|production))?\.(json5?|ya?ml|toml|[cm]?[jt]s)$/i;

/** `port` in files of settings that are no code, or that give an object to whoever asks. */
function inConfiguration({ project, dir }: PortRequest): Port[] {
  return ownFiles(project, dir)
    .filter((path) => configurationFile.test(path) && !path.split("/").some((name) => name.startsWith(".")))
    .flatMap((path) =>
      find(
        project,
        path,
        /(?:^|[{,\s])["']?(?:port|httpPort|serverPort|PORT)["']?\s*[:=]\s*["']?(?!5432|3306|27017|6379|1433|5672|9200|9092|2525)(\d{4,5})\b/,
      ),
    );
}

function inContainers({ project, dir }: PortRequest, names: ReadonlySet<string>): Port[] {
  const variable = new RegExp(`^\\s*ENV\\s[^#\\n]*\\b(?:${[...names].join("|")})[=\\s]["']?(\\d{2,5})\\b`, "m");
  return project.list().flatMap((path) => {
    const near = dirOf(path) === dir || dirOf(path) === ".";
    if (near && /(^|\/)Dockerfile[^/]*$/.test(path)) {
      return [...find(project, path, variable), ...find(project, path, /^\s*EXPOSE\s+(\d{2,5})/im)];
    }
    if (near && /(^|\/)(docker-)?compose[^/]*\.ya?ml$/.test(path)) {
      return composePorts(path, project.read(path) ?? "");
    }
    return [];
  });
}

function find(project: ProjectReader, path: string, pattern: RegExp): Port[] {
  const text = project.read(path);
  const match = text === null ? null : pattern.exec(text);
  const port = Number(match?.[1]);
  return text === null || match === null || !Number.isInteger(port)
    ? []
    : [{ port, source: `${path}:${lineAt(text, match.index + match[0].lastIndexOf(match[1] ?? ""))}` }];
}
