import type { Model, ProjectReader } from "@backwright/core";
import { argumentsOf, dottedName, kids, lineOf, nodesOf, sourcesOf } from "../syntax.ts";
import type { SyntaxNode } from "../syntax.ts";
import { fieldsOf } from "./fields.ts";

/** A class with what tells whether it is a model. */
interface Candidate {
  readonly name: string;
  readonly bases: readonly string[];
  readonly node: SyntaxNode;
  readonly file: string;
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
  const candidates = files
    .filter((file) => /^class\s|^\s+class\s/m.test(project.read(file) ?? ""))
    .flatMap((file) => classesIn(project, file));
  const byName = new Map<string, Candidate>();
  candidates.forEach((candidate) => byName.set(candidate.name, candidate));
  const made = declaredBases(project, files);
  return candidates.flatMap((candidate): Model[] => {
    const kind = kindOf(candidate, { byName, made, seen: new Set() });
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
  readonly seen: Set<string>;
}

function kindOf(candidate: Candidate, known: Known): "model" | "schema" | null {
  if (known.seen.has(candidate.name)) {
    return null;
  }
  known.seen.add(candidate.name);
  if (/\btable\s*=\s*True/.test(candidate.node.field("superclasses")?.text() ?? "") || hasTableName(candidate.node)) {
    return "model";
  }
  for (const base of candidate.bases) {
    const last = base.slice(base.lastIndexOf(".") + 1);
    const own = known.byName.get(last);
    const kind =
      roots[base] ??
      (own === undefined || own === candidate
        ? (roots[last] ?? (known.made.has(last) ? "model" : null))
        : kindOf(own, known));
    if (kind !== null) {
      return kind;
    }
  }
  return null;
}

function hasTableName(node: SyntaxNode): boolean {
  return (
    /^\s+__tablename__\s*(?::[^=]+)?=/m.test(node.field("body")?.text() ?? "") || / __tablename__\s*=/.test(node.text())
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
