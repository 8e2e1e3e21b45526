import { importsOf } from "../../imports.ts";
import { dirOf } from "../../manifest.ts";
import { caseOf } from "../../naming.ts";
import { callsIn, nodesOf, objectEntries, readCall, stringValue } from "../../syntax.ts";
import type { Call, SourceFile, SyntaxNode } from "../../syntax.ts";
import type { ModelPractice, MongoosePractice } from "../../conventions.ts";
import { exportOf } from "../exports.ts";
import { mostCommon, note, sourcesOf } from "../reading.ts";
import type { Reading } from "../reading.ts";
import { readConnection } from "./mongoose-connection.ts";

/** How the app uses Mongoose; `null` where it nowhere connects. */
export function readMongoose(reading: Reading): MongoosePractice | null {
  const connection = readConnection(reading);
  if (connection === null) {
    return null;
  }
  const models = sourcesOf(reading).flatMap(modelsIn);
  const [first] = models;
  if (first !== undefined) {
    note(reading, { field: "database", value: first.name, rule: "model" }, first.source.path, first.call.node);
  }
  const dependency = reading.manifest.dependencies.get("mongoose");
  const major = /\d+/.exec(dependency?.range ?? "")?.[0];
  return {
    kind: "mongoose",
    major: major === undefined ? null : Number(major),
    connection,
    models: models.length === 0 ? null : practiceOf(models),
    defined: models.map(({ name, source }) => ({ name, module: source.path })),
    memoryServer: reading.manifest.dependencies.has("mongodb-memory-server"),
  };
}

interface DefinedModel {
  readonly name: string;
  readonly source: SourceFile;
  /** `mongoose.model("Book", bookSchema)`. */
  readonly call: Call;
}

/** Models that a module defines with a schema; asking for one by its name alone defines none. */
export function modelsIn(source: SourceFile): DefinedModel[] {
  if (!importsOf(source).some(({ specifier }) => specifier === "mongoose")) {
    return [];
  }
  return callsIn(source.root).flatMap((call) => {
    const name = stringValue(call.args[0] ?? null);
    return call.method === "model" && name !== null && call.args.length > 1 ? [{ name, source, call }] : [];
  });
}

function practiceOf(models: readonly DefinedModel[]): ModelPractice {
  const files = models.map(({ source }) => source.path);
  const named = models.map(({ name, source }) => fileName(name, source.path));
  const suffix = mostCommon(named.map((file) => file.suffix)) ?? "";
  const folders = new Set(files.map(dirOf));
  const schemas = models.flatMap(({ source }) => schemasIn(source));
  return {
    dir: folders.size > 1 && folders.size === files.length ? null : (mostCommon(files.map(dirOf)) ?? "."),
    file: `{name}${suffix}`,
    number: mostCommon(named.map((file) => file.number)) ?? "singular",
    case: caseIn(named.map((file) => file.written)),
    exported: mostCommon(models.map(exportedAs)) ?? "named",
    namespace: mostCommon(models.map(({ source }) => usesNamespace(source))) ?? true,
    schema: schemaCase(models),
    versionKey: !schemas.some(({ options }) => options.get("versionKey")?.text() === "false"),
    owner: ownerKind(schemas),
  };
}

interface ModelFile {
  /** `user` of `user.model.js`. */
  readonly written: string;
  readonly suffix: string;
  readonly number: "singular" | "plural";
}

/** `.model` of `user.model.js`, `Model` of `UserModel.js`, nothing of `User.js`, each with the ending. */
function fileName(model: string, path: string): ModelFile {
  const base = path.slice(path.lastIndexOf("/") + 1);
  const [, stem = "", word = "", ending = ""] =
    /^(.*?)([._-]?(?:models?|schemas?))?(\.[cm]?[jt]sx?)$/i.exec(base) ?? [];
  const plural = stem.toLowerCase().endsWith("s") && !model.toLowerCase().endsWith("s");
  return { written: stem, suffix: word + ending, number: plural ? "plural" : "singular" };
}

/** One word in small letters tells no more than that there are no capitals. */
function caseIn(names: readonly string[]): ModelPractice["case"] {
  const told = names.filter((name) => /[A-Z_-]/.test(name));
  return told.length === 0 ? null : caseOf(told);
}

/** A model that is made where it is exported, or in a constant that is. */
function exportedAs({ source, call, name }: DefinedModel): ModelPractice["exported"] {
  const declarator = call.node.ancestors().find((node) => node.kind() === "variable_declarator");
  const variable = declarator?.field("name")?.text();
  const exported = variable === undefined ? null : exportOf(source, variable);
  const direct = call.node.ancestors().some((node) => {
    const isDefault = node.kind() === "export_statement" && node.children().some((child) => child.kind() === "default");
    return isDefault || (node.kind() === "assignment_expression" && node.field("left")?.text() === "module.exports");
  });
  return exported ?? (direct ? "default" : (exportOf(source, name) ?? "named"));
}

/** `mongoose.Schema`, rather than `Schema` by its own name. */
function usesNamespace(source: SourceFile): boolean {
  return schemaCalls(source).some((call) => call.object !== null);
}

function schemaCalls(source: SourceFile): Call[] {
  const made = nodesOf(source.root, "new_expression").flatMap((node) => readCall(node) ?? []);
  return [...made, ...callsIn(source.root)].filter(({ method }) => method === "Schema");
}

interface DefinedSchema {
  readonly paths: ReadonlyMap<string, SyntaxNode>;
  readonly options: ReadonlyMap<string, SyntaxNode>;
}

function schemasIn(source: SourceFile): DefinedSchema[] {
  return schemaCalls(source).map(({ args }) => ({
    paths: args[0] === undefined ? new Map() : objectEntries(args[0]),
    options: args[1] === undefined ? new Map() : objectEntries(args[1]),
  }));
}

/** `userSchema` or `UserSchema`. */
function schemaCase(models: readonly DefinedModel[]): ModelPractice["schema"] {
  const names = models.flatMap(({ call: { args } }) => (args[1]?.kind() === "identifier" ? [args[1].text()] : []));
  return mostCommon(names.map((name) => (/^[A-Z]/.test(name) ? "pascal" : "camel"))) ?? "camel";
}

const ownerPath = /^(?:user|owner|author|account|createdBy|created_by)(?:_?id)?$/i;

/** Whether rows name whom they belong to by an object id or by a text. */
function ownerKind(schemas: readonly DefinedSchema[]): ModelPractice["owner"] {
  const kinds = schemas.flatMap(({ paths }) =>
    [...paths].flatMap(([name, value]) => {
      const type = ownerPath.test(name) ? typeText(value) : "";
      return /\bObjectId\b/.test(type) ? "object-id" : /\bString\b/.test(type) && /id$/i.test(name) ? "string" : [];
    }),
  );
  return mostCommon<ModelPractice["owner"]>(kinds) ?? "object-id";
}

/** `mongoose.Schema.Types.ObjectId` in `{ type: …, ref: "User" }`, or as it stands. */
function typeText(value: SyntaxNode): string {
  return (objectEntries(value).get("type") ?? value).text();
}
