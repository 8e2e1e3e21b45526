import type { EnvironmentNeed, ProjectReader } from "@backwright/core";
import { joinPath, readManifest } from "./manifest.ts";
import { callChain } from "./call-chain.ts";
import { chooseScript } from "./scripts.ts";
import { nodesOf, sourcesOf, stringValue } from "./syntax.ts";

export interface EnvironmentRequest {
  readonly project: ProjectReader;
  readonly dir: string;
  readonly files: readonly string[];
  readonly databases: readonly string[];
}

interface Variable {
  readonly name: string;
  /** What `.env.example` or a default of the code says; `null` where nothing does. */
  value: string | null;
  /** Whether the code goes on without it. */
  optional: boolean;
  /** Whether code, or a schema of settings, reads it. */
  read: boolean;
}

const secretName =
  /(secret|token|password|passwd|passphrase|private_?key|api_?key|access_?key|signing|salt|pepper|credential|encryption|jwt_?key|session_?key)/i;
const databaseName =
  /^(database|db|sqlite|storage)(_?(url|uri|file|path|filename|storage|name|dsn))?$|^(.*_)?(database|db|sqlite)_(url|uri|file|path)$/i;
const given = new Set([
  "PORT",
  "NODE_ENV",
  "HOST",
  "CI",
  "HOME",
  "PATH",
  "TZ",
  "npm_package_version",
  "npm_package_name",
]);
const examples = [".env.example", ".env.sample", ".env.template", ".env.dist", ".env.test", "env.example"];

/** The variables that an application needs to start beside PORT. What it has a default for it keeps, except its database. */
export function readEnvironment(request: EnvironmentRequest): EnvironmentNeed[] {
  const variables = new Map<string, Variable>();
  fromCode(request, variables);
  fromExamples(request, variables);
  const needs = [...variables.values()]
    .filter((variable) => !given.has(variable.name) && variable.read)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((variable) => mongodbNeed(variable, request) ?? toNeed(variable, request.databases) ?? []);
  return [...needs, ...missingFiles(request)];
}

/** Files without which `node --env-file=.env` does not start, and that git does not bring along. */
function missingFiles({ project, dir }: EnvironmentRequest): EnvironmentNeed[] {
  const scripts = readManifest(project, dir)?.scripts ?? {};
  const start = scripts[chooseScript(scripts, "start") ?? ""] ?? "";
  return [...start.matchAll(/(?:^|\s)--env-file[= ](\S+)/g)]
    .map((match) => joinPath(dir, match[1] ?? ""))
    .filter((path) => !project.has(path))
    .map((name) => ({ name, kind: "file" }));
}

const mongodbName = /^(?!.*TEST)(?:.*_)?(?:MONGO|MONGODB|DB|DATABASE)(?:_|$).*$|^MONGO/i;
const addressName = /(?:UR[IL]|CONN|CONNECTION|STRING|DSN)$|^(?:MONGO|MONGODB|DB|DATABASE)$/i;

/** The address of a MongoDB that the application reaches with Mongoose, which can remove a database again as well. */
function mongodbNeed(
  { name, value }: Variable,
  { project, dir, databases }: EnvironmentRequest,
): EnvironmentNeed | null {
  const isAddress = /^mongodb(?:\+srv)?:\/\//.test(value ?? "") || (mongodbName.test(name) && addressName.test(name));
  const reaches = readManifest(project, dir)?.dependencies.has("mongoose") === true && databases.includes("mongodb");
  if (!isAddress || !reaches) {
    return null;
  }
  const script = `const mongoose = require("mongoose"); mongoose.connect(process.env.${name}).then(() => mongoose.connection.dropDatabase()).finally(() => mongoose.disconnect());`;
  return {
    name,
    kind: "mongodb",
    value: value?.startsWith("mongodb") === true ? value : null,
    drop: { argv: ["node", "-e", script], cwd: dir, env: {}, source: "convention" },
  };
}

function toNeed({ name, value, optional }: Variable, databases: readonly string[]): EnvironmentNeed | null {
  if (databaseName.test(name) && databases.includes("sqlite") && !/^\w+:\/\//.test(value ?? "")) {
    const scheme = value?.startsWith("file:") === true ? "file:" : "";
    return { name, kind: "database-file", value: `${scheme}$FILE` };
  }
  if (secretName.test(name)) {
    return optional ? null : { name, kind: "secret" };
  }
  return optional || value === null || value === "" ? null : { name, kind: "value", value };
}

function fromCode({ project, files }: EnvironmentRequest, variables: Map<string, Variable>): void {
  for (const file of files) {
    const text = project.read(file) ?? "";
    if (!text.includes("env")) {
      continue;
    }
    for (const match of text.matchAll(
      /\bprocess\.env(?:\.(\w+)|\[["'](\w+)["']\])\s*(\|\||\?\?|\?)?\s*(?:["'`]([^"'`\n]*)["'`])?/g,
    )) {
      const name = match[1] ?? match[2] ?? "";
      note(variables, {
        name,
        value: match[3] === undefined ? null : (match[4] ?? null),
        optional: match[3] !== undefined,
        read: true,
      });
    }
    if (/process\.env\b(?!\s*[.[])/.test(text)) {
      fromSchema(project, file, variables);
    }
  }
}

/** Entries in capitals of an object that is a schema for `process.env`: `JWT_SECRET: z.string().min(32)`. */
function fromSchema(project: ProjectReader, file: string, variables: Map<string, Variable>): void {
  const source = sourcesOf(project).get(file);
  for (const pair of source === null ? [] : nodesOf(source.root, "pair")) {
    const [key, value] = [pair.field("key"), pair.field("value")];
    const name = key === null ? "" : (stringValue(key) ?? key.text());
    const calls = value === null ? [] : callChain(value);
    if (!/^[A-Z][A-Z0-9_]+$/.test(name) || calls.length === 0) {
      continue;
    }
    const fallback = calls.find((call) => call.name === "default" || call.name === "catch");
    const optional =
      fallback !== undefined ||
      calls.some((call) => call.name === "optional" || call.name === "nullish") ||
      /\bdefault\s*:/.test(value?.text() ?? "");
    note(variables, { name, value: stringValue(fallback?.args[0] ?? null), optional, read: true });
  }
}

function fromExamples({ project, dir }: EnvironmentRequest, variables: Map<string, Variable>): void {
  const folders = dir === "." ? ["."] : [dir, "."];
  for (const path of folders.flatMap((folder) => examples.map((name) => joinPath(folder, name)))) {
    for (const match of (project.read(path) ?? "").matchAll(
      /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=[ \t]*["']?([^"'\n#]*?)["']?\s*(?:#.*)?$/gm,
    )) {
      const known = variables.get(match[1] ?? "");
      if (known !== undefined) {
        known.value ??= (match[2] ?? "").trim();
      }
    }
  }
}

/** A variable that one place reads without a fallback is needed. */
function note(variables: Map<string, Variable>, found: Variable): void {
  const known = variables.get(found.name);
  if (known === undefined) {
    variables.set(found.name, found);
  } else {
    known.value ??= found.value;
    known.optional &&= found.optional;
  }
}
