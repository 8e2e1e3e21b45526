import type { Model, ProjectReader } from "@backwright/core";
import { argumentsOf, dottedName, kids, lineOf, nodesOf, sourcesOf } from "../syntax.ts";
import type { SyntaxNode } from "../syntax.ts";
import { filesBuildingOn } from "./building.ts";
import { fieldsOf } from "./fields.ts";

/** A class with what tells whether it is a model. */
interface Candidate {
  readonly name: string;
  readonly bases: readonly string[];
  readonly node: SyntaxNode;
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
  const candidates = filesBuildingOn(project, files, new Set(names)).flatMap((file) => classesIn(project, file));
  const byName = new Map<string, Candidate>();
  candidates.forEach((candidate) => byName.set(candidate.name, candidate));
  const known = new Map<Candidate, "model" | "schema" | null>();
  return candidates.flatMap((candidate): Model[] => {
    const kind = kindOf(candidate, { byName, made, known }, 0);
    if (kind === null || isAbstract(candidate)) {
      return [];
    }
    const fields = fieldsOf(candidate.node);
    const { name, file, node } = candidate;
    return [{ name, kind, file, line: lineOf(node), fields }];
  });
}

function classesIn(project: ProjectReader, file: string): Candidate[] {
  const source = sourcesOf(project).get(file);
  return source === null
    ? []
    : nodesOf(source.root, "class_definition").flatMap((node) => {
        const name = node.field("name")?.text();
        const bases = argumentsOf(node.field("superclasses"));
        return name === undefined || bases.length === 0
          ? []
          : [
              {
                name,
                bases: bases.flatMap((base) =>
                  base.name === null ? (dottedName(base.value) ?? subscripted(base.value)) : [],
                ),
                node,
                file,
                table: isTable(node),
              },
            ];
      });
}

/** `Generic[T]` and `BaseRepository[User]` are what stands before the bracket. */
function subscripted(node: SyntaxNode): string | [] {
  return (node.kind() === "subscript" ? dottedName(kids(node)[0] ?? null) : null) ?? [];
}

/** Names that `Base = declarative_base()` and the like give. */
function declaredBases(project: ProjectReader, files: readonly string[]): Set<string> {
  const pattern = /^(\w+)\s*(?::[^=\n]+)?=\s*(?:\w+\.)*(?:declarative_base|automap_base|make_declarative_base)\s*\(/gm;
  return new Set(
    files.flatMap((file) => [...(project.read(file) ?? "").matchAll(pattern)].map((match) => match[1] ?? "")),
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
function isTable(node: SyntaxNode): boolean {
  return (
    /\btable\s*=\s*True/.test(node.field("superclasses")?.text() ?? "") ||
    kids(node.field("body")).some((statement) => statement.text().startsWith("__tablename__"))
  );
}

/** What only others build on: `abstract = True`, `__abstract__ = True`, and bases without a column of their own. */
function isAbstract({ node, bases }: Candidate): boolean {
  const body = node.field("body")?.text() ?? "";
  return (
    /\babstract\s*=\s*True|__abstract__\s*=\s*True/.test(body) ||
    (bases.some((base) => /^(DeclarativeBase|MappedAsDataclass)/.test(base)) && fieldsOf(node).length === 0)
  );
}
