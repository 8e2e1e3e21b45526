import { withoutConnectors } from "@backwright/core";
import type { Detection, Evidence, ProjectReader } from "@backwright/core";
import { dirOf, filesNamed } from "../app-files.ts";
import { driverRules, plainDrivers } from "./driver-rules.ts";
import type { DriverRule } from "./driver-rules.ts";
import { findDependency } from "../manifest/read.ts";
import type { Dependency } from "../manifest/requirements.ts";
import { bearerWords, engineWords, extendVocabulary, mentions } from "../vocabulary.ts";
import { findText } from "./find-text.ts";
import { findImport, isImportOf, moduleImports } from "./imports.ts";
import type { ModuleImport } from "./imports.ts";
import { moduleRules, readsLoginToken, tokenSource } from "./rules.ts";
import type { StackField } from "./rules.ts";
import { textRules } from "./text-rules.ts";
import type { TextRule } from "./text-rules.ts";

export type Stack = Pick<Detection, StackField> & { readonly evidence: readonly Evidence[] };

export interface StackRequest {
  readonly project: ProjectReader;
  readonly dir: string;
  /** The application's own source files. */
  readonly files: readonly string[];
  /** What only this framework says. */
  readonly textRules?: readonly TextRule[];
}

/** What an application keeps its data in, how it signs people in, and so on, each with where it was read. */
export function readStack(given: StackRequest): Stack {
  const { project, textRules: ownRules = [] } = given;
  const files = withoutConnectors(given.files.filter((file) => !isBeside(file)));
  const request: StackRequest = { ...given, files };
  extendVocabulary(
    project,
    ownRules.flatMap(({ words = [] }) => words),
  );
  const imports = moduleImports(project, files);
  const evidence: Evidence[] = [];
  for (const { field, value, modules, with: beside, rule = "import" } of moduleRules) {
    const first = findImport(imports, modules);
    const found =
      first === null || beside === undefined
        ? first
        : imports.find((item) => isImportOf(item, modules) && beside(project.read(item.file) ?? ""));
    if (found == null) {
      continue;
    }
    // A token that nothing takes out of a request signs nobody in.
    const reading = { project, files: [found.file, ...files] };
    if (beside !== readsLoginToken || findText(reading, tokenSource) !== null) {
      evidence.push({ ...imported(field, value, found), rule });
    }
  }
  for (const rule of [...textRules, ...ownRules]) {
    const found = findText({ ...request, files: filesFor(rule, request) }, rule.pattern, rule.words);
    if (found !== null) {
      evidence.push({ field: rule.field, value: rule.value, ...found, rule: rule.rule ?? "code" });
    }
  }
  const bearer = findText(
    request,
    /\bHTTPBearer\s*\(|(?:request\.headers\[|\bheaders\.get\()\s*["']Authorization["']/,
    bearerWords,
  );
  if (bearer !== null) {
    evidence.push({ field: "auth", value: "token", ...bearer, rule: "bearer" });
  }
  const withOrm = valuesOf(evidence, "orms").length > 0;
  // Tables described with one and read with the other.
  const querying = withOrm ? findImport(imports, ["databases"]) : null;
  if (querying !== null && findText(request, /\.fetch_(?:one|all|val)\s*\(/) !== null) {
    evidence.push(imported("orms", "databases", querying));
  }
  evidence.push(...databases(request, imports));
  if (!withOrm) {
    evidence.push(
      ...plainDrivers.flatMap((driver) => {
        // Its addresses are taken by many who use another driver.
        const found = findImport(
          imports.filter(({ names }) => names.trim() !== "DatabaseURL"),
          [driver],
        );
        return found === null ? [] : imported("orms", driver.replace(/^flask_/, ""), found);
      }),
    );
  }
  const orms = valuesOf(evidence, "orms");
  return {
    databases: databasesOf(evidence),
    orms: orms.filter((orm) => !builtOn.some(([upper, lower]) => orm === lower && orms.includes(upper))),
    auth: authOf(evidence),
    apiStyles: valuesOf(evidence, "apiStyles"),
    validation: valuesOf(evidence, "validation"),
    evidence,
  };
}

/** What is written with something else imports some of that for what it does not wrap. */
const builtOn = [
  ["sqlmodel", "sqlalchemy"],
  ["motor", "pymongo"],
] as const;

/** Commands that people start by hand, and settings of tests: what they use is not what the application serves with. */
function isBeside(file: string): boolean {
  return /^(?:tools|scripts)\/|(^|\/)management\/commands\/|(^|\/)settings\/(?:ci|tests?|testing)\.py$|(^|\/)(?:test|ci)_settings\.py$|(^|\/)settings_(?:test|ci)\w*\.py$/.test(
    file,
  );
}

/** The files in which a rule may be met: those that fit, in folders where something else stands as well. */
function filesFor({ pattern, words, with: beside, within }: TextRule, request: StackRequest): readonly string[] {
  const { project, files } = request;
  if (beside === undefined) {
    return files;
  }
  const fitting = files.filter((file) => mentions(project, file, words) && pattern.test(project.read(file) ?? ""));
  const near = new Set(fitting.map(dirOf));
  const folders = new Set(
    files.filter((file) => near.has(dirOf(file)) && beside.test(project.read(file) ?? "")).map(dirOf),
  );
  return fitting.filter((file) => folders.has(dirOf(file)) || within?.test(file) === true);
}

function imported(field: StackField, value: string, { file, line }: ModuleImport): Evidence {
  return { field, value, file, line, rule: "import" };
}

/** A search engine beside a database is an index of it, and a cache that only production has keeps nothing. */
function databasesOf(evidence: readonly Evidence[]): string[] {
  const all = valuesOf(evidence, "databases");
  const stores = all.filter((value) => value !== "elasticsearch" && value !== "redis");
  const cached = evidence
    .filter(({ field, value }) => field === "databases" && value === "redis")
    .every(({ file }) => /(^|[/_-])prod(uction)?\.(py|txt|in)$/.test(file));
  return all.filter(
    (value) =>
      stores.length === 0 || (value !== "elasticsearch" && !(value === "redis" && cached)) || stores.includes(value),
  );
}

/** A session middleware beside OAuth only keeps the state of the way there and back; what a bearer bears may be a JWT or an API key. */
function authOf(evidence: readonly Evidence[]): string[] {
  const all = valuesOf(evidence, "auth");
  const bearsOther =
    (all.includes("jwt") || all.includes("apikey")) &&
    evidence.every((item) => item.value !== "token" || item.rule === "bearer");
  const auth = bearsOther ? all.filter((value) => value !== "token") : all;
  const kept = evidence.some((item) => item.value === "session" && item.rule !== "middleware");
  return auth.includes("oauth2") && !kept ? auth.filter((value) => value !== "session") : auth;
}

function valuesOf(evidence: readonly Evidence[], field: StackField): string[] {
  return [...new Set(evidence.filter((item) => item.field === field).map((item) => item.value))].sort();
}

function databases(request: StackRequest, imports: readonly ModuleImport[]): Evidence[] {
  function found(known: readonly ModuleImport[]): Evidence[] {
    return driverRules.flatMap((rule): Evidence[] => {
      const place = databasePlace(request, rule, known);
      return place === null ? [] : [{ field: "databases", value: rule.database, ...place }];
    });
  }
  const written = found(imports);
  const stored = written.some(({ value }) =>
    driverRules.some((rule) => rule.database === value && rule.beside !== true),
  );
  const all = stored ? written : [...written, ...exampleDatabases(request)];
  // Whoever imports this many drivers connects to the databases of others; its own is the one that it has to install.
  const main = all.filter(({ value }) => driverRules.some((rule) => rule.database === value && rule.beside !== true));
  return main.length > mostDatabases
    ? found([]).filter(({ rule, value }) => rule === "dependency" || value === "redis")
    : all;
}

const mostDatabases = 4;

/** Where the code leaves the database to its environment, what the example of that says. */
function exampleDatabases({ project, dir }: StackRequest): Evidence[] {
  const files = environmentFiles(project, dir);
  return driverRules.flatMap(({ database }): Evidence[] => {
    const scheme = database === "postgresql" ? "postgres\\w*" : database;
    const pattern = new RegExp(
      `^\\s*(?:export\\s+)?\\w*(?:DATABASE|DB)_UR[IL]\\s*=\\s*["']?${scheme}(?:\\+\\w+)?:`,
      "m",
    );
    const place = findText({ project, files }, pattern);
    return place === null ? [] : [{ field: "databases", value: database, ...place, rule: "example" }];
  });
}

function databasePlace(
  request: StackRequest,
  rule: DriverRule,
  imports: readonly ModuleImport[],
): Omit<Evidence, "field" | "value"> | null {
  const first = findImport(imports, rule.modules);
  const used =
    first === null || rule.database !== "sqlite"
      ? first
      : imports.find((item) => isImportOf(item, rule.modules) && isStore(request, item));
  if (used != null) {
    return { file: used.file, line: used.line, rule: "import" };
  }
  const { project, dir } = request;
  const driver = findDependency(project, dir, rule.packages);
  if (driver !== null && !driver.dev && (rule.beside !== true || isNamed(request, rule))) {
    return { file: driver.file, line: driver.line, rule: "dependency" };
  }
  const bundled = bundledDriver(request, rule);
  if (bundled !== null) {
    return { file: bundled.file, line: bundled.line, rule: "dependency" };
  }
  // A URL alone may be one of many that a tool could speak to; with a driver, or where none is needed, it is the database.
  const free =
    (rule.database === "sqlite" && !needsAsyncDriver(request)) ||
    rule.database === "mongodb" ||
    (rule.clients !== undefined && findDependency(project, dir, rule.clients) !== null);
  const named = free || driver !== null ? findText(request, rule.url, rule.words) : null;
  return named === null ? null : { ...named, rule: "url" };
}

/** Whether anything but a manifest names it: a client that only stands there serves nobody, unless it is for a queue. */
function isNamed({ project, dir, files }: StackRequest, { database, words }: DriverRule): boolean {
  const name = new RegExp(database, "i");
  return (
    files.some((file) => mentions(project, file, words)) ||
    findDependency(project, dir, queues) !== null ||
    files.some((file) => name.test(project.read(file) ?? "")) ||
    project.list().some((path) => placed.test(path) && name.test(project.read(path) ?? ""))
  );
}

const queues = ["celery", "kombu", "dramatiq", "huey", "taskiq", "saq"];
const placed = /(^|\/)(?:docker-)?compose[\w.-]*\.ya?ml$|(^|\/)\.?env[\w.-]*$|(^|\/)(?:app\.json|Procfile)$/;

/** What installs drivers by its extras: `SQLAlchemy[mariadb-connector]`, `databases[asyncpg]`. */
const bundling = ["sqlalchemy", "databases", "tortoise-orm", "piccolo"];

function bundledDriver({ project, dir }: StackRequest, { packages, words, beside }: DriverRule): Dependency | null {
  const found = bundling.map((name) => findDependency(project, dir, [name]));
  return (
    found.find(
      (dependency) =>
        dependency?.dev === false &&
        beside !== true &&
        dependency.extras.some((extra) => packages.includes(extra) || words.some((word) => extra.includes(word))),
    ) ?? null
  );
}

/** With an engine that is asynchronous throughout, SQLite needs a driver of its own. */
function needsAsyncDriver(request: StackRequest): boolean {
  return (
    findText(request, /\bcreate_async_engine\s*\(/, engineWords.waiting) !== null &&
    findText(request, /(?<!async_)\b(create_engine|sqlite3\.connect)\s*\(/, engineWords.plain) === null &&
    findDependency(request.project, request.dir, ["aiosqlite"]) === null
  );
}

/** SQLite comes with Python and serves many small purposes; it is the database where it is connected to. */
function isStore({ project }: StackRequest, { file }: ModuleImport): boolean {
  return (
    /(^|\/)(db|database|models?|store|storage|repositor\w*|app|main|server|config|settings|[^/]*sqlite[^/]*)(\/|\.py$|_|\/__init__\.py)/.test(
      file,
    ) && /\bconnect\s*\(|\(Connection\b/.test(project.read(file) ?? "")
  );
}

/** Files with the environment of an application: `.env.example`, `.env`, `.flaskenv`. */
export function environmentFiles(project: ProjectReader, dir: string): string[] {
  return filesNamed(project, dir, /^(?:\.(?:env|flaskenv)(?:\.[\w-]+)*|env\.(?:example|sample))$/);
}
