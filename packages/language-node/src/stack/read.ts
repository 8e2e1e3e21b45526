import { withoutConnectors } from "@backwright/core";
import type { Detection, Evidence, ProjectReader } from "@backwright/core";
import { lineAt } from "../json.ts";
import type { Manifest } from "../manifest.ts";
import { firstImports } from "./package-imports.ts";
import type { PackageImport } from "./package-imports.ts";
import { hasPrismaSchema, readPrismaDatabases } from "./prisma.ts";
import { withoutSources } from "./data-sources.ts";
import { loginsInCode } from "./logins.ts";
import { driverRules, loadDrivers, plainDrivers } from "./drivers.ts";
import type { DriverRule } from "./drivers.ts";
import { stackRules } from "./rules.ts";
import type { StackField } from "./rules.ts";

export type Stack = Pick<Detection, StackField> & { readonly evidence: readonly Evidence[] };

export interface StackRequest {
  readonly project: ProjectReader;
  /** The application's own folder, and those of packages of the repository that it imports. */
  readonly dirs: readonly string[];
  /** The manifests that declare for the application, its own first. */
  readonly manifests: readonly Manifest[];
  /** The source files of these folders. */
  readonly files: readonly string[];
}

/** What an application keeps its data in, how it signs people in, and so on, each with where it was read. */
export function readStack(request: StackRequest): Stack {
  const served = withoutConnectors(request.files.filter((path) => !request.dirs.some((dir) => isTool(path, dir))));
  const { files: own, imports } = withoutSources(request.project, served.length > 0 ? served : request.files);
  const evidence: Evidence[] = [];
  const first = firstImports(imports, (entry) => (entry.bare ? [] : [entry.package]));
  for (const { field, value, packages } of stackRules) {
    const used = packages.filter((name) => first.has(name) && !isIdle({ ...request, files: own }, name, imports));
    const found = imports[Math.min(...used.map((name) => first.get(name) ?? imports.length))];
    if (found !== undefined) {
      evidence.push({ field, value, file: found.file, line: found.line, rule: "import" });
    }
  }
  if (!evidence.some(({ value }) => value === "prisma")) {
    evidence.push(...generatedPrisma(request));
  }
  const packages = new Set(imports.map((entry) => entry.package));
  evidence.push(...loginsInCode({ ...request, files: own, packages, known: valuesOf(evidence, "auth") }));
  const aside = guardsAside(request.project, evidence);
  if (aside !== undefined) {
    evidence.splice(evidence.indexOf(aside), 1);
  }
  evidence.push(...databases(request, imports, valuesOf(evidence, "orms")));
  if (valuesOf(evidence, "orms").length === 0) {
    const driver = imports.find((entry) => entry.package in plainDrivers);
    if (driver !== undefined) {
      const value = plainDrivers[driver.package] ?? driver.package;
      evidence.push({ field: "orms", value, file: driver.file, line: driver.line, rule: "import" });
    }
  }
  return {
    databases: valuesOf(evidence, "databases"),
    orms: valuesOf(evidence, "orms"),
    auth: valuesOf(evidence, "auth"),
    apiStyles: valuesOf(evidence, "apiStyles"),
    validation: valuesOf(evidence, "validation"),
    evidence,
  };
}

/** What guards only documents, queues, webhooks or figures of health says nothing of an application that has another login. */
function guardsAside(project: ProjectReader, evidence: readonly Evidence[]): Evidence | undefined {
  const logins = evidence.filter(({ field }) => field === "auth");
  return logins.length < 2
    ? undefined
    : logins.find(
        ({ value, file }) =>
          (value === "apikey" && /health|metrics/i.test(file)) ||
          (value === "basic" &&
            /swagger|openapi|api-?docs|bull[\s-]?board|agendash|webhook/i.test(`${file}\n${project.read(file) ?? ""}`)),
      );
}

/** What keeps sessions, whatever is put into them. */
const keepers = new Set(["express-session", "cookie-session", "@fastify/session", "fastify-session"]);

