import type { EnvironmentNeed, ProjectReader } from "@backwright/core";
import { applicationFiles } from "./files.ts";
import { dirOf, joinPath } from "./paths.ts";
import { goFile, namedChildren, nodesOf, stringValue } from "./syntax.ts";
import type { SyntaxNode } from "./syntax.ts";

export interface EnvironmentRequest {
  readonly project: ProjectReader;
  readonly dir: string;
  readonly databases: readonly string[];
  /** The variables that say where the server listens. */
  readonly ports: readonly string[];
}

interface Variable {
  readonly name: string;
  /** What an example file or a default of the code says; `null` where nothing does. */
  value: string | null;
  /** Whether the code goes on without it. */
  optional: boolean;
}

const secretName =
  /(secret|token|password|passwd|private_?key|api_?key|access_?key|signing|salt|pepper|credential|encryption|jwt_?key|session_?key)/i;
const lifetime =
  /(expire|expiry|minutes|hours|days|seconds|lifetime|ttl|algorithm|url|length|prefix|_name|header|host|port|user)/i;
const databaseName = /^(\w+_)?(database|db|sqlite)_?(url|uri|file|path|dsn|name)?$/i;
const given = new Set(["PORT", "HOST", "HOME", "PATH", "TZ", "CI", "USER", "PWD", "HOSTNAME"]);
const examples = [".env.example", ".env.sample", ".env.template", ".env.dist", ".env.test", "env.example", ".env"];

/** The variables that a program needs to start. What it has a default for it keeps, except its database. */
export function readEnvironment({ project, dir, databases, ports }: EnvironmentRequest): EnvironmentNeed[] {
  const variables = new Map<string, Variable>();
  for (const file of applicationFiles(project, dir)) {
    const text = project.read(file) ?? "";
    const root = /env/i.test(text) ? (goFile(project, file)?.root ?? null) : null;
    (root === null ? [] : [...readsIn(root), ...tagsIn(root)]).forEach((found) => note(variables, found));
  }
  fromExamples(project, dir, variables);
  const numbered = ports.filter((name) => /port$/i.test(name) && name !== "PORT");
  const needs = [...variables.values()]
    .filter(({ name }) => !given.has(name) && !ports.includes(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((variable) => toNeed(variable, databases) ?? []);
  return [...needs, ...[...new Set(numbered)].map((name) => ({ name, kind: "port" as const }))];
}

function toNeed({ name, value, optional }: Variable, databases: readonly string[]): EnvironmentNeed | null {
  const scheme = /^(\w+):/.exec(value ?? "")?.[1];
  const local = scheme === undefined || /^(sqlite3?|file)$/.test(scheme);
  if (databaseName.test(name) && databases.includes("sqlite") && databases.every(isLocal) && local) {
    return {
      name,
      kind: "database-file",
      value: scheme === undefined ? "$FILE" : `${scheme}:${scheme === "file" ? "" : "//"}$FILE`,
    };
  }
  if (secretName.test(name) && !lifetime.test(name)) {
    return optional ? null : { name, kind: "secret" };
  }
  return optional || value === null || value === "" ? null : { name, kind: "value", value };
}

function isLocal(database: string): boolean {
  return database === "sqlite" || database === "redis";
}

const reader = /(^|\.)(Getenv|LookupEnv)$|env\w*$|(^|\.)Env\w*$/i;

/** `os.Getenv("A")`, `os.LookupEnv("A")`, and functions of the project such as `envOr("A", "x")`. */
function readsIn(root: SyntaxNode): Variable[] {
  return nodesOf(root, "call_expression").flatMap((node): Variable[] => {
    const callee = node.field("function")?.text() ?? "";
    const [first, second] = namedChildren(node.field("arguments") ?? node);
    const name = stringValue(first) ?? "";
    if (!/^[A-Z][A-Z0-9_]+$/.test(name) || !reader.test(callee)) {
      return [];
    }
    const value = second === undefined ? defaultAfter(node) : (stringValue(second) ?? second.text());
    return [{ name, value, optional: value !== null || callee.endsWith("LookupEnv") }];
  });
}

/** `if a == "" { a = "x" }` behind `a := os.Getenv("A")`. */
function defaultAfter(call: SyntaxNode): string | null {
  const statement = call.ancestors().find((node) => /^(short_var_declaration|assignment_statement)$/.test(node.kind()));
  const owner = call.ancestors().find((node) => /^(function|method)_declaration$/.test(node.kind()));
  const name = statement?.field("left")?.text() ?? "";
  if (!/^[\w.]+$/.test(name) || owner === undefined || statement === undefined) {
    return null;
  }
  const plain = name.replace(/\./g, "\\.");
  const after = owner.text().slice(statement.range().end.index - owner.range().start.index);
  return (
    new RegExp(`^[\\s}]*(?:if\\s+)?[^{]{0,40}\\b${plain}\\s*==\\s*""\\s*\\{\\s*${plain}\\s*=\\s*"?([^"\\n]*)`).exec(
      after,
    )?.[1] ?? null
  );
}

/** Tags of fields of settings: `env:"A,required"`, `envconfig:"A" default:"x"`. */
function tagsIn(root: SyntaxNode): Variable[] {
  return nodesOf(root, "field_declaration").flatMap((node): Variable[] => {
    const tag = stringValue(node.field("tag")) ?? "";
    const [, name, options = ""] = /\b(?:env|envconfig):"([A-Z][A-Z0-9_]+)([^"]*)"/.exec(tag) ?? [];
    const value = /\b(?:envDefault|env-default|default):"([^"]*)"/.exec(tag)?.[1] ?? null;
    const required = /required|notEmpty/.test(options) || /\b(?:required|env-required):"true"/.test(tag);
    return name === undefined ? [] : [{ name, value, optional: value !== null || !required }];
  });
}

function fromExamples(project: ProjectReader, dir: string, variables: Map<string, Variable>): void {
  for (const folder of new Set([dir, dirOf(dir), "."])) {
    for (const path of examples.map((name) => joinPath(folder, name))) {
      for (const match of (project.read(path) ?? "").matchAll(
        /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=[ \t]*["']?([^"'\n#]*?)["']?\s*(?:#.*)?$/gm,
      )) {
        const known = variables.get((match[1] ?? "").toUpperCase());
        if (known !== undefined) {
          known.value ??= (match[2] ?? "").trim();
        }
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
