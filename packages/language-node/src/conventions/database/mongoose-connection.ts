import { importsOf } from "../../imports.ts";
import { callsIn, lineOf, objectEntries } from "../../syntax.ts";
import type { Call, SourceFile, SyntaxNode } from "../../syntax.ts";
import type { ConnectionPractice } from "../../conventions.ts";
import { note, resolveImport, sourcesOf } from "../reading.ts";
import type { Reading } from "../reading.ts";

/** Where and how the app connects to MongoDB; `null` where no module does. */
export function readConnection(reading: Reading): ConnectionPractice | null {
  const sources = sourcesOf(reading);
  for (const source of sources) {
    const call = connectCall(source);
    if (call === null) {
      continue;
    }
    note(reading, { field: "database", value: "connect", rule: "call" }, source.path, lineOf(call.node));
    const [uri, given] = call.args;
    const address = uri?.text() ?? "";
    const options = given === undefined ? new Map<string, SyntaxNode>() : objectEntries(given);
    const text = sources.map((one) => one.text).join("\n");
    const variables = variablesOf(address, text);
    return {
      module: source.path,
      onLoad: loadersOf(reading, source, call.node),
      variables,
      composed: options.has("dbName") || isComposed(address),
      indexes: indexesOf(text),
      inTests: testsThatConnect(reading, variables),
      closedIn: reading.tests.filter((path) => closing.test(reading.project.read(path) ?? "")),
    };
  }
  return null;
}

