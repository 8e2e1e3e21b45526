import type { Model, ProjectReader } from "@backwright/core";
import { lineAt } from "../syntax.ts";
import { filesBuildingOn } from "./building.ts";
import { fieldOf } from "./fields.ts";
import type { ModelField } from "./fields.ts";
import { classesIn } from "../text/classes.ts";
import type { TextClass } from "../text/classes.ts";

/** A class with what tells whether it is a model. */
interface Candidate extends TextClass {
  readonly file: string;
  /** Whether it says itself that it is a table. */
  readonly table: boolean;
}

/** Classes of packages from which models and schemas are made, by the last part of their names. */
const roots: Readonly<Record<string, "model" | "schema">> = {
  "db.Model": "model",
  "models.Model": "model",
  Model: "model",
  DeclarativeBase: "model",
  DeclarativeBaseNoMeta: "model",
  MappedAsDataclass: "model",
  "declarative_base()": "model",
  AbstractUser: "model",
  AbstractBaseUser: "model",
  TimeStampedModel: "model",
  MPTTModel: "model",
  Document: "model",
  EmbeddedDocument: "model",
  DynamicDocument: "model",
  SQLModel: "schema",
  BaseModel: "schema",
  Schema: "schema",
  SQLAlchemyAutoSchema: "schema",
  SQLAlchemySchema: "schema",
  Serializer: "schema",
  ModelSerializer: "schema",
  HyperlinkedModelSerializer: "schema",
  ModelSchema: "schema",
};

/** Data models and validation schemas that classes declare. */
export function classModels(project: ProjectReader, files: readonly string[]): Model[] {
  const made = declaredBases(project, files);
  const names = [...Object.keys(roots).flatMap((root) => root.match(/\w+/g) ?? []), ...made];
  const candidates = filesBuildingOn(project, files, new Set(names)).flatMap((file) =>
    classesIn(project.read(file) ?? "").map((found): Candidate => ({ ...found, file, table: isTable(found) })),
  );
  const byName = new Map<string, Candidate>();
  candidates.forEach((candidate) => byName.set(candidate.name, candidate));
  const known = new Map<Candidate, "model" | "schema" | null>();
  return candidates.flatMap((candidate): Model[] => {
    const kind = kindOf(candidate, { byName, made, known }, 0);
    if (kind === null || isAbstract(candidate)) {
      return [];
    }
    const { name, file, start } = candidate;
    return [{ name, kind, file, line: lineAt(project.read(file) ?? "", start), fields: fieldsOf(candidate) }];
  });
}

function fieldsOf({ statements }: TextClass): ModelField[] {
  return statements().flatMap((statement) => fieldOf(statement) ?? []);
}

/** Names that `Base = declarative_base()` and the like give. */
function declaredBases(project: ProjectReader, files: readonly string[]): Set<string> {
  const pattern = /^(\w+)\s*(?::[^=\n]+)?=\s*(?:\w+\.)*(?:declarative_base|automap_base|make_declarative_base)\s*\(/gm;
  return new Set(
    files.flatMap((file) => {
      const text = project.read(file) ?? "";
      return text.includes("declarative_base") || text.includes("automap_base")
        ? [...text.matchAll(pattern)].map((match) => match[1] ?? "")
        : [];
    }),
  );
}

interface Known {
  readonly byName: ReadonlyMap<string, Candidate>;
  readonly made: ReadonlySet<string>;
  /** What was found out before. */
  readonly known: Map<Candidate, "model" | "schema" | null>;
}

const deepest = 50;

function kindOf(candidate: Candidate, names: Known, depth: number): "model" | "schema" | null {
  const before = names.known.get(candidate);
  if (before !== undefined || depth > deepest) {
    return before ?? null;
  }
  // Classes that build on each other build on nothing.
  names.known.set(candidate, null);
  const kind = candidate.table ? "model" : kindOfBases(candidate, names, depth);
  names.known.set(candidate, kind);
  return kind;
}

function kindOfBases(candidate: Candidate, names: Known, depth: number): "model" | "schema" | null {
  for (const base of candidate.bases) {
    const last = base.slice(base.lastIndexOf(".") + 1);
    const own = names.byName.get(last);
    const kind =
      roots[base] ??
      (own === undefined || own === candidate
        ? (roots[last] ?? (names.made.has(last) ? "model" : null))
        : kindOf(own, names, depth + 1));
    if (kind !== null) {
      return kind;
    }
  }
  return null;
}

/** `table=True` of SQLModel, or a name of the table among the class's own lines. */
function isTable({ header, body, statements }: TextClass): boolean {
  return (
    /\btable\s*=\s*True/.test(header) ||
    (body.includes("__tablename__") && statements().some((statement) => statement.startsWith("__tablename__")))
  );
}

/** What only others build on: `abstract = True`, `__abstract__ = True`, and bases without a column of their own. */
function isAbstract(candidate: Candidate): boolean {
  const { body, bases } = candidate;
  return (
    /\babstract\s*=\s*True|__abstract__\s*=\s*True/.test(body) ||
    (bases.some((base) => /^(DeclarativeBase|MappedAsDataclass)/.test(base)) && fieldsOf(candidate).length === 0)
  );
}
