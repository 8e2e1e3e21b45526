import type { EnvironmentNeed, ProjectReader } from "@backwright/core";
import { applicationSources, foldersUp, joinPath } from "./app-files.ts";
import { argumentsOf, dottedName, kids, nodesOf, sourcesOf, stringValue } from "./syntax.ts";
import type { SyntaxNode } from "./syntax.ts";

export interface EnvironmentRequest {
  readonly project: ProjectReader;
  readonly dir: string;
  readonly databases: readonly string[];
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
const lifetime = /(expire|expiry|minutes|hours|days|seconds|lifetime|ttl|algorithm|url|length|prefix|_name|header)/i;
const databaseName = /^(\w+_)?(database|db|sqlite|sqlalchemy_database)_?(url|uri|file|path|dsn)$|^DATABASE$/i;
const given = new Set([
  "PORT",
  "HOST",
  "HOME",
  "PATH",
  "TZ",
  "CI",
  "USER",
  "PWD",
  "PYTHONPATH",
  "DJANGO_SETTINGS_MODULE",
]);
const examples = [".env.example", ".env.sample", ".env.template", ".env.dist", ".env.test", "env.example", ".env"];

/** The variables that an application needs to start. What it has a default for it keeps, except its database. */
export function readEnvironment({ project, dir, databases }: EnvironmentRequest): EnvironmentNeed[] {
  const variables = new Map<string, Variable>();
  for (const file of applicationSources(project, dir)) {
    if (/environ|getenv|\bconfig\(|\benv\b|BaseSettings/.test(project.read(file) ?? "")) {
      const root = sourcesOf(project).get(file)?.root ?? null;
      (root === null ? [] : [...readsIn(root), ...settingsIn(root)]).forEach((found) => note(variables, found));
    }
  }
  fromExamples(project, dir, variables);
  return [...variables.values()]
    .filter(({ name }) => !given.has(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((variable) => toNeed(variable, databases) ?? []);
}

function toNeed({ name, value, optional }: Variable, databases: readonly string[]): EnvironmentNeed | null {
  const scheme = /^(\w+(?:\+\w+)?):\/\//.exec(value ?? "")?.[1];
  if (
    databaseName.test(name) &&
    databases.includes("sqlite") &&
    (scheme === undefined || scheme.startsWith("sqlite"))
  ) {
    const url = /ur[il]$|dsn$/i.test(name) || scheme !== undefined;
    return { name, kind: "database-file", value: url ? `${scheme ?? "sqlite"}:///$FILE` : "$FILE" };
  }
  if (secretName.test(name) && !lifetime.test(name)) {
    return optional ? null : { name, kind: "secret" };
  }
  return optional || value === null || value === "" ? null : { name, kind: "value", value };
}

/** `os.environ["A"]`, `os.environ.get("A", "x")`, `os.getenv("A")`, `config("A", default="x")`, `env.str("A")`. */
function readsIn(root: SyntaxNode): Variable[] {
  const subscripts = nodesOf(root, "subscript").flatMap((node): Variable[] => {
    const [object, key] = kids(node);
    const name = /(^|\.)environ$/.test(dottedName(object ?? null) ?? "") ? stringValue(key ?? null) : null;
    return name === null ? [] : [{ name, value: null, optional: node.parent()?.field("left") === node }];
  });
  const calls = nodesOf(root, "call").flatMap((node): Variable[] => {
    const callee = dottedName(node.field("function")) ?? "";
    const [first, second, ...rest] = argumentsOf(node.field("arguments"));
    const name = stringValue(first?.value ?? null);
    if (name === null || !/^[A-Z][A-Z0-9_]+$/.test(name) || !reader.test(callee)) {
      return [];
    }
    const fallback = [second, ...rest].find((argument) => argument?.name === "default" || argument?.name === null);
    const soft = /getenv$|\.get$/.test(callee);
    const value = fallback === undefined ? null : (stringValue(fallback.value) ?? fallback.value.text());
    return [{ name, value, optional: fallback !== undefined || (soft && !insists(node)) }];
  });
  return [...subscripts, ...calls];
}

const reader = /(^|\.)(getenv|environ\.get)$|^(config|env)(\.(str|int|bool|url|list|db|float|dj_db_url))?$/;

/** What follows a soft reading makes it hard: `os.getenv("A").split(",")`. */
function insists(node: SyntaxNode): boolean {
  const parent = node.parent();
  return parent?.kind() === "attribute" && parent.field("object") === node;
}

/** Fields of settings classes without a default; their names are those of variables. */
function settingsIn(root: SyntaxNode): Variable[] {
  return nodesOf(root, "class_definition")
    .filter((node) => /Settings\b/.test(node.field("superclasses")?.text() ?? ""))
    .flatMap((node) => {
      const prefix = /env_prefix\s*=\s*["'](\w*)["']/.exec(node.text())?.[1] ?? "";
      return kids(node.field("body")).flatMap((statement): Variable[] => {
        const assignment = kids(statement)[0];
        const [name, type, value] = ["left", "type", "right"].map((part) => assignment?.field(part) ?? null);
        if (
          statement.kind() !== "expression_statement" ||
          assignment?.kind() !== "assignment" ||
          type == null ||
          name == null
        ) {
          return [];
        }
        const fallback = value == null ? null : (stringValue(value) ?? value.text());
        const needed = value == null || /^Field\(\s*\.\.\./.test(value.text());
        return [
          {
            name: `${prefix}${name.text()}`.toUpperCase(),
            value: needed ? null : fallback,
            optional: !needed || /None|Optional/.test(type.text()),
          },
        ];
      });
    });
}

function fromExamples(project: ProjectReader, dir: string, variables: Map<string, Variable>): void {
  for (const path of foldersUp(dir).flatMap((folder) => examples.map((name) => joinPath(folder, name)))) {
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