/** `mongoose.connect(…)`, or `connect(…)` taken from Mongoose by its name. */
function connectCall(source: SourceFile): Call | null {
  const record = importsOf(source).filter(({ specifier }) => specifier === "mongoose");
  const bindings = record.flatMap(({ binding }) => binding ?? []);
  const own = record.flatMap(({ named }) => named.filter(({ name }) => name === "connect").map(({ alias }) => alias));
  const found = callsIn(source.root).find(({ object, method, callee }) =>
    object === null
      ? own.includes(callee.text())
      : method === "connect" &&
        (bindings.includes(object.text()) || /^require\(["']mongoose["']\)$/.test(object.text())),
  );
  return found ?? null;
}

const functions = new Set(["function_declaration", "arrow_function", "function_expression", "method_definition"]);

/** Modules with which, once they are loaded, the app connects. */
function loadersOf(reading: Reading, source: SourceFile, node: SyntaxNode): string[] {
  const inside = enclosing(node);
  if (inside.length === 0) {
    return [source.path];
  }
  const names = inside.flatMap((one) => nameOf(one) ?? []);
  return sourcesOf(reading)
    .filter((one) =>
      one.path === source.path ? callsAtTop(one, names) : callsAtTop(one, takenFrom(reading, one, source)),
    )
    .map(({ path }) => path);
}

/** Functions around a node; one that is called where it stands runs when its module is loaded. */
function enclosing(node: SyntaxNode): SyntaxNode[] {
  return node.ancestors().filter((one) => functions.has(one.kind()) && !isCalledInPlace(one));
}

function isCalledInPlace(node: SyntaxNode): boolean {
  const around = node.parent();
  return around?.kind() === "parenthesized_expression" && around.parent()?.kind() === "call_expression";
}

function nameOf(node: SyntaxNode): string | null {
  const parent = node.parent();
  const own = node.field("name") ?? (parent?.kind() === "variable_declarator" ? parent.field("name") : null);
  return own?.text() ?? null;
}

/** Local names of what a module takes from another of the app. */
function takenFrom(reading: Reading, source: SourceFile, from: SourceFile): string[] {
  return importsOf(source)
    .filter(({ specifier }) => resolveImport(reading.project, source.path, specifier) === from.path)
    .flatMap(({ binding, named }) => [binding ?? [], ...named.map(({ alias }) => alias)].flat());
}

/** Whether a module calls one of these functions, or a method of them, outside of every function. */
function callsAtTop(source: SourceFile, names: readonly string[]): boolean {
  return callsIn(source.root).some(
    ({ node, callee, object }) =>
      (names.includes(callee.text()) || (object !== null && names.includes(object.text()))) &&
      enclosing(node).length === 0,
  );
}

/** An address to which a template or a sum adds the database's name. */
function isComposed(address: string): boolean {
  return /^`.*\}\/|\+\s*["'`]\//.test(address);
}

const databaseWord = /(?:^|_)(?:MONGO|MONGODB|MONGOOSE|DB|DATABASE)(?:_|$)|^MONGO|DBURI|DBURL/;
const addressWord = /(?:UR[IL]|CONN|CONNECTION|STRING|DSN)(?:_TESTS?)?$/;
const addressAlone = /^(?:MONGO|MONGODB|DB|DATABASE)$/;

/**
 * The variables of the environment that can hold the address, the one that stands in the call first; `[]` where it is put
 * together of several. Those of settings that are read elsewhere are told by their names.
 */
function variablesOf(uri: string, text: string): string[] {
  if (/mongodb(?:\+srv)?:\/\/[^`]*\$\{/.test(uri)) {
    return [];
  }
  const direct = namesIn(uri);
  const named = [...namesIn(text), ...schemaNames(text)].filter(
    (name) => addressAlone.test(name) || (databaseWord.test(name) && addressWord.test(name)),
  );
  const inCall = direct.filter((name) => named.includes(name) || direct.length === 1);
  return [...new Set([...inCall, ...named.toSorted(byMongo)])];
}

function byMongo(a: string, b: string): number {
  return Number(b.includes("MONGO")) - Number(a.includes("MONGO"));
}

function namesIn(text: string): string[] {
  const found = text.matchAll(/\bprocess\.env(?:\.(\w+)|\[["'](\w+)["']\])/g);
  const destructured = [...text.matchAll(/\{([^{}]*)\}\s*=\s*process\.env\b/g)].flatMap((match) =>
    (match[1] ?? "").split(",").map((part) => /^\s*(\w+)/.exec(part)?.[1] ?? ""),
  );
  return [...[...found].map((match) => match[1] ?? match[2] ?? ""), ...destructured].filter((name) => name !== "");
}

/** Entries in capitals of a schema of settings: `MONGODB_URL: Joi.string().required()`. */
function schemaNames(text: string): string[] {
  return [...text.matchAll(/\b([A-Z][A-Z0-9_]+)\s*:\s*(?:z|Joi|joi|Yup|yup|str|url|envalid\.\w+)\b/g)].map(
    (match) => match[1] ?? "",
  );
}

/** Who builds the indexes of the schemas. */
function indexesOf(text: string): ConnectionPractice["indexes"] {
  const turnedOff = /\bautoIndex["']?\s*[:,]\s*false\b/.test(text);
  if (!turnedOff) {
    return "automatic";
  }
  return /\b(?:syncIndexes|createIndexes|ensureIndexes)\(/.test(text) ? "by-app" : "by-hand";
}

const closing = /\bmongoose\s*\.\s*(?:disconnect\(|connection\s*\.\s*close\()/;

/** Modules of the tests that connect, say where to, start a server for it, or remove the database of a connection. */
function testsThatConnect(reading: Reading, variables: readonly string[]): string[] {
  return reading.tests.filter((path) => {
    const text = reading.project.read(path) ?? "";
    return (
      /\bmongoose\s*\.\s*connect\(|\bMongoMemory(?:Server|ReplSet)\b|\.dropDatabase\(/.test(text) ||
      variables.some((name) =>
        new RegExp(`\\bprocess\\.env(?:\\.${name}|\\[["']${name}["']\\])\\s*=[^=]`).test(text),
      ) ||
      importsConnect(reading, path)
    );
  });
}

/** A test that takes the app's own function for it. */
function importsConnect(reading: Reading, path: string): boolean {
  const source = reading.sources.get(path);
  const records = source === null ? [] : importsOf(source);
  return records.some(({ specifier, binding, named }) => {
    const file = resolveImport(reading.project, path, specifier);
    const names = [binding, ...named.map(({ alias }) => alias)];
    return (
      file !== null &&
      reading.files.includes(file) &&
      /\bmongoose\b/.test(reading.project.read(file) ?? "") &&
      names.some((name) => name !== null && /^connect/i.test(name))
    );
  });
}