/** What a client of others uses as well, with what only a server does in the files that import it. */
const serving: Readonly<Record<string, RegExp>> = {
  "openid-client": /authorizationUrl|callbackParams|buildAuthorizationUrl|authorizationCodeGrant|\bStrategy\b/,
  "google-auth-library": /\bverifyIdToken\b|\bgetTokenInfo\b|\bgenerateAuthUrl\b/,
  "@grpc/grpc-js": /\.addService\s*\(|\bnew\s+(?:\w+\.)?Server\s*\(/,
  "@nestjs/microservices": /\bGrpc(?:Stream)?(?:Method|Call)\b/,
  ws: /\bWebSocketServer\b|\bnew\s+\w+\.Server\s*\(|\bnew\s+Server\s*\(|\bhandleUpgrade\b/,
};

/** Whether the application has a package for something else than what it stands for. */
function isIdle(request: StackRequest, name: string, imports: readonly PackageImport[]): boolean {
  const proof = serving[name];
  if (keepers.has(name)) {
    return !isKept(request);
  }
  const importing = proof === undefined ? [] : imports.filter((entry) => entry.package === name);
  return proof !== undefined && !importing.some(({ file }) => proof.test(request.project.read(file) ?? ""));
}

/** Whether anything is put into the sessions that are kept: by the code, or by what signs people in. */
function isKept({ project, files }: StackRequest): boolean {
  const used =
    /\.session\b|\[["']session["']\]|@Session\(|\bserializeUser\b|\bsecureSession\b|\{[^}=]*\bsession\b[^}=]*\}\s*=/;
  return files.some((file) => used.test(project.read(file) ?? ""));
}

function valuesOf(evidence: readonly Evidence[], field: StackField): string[] {
  return [...new Set(evidence.filter((item) => item.field === field).map((item) => item.value))].sort();
}

function databases(request: StackRequest, imports: readonly PackageImport[], orms: readonly string[]): Evidence[] {
  const found = new Map<string, Evidence>();
  function add(database: string, place: Omit<Evidence, "field" | "value">): void {
    if (!found.has(database)) {
      found.set(database, { field: "databases", value: database, ...place });
    }
  }
  const first = firstImports(imports, (entry) => [entry.package, entry.specifier]);
  const packages = [...new Set(imports.map((entry) => entry.package))];
  for (const { database, packages: known, named } of driverRules) {
    const names = named === undefined ? known : [...known, ...packages.filter((name) => named.test(name))];
    const used = imports[Math.min(...names.map((name) => first.get(name) ?? imports.length))];
    if (used !== undefined) {
      add(database, { file: used.file, line: used.line, rule: "import" });
    }
  }
  const firestore = imports.some((entry) => entry.package === "firebase-admin") ? firestoreCall(request) : null;
  if (firestore !== null) {
    add("firestore", firestore);
  }
  if (orms.includes("prisma")) {
    prismaDatabases(request).forEach(({ database, ...place }) => add(database, { ...place, rule: "provider" }));
  }
  // What another ORM imports itself says nothing about the one that loads its driver by name.
  const imported = [...found.keys()].filter((database) => !(database === "mongodb" && orms.includes("mongoose")));
  const sqlOnly = orms.length > 0 && orms.every((orm) => sqlBuilders.has(orm));
  const told = imported.some((database) => isMain(database) && !(sqlOnly && otherStores.has(database)));
  if (orms.some((orm) => loadDrivers.has(orm)) && !told) {
    loadedByName(request).forEach(({ database, ...place }) => add(database, place));
  }
  return [...found.values()];
}

/** What a driver of these says nothing of: ORMs that write SQL alone. */
const sqlBuilders: ReadonlySet<string> = new Set(["sequelize", "knex", "bookshelf", "objection", "kysely"]);
const otherStores: ReadonlySet<string> = new Set(
  driverRules.filter(({ words }) => words.length === 0 || words.includes("mongodb")).map(({ database }) => database),
);

/** The schemas of the folders, or of the whole repository where none of them holds one. */
function prismaDatabases({ project, dirs }: StackRequest): ReturnType<typeof readPrismaDatabases> {
  const found = dirs.flatMap((dir) => readPrismaDatabases(project, dir));
  return found.length > 0 ? found : readPrismaDatabases(project, ".");
}

/** A client that Prisma writes into the sources is imported by a path, not from a package. */
function generatedPrisma({ project, dirs, files }: StackRequest): Evidence[] {
  const file = dirs.some((dir) => hasPrismaSchema(project, dir))
    ? files.find((path) => /\bPrismaClient\b/.test(project.read(path) ?? ""))
    : undefined;
  const text = file === undefined ? "" : (project.read(file) ?? "");
  return file === undefined
    ? []
    : [{ field: "orms", value: "prisma", file, line: lineAt(text, text.indexOf("PrismaClient")), rule: "client" }];
}

function isMain(database: string): boolean {
  return driverRules.some((rule) => rule.database === database && rule.beside !== true);
}

/** Drivers that are installed for an ORM; of several, those that the configuration names. */
function loadedByName({
  project,
  manifests,
  files,
}: StackRequest): ({ database: string } & Omit<Evidence, "field" | "value">)[] {
  const all = driverRules
    .filter((rule) => rule.beside !== true)
    .flatMap((rule) => {
      for (const manifest of manifests) {
        const name = rule.packages.find((candidate) => manifest.dependencies.has(candidate));
        const dependency = name === undefined ? undefined : manifest.dependencies.get(name);
        if (dependency !== undefined) {
          const place = { file: manifest.path, line: dependency.line, rule: "dependency" };
          return [{ rule, place, kind: dependency.kind }];
        }
      }
      return [];
    });
  // What is there for tests counts for want of another.
  const main = all.filter(({ kind }) => kind !== "devDependencies");
  const installed = main.length > 0 ? main : all;
  const named = installed.length === 1 ? [] : installed.flatMap(({ rule }) => configured(project, files, rule) ?? []);
  const set =
    named.length > 0
      ? []
      : installed.flatMap(({ rule }) => (installed.length === 1 ? [] : inEnvironment(project, rule)));
  const told = named.length > 0 ? named : set;
  return told.length > 0 ? told : installed.map(({ rule, place }) => ({ database: rule.database, ...place }));
}

/** `DB_CONNECTION=postgres` and `DATABASE_URL=mysql://…` in files of the environment; a choice that is commented out is one. */
function inEnvironment(
  project: ProjectReader,
  rule: DriverRule,
): ({ database: string } & Omit<Evidence, "field" | "value">)[] {
  const pattern = new RegExp(
    `^\\s*(?:#\\s*)?(?:export\\s+)?\\w*(?:CONNECTION|DIALECT|TYPE|CLIENT|DRIVER|PROVIDER|URL|URI)\\w*\\s*=\\s*["']?(?:${rule.words.join("|")})\\b`,
    "m",
  );
  for (const file of project.list().filter((path) => /(^|\/)\.?env(\.[\w.]+)?$|\.env$/.test(path))) {
    const text = project.read(file) ?? "";
    const match = pattern.exec(text);
    if (match !== null) {
      return [{ database: rule.database, file, line: lineAt(text, match.index), rule: "configuration" }];
    }
  }
  return [];
}

function configured(
  project: ProjectReader,
  files: readonly string[],
  rule: DriverRule,
): ({ database: string } & Omit<Evidence, "field" | "value">) | null {
  const word = `["'](?:${rule.words.join("|")})["']`;
  const pattern = new RegExp(`(?:[dD]ialect|[cC]lient|\\btype|\\bprovider)["']?\\s*[:=]\\s*${word}`);
  // Those that may be chosen.
  const choice = new RegExp(`(?:client|dialect|driver)s?\\s*[:=]\\s*\\[[^\\]]{0,200}?${word}`, "i");
  for (const file of files) {
    const text = project.read(file) ?? "";
    const match = pattern.exec(text) ?? choice.exec(text);
    if (match !== null) {
      return { database: rule.database, file, line: lineAt(text, match.index), rule: "configuration" };
    }
  }
  return null;
}

/** What people run beside the application: moving data, making keys. */
function isTool(path: string, dir: string): boolean {
  const inside = dir === "." ? path : path.startsWith(`${dir}/`) ? path.slice(dir.length + 1) : "";
  return /^(scripts?|tools?|tooling|bin\/scripts)\//.test(inside);
}

/** What is imported for signing in and for messages too is a database only where the code asks for that part. */
function firestoreCall({ project, files }: StackRequest): Omit<Evidence, "field" | "value"> | null {
  for (const file of files) {
    const text = project.read(file) ?? "";
    const at = text.search(/\.firestore\s*\(|\bgetFirestore\s*\(/);
    if (at !== -1) {
      return { file, line: lineAt(text, at), rule: "call" };
    }
  }
  return null;
}
