import type { Detection, Evidence, ProjectReader } from "@backwright/core";
import { goPackages, importsOf, plainImport } from "../packages.ts";
import { lineAt } from "../syntax.ts";
import { codeRules, plainDrivers } from "./code-rules.ts";
import { importRules } from "./rules.ts";
import type { StackField } from "./rules.ts";

export type Stack = Pick<Detection, StackField> & { readonly evidence: readonly Evidence[] };

export interface StackRequest {
  readonly project: ProjectReader;
  /** The files that the application is built from. */
  readonly files: readonly string[];
}

/** What migrations are written with the application itself may have no use for. */
const migrations = /(^|\/)migrations?\//;

interface Used {
  readonly path: string;
  readonly file: string;
  readonly line: number;
}

/** What an application keeps its data in, how it signs people in, and so on, each with where it was read. */
export function readStack({ project, files }: StackRequest): Stack {
  const imports = files.flatMap((file): Used[] =>
    importsOf(project, file).map(({ path, line }) => ({ path: plainImport(path), file, line })),
  );
  const evidence: Evidence[] = [];
  const paths = [...new Set(imports.map(({ path }) => path))];
  for (const { field, value, packages, named, with: beside, anywhere } of importRules) {
    const known = new Set(
      paths.filter(
        (path) => packages.some((name) => path === name || path.startsWith(`${name}/`)) || named?.test(path) === true,
      ),
    );
    const used = imports.find(
      ({ path, file }) =>
        known.has(path) &&
        !(field === "orms" && migrations.test(file)) &&
        (beside === undefined || beside(project.read(file) ?? "")),
    );
    const uses = used !== undefined && (anywhere === undefined || firstMatch(project, files, anywhere) !== null);
    if (uses && !has(evidence, field, value)) {
      evidence.push({ field, value, file: used.file, line: used.line, rule: "import" });
    }
  }
  for (const { field, value, pattern, rule, unless = [] } of codeRules) {
    const known = [value, ...unless].some((other) => has(evidence, field, other));
    const place = known ? null : firstMatch(project, files, pattern);
    if (place !== null) {
      evidence.push({ field, value, ...place, rule });
    }
  }
  evidence.push(...plainAccess(imports, evidence), ...ownValidation(project, files, evidence));
  return {
    databases: valuesOf(evidence, "databases"),
    orms: valuesOf(evidence, "orms"),
    auth: valuesOf(evidence, "auth"),
    apiStyles: valuesOf(evidence, "apiStyles"),
    validation: valuesOf(evidence, "validation"),
    evidence,
  };
}

/** A driver used by itself is what data access is written with. */
function plainAccess(imports: readonly Used[], evidence: readonly Evidence[]): Evidence[] {
  if (evidence.some(({ field }) => field === "orms")) {
    return [];
  }
  for (const { value, packages } of plainDrivers) {
    const used = imports.find(({ path }) => packages.some((pattern) => pattern.test(path)));
    if (used !== undefined) {
      return [{ field: "orms", value, file: used.file, line: used.line, rule: "import" }];
    }
  }
  return [];
}

/** A package of the application's own that is there to validate. */
function ownValidation(project: ProjectReader, files: readonly string[], evidence: readonly Evidence[]): Evidence[] {
  if (evidence.some(({ field }) => field === "validation")) {
    return [];
  }
  const known = new Set(files);
  const own = [...goPackages(project).values()].find(
    (entry) => /^(validators?|validation)$/.test(entry.name) && entry.files.some((file) => known.has(file)),
  );
  const file = own?.files[0];
  return file === undefined ? [] : [{ field: "validation", value: "custom", file, line: 1, rule: "package" }];
}

function has(evidence: readonly Evidence[], field: StackField, value: string): boolean {
  return evidence.some((item) => item.field === field && item.value === value);
}

function valuesOf(evidence: readonly Evidence[], field: StackField): string[] {
  return [...new Set(evidence.filter((item) => item.field === field).map((item) => item.value))].sort();
}

function firstMatch(
  project: ProjectReader,
  files: readonly string[],
  pattern: RegExp,
): { file: string; line: number } | null {
  for (const file of files) {
    const text = project.read(file) ?? "";
    const match = pattern.exec(text);
    if (match !== null) {
      return { file, line: lineAt(text, match.index) };
    }
  }
  return null;
}
