import type { Detection, Evidence, ProjectReader } from "@backwright/core";
import { lineAt } from "../json.ts";
import type { Manifest } from "../manifest.ts";
import { packageImports } from "./package-imports.ts";
import type { PackageImport } from "./package-imports.ts";
import { readPrismaDatabases } from "./prisma.ts";
import { driverRules, loadDrivers, plainDrivers } from "./drivers.ts";
import type { DriverRule } from "./drivers.ts";
import { stackRules } from "./rules.ts";
import type { StackField } from "./rules.ts";

export type Stack = Pick<Detection, StackField> & { readonly evidence: readonly Evidence[] };

export interface StackRequest {
  readonly project: ProjectReader;
  readonly dir: string;
  /** The manifests that declare for the application, its own first. */
  readonly manifests: readonly Manifest[];
  /** The application's own source files. */
  readonly files: readonly string[];
}

/** What an application keeps its data in, how it signs people in, and so on, each with where it was read. */
export function readStack(request: StackRequest): Stack {
  const own = request.files.filter((path) => !isTool(path, request.dir));
  const imports = packageImports(request.project, own.length > 0 ? own : request.files);
  const evidence: Evidence[] = [];
  for (const { field, value, packages } of stackRules) {
    const found = imports.find((entry) => packages.includes(entry.package));
    if (found !== undefined) {
      evidence.push({ field, value, file: found.file, line: found.line, rule: "import" });
    }
  }
  evidence.push(...apiKeyHeaders(request));
  if (!evidence.some(({ field, value }) => field === "auth" && (value === "jwt" || value === "session"))) {
    evidence.push(...signedInCookies(request));
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
  for (const rule of driverRules) {
    const used = imports.find((entry) => rule.packages.includes(entry.package));
    if (used !== undefined) {
      add(rule.database, { file: used.file, line: used.line, rule: "import" });
    }
  }
  if (orms.includes("prisma")) {
    readPrismaDatabases(request.project, request.dir).forEach(({ database, ...place }) =>
      add(database, { ...place, rule: "provider" }),
    );
  }
  // What another ORM imports itself says nothing about the one that loads its driver by name.
  const imported = [...found.keys()].filter((database) => !(database === "mongodb" && orms.includes("mongoose")));
  if (orms.some((orm) => loadDrivers.has(orm)) && !imported.some(isMain)) {
    loadedByName(request).forEach(({ database, ...place }) => add(database, place));
  }
  return [...found.values()];
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
  const installed = driverRules
    .filter((rule) => rule.beside !== true)
    .flatMap((rule) => {
      for (const manifest of manifests) {
        const name = rule.packages.find((candidate) => manifest.dependencies.has(candidate));
        if (name !== undefined) {
          const line = manifest.dependencies.get(name)?.line ?? 1;
          return [{ rule, place: { file: manifest.path, line, rule: "dependency" } }];
        }
      }
      return [];
    });
  const named = installed.length === 1 ? [] : installed.flatMap(({ rule }) => configured(project, files, rule) ?? []);
  return named.length > 0 ? named : installed.map(({ rule, place }) => ({ database: rule.database, ...place }));
}

function configured(
  project: ProjectReader,
  files: readonly string[],
  rule: DriverRule,
): ({ database: string } & Omit<Evidence, "field" | "value">) | null {
  const pattern = new RegExp(`\\b(?:dialect|client|type|provider)["']?\\s*[:=]\\s*["'](?:${rule.words.join("|")})["']`);
  for (const file of files) {
    const text = project.read(file) ?? "";
    const match = pattern.exec(text);
    if (match !== null) {
      return { database: rule.database, file, line: lineAt(text, match.index), rule: "configuration" };
    }
  }
  return null;
}

/** What people run beside the application: moving data, making keys. */
function isTool(path: string, dir: string): boolean {
  const inside = dir === "." ? path : path.slice(dir.length + 1);
  return /^(scripts?|tools?|tooling|bin\/scripts)\//.test(inside);
}

/** A session may be no more than a cookie that the code reads, or signs. */
function signedInCookies({ project, files }: StackRequest): Evidence[] {
  for (const file of files) {
    const text = project.read(file) ?? "";
    const match = /\bunsignCookie\s*\(|\bcookies(?:\?\.|\.|\[["'])\w*(?:session|token|auth|sid)\w*/i.exec(text);
    if (match !== null) {
      return [{ field: "auth", value: "session", file, line: lineAt(text, match.index), rule: "cookie" }];
    }
  }
  return [];
}

/** Keys in a header need no package. */
function apiKeyHeaders({ project, files }: StackRequest): Evidence[] {
  for (const file of files) {
    const text = project.read(file) ?? "";
    const match = /(?:headers?(?:\(|\[|\.get\()\s*["'])x-api-key["']/i.exec(text);
    if (match !== null) {
      return [{ field: "auth", value: "apikey", file, line: lineAt(text, match.index), rule: "header" }];
    }
  }
  return [];
}
