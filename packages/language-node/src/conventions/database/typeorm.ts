import { importsOf } from "../../imports.ts";
import { callsIn, nodesOf, objectEntries, readCall, stringValue } from "../../syntax.ts";
import type { SourceFile, SyntaxNode } from "../../syntax.ts";
import type { ClientPractice, TypeormPractice } from "../../conventions.ts";
import { exportOf } from "../exports.ts";
import { importsFrom, mostCommon, note, resolveImport, runsOnLoad, sourcesOf } from "../reading.ts";
import type { Reading } from "../reading.ts";
import { listedBy, readEntities, readMigrations } from "./typeorm-classes.ts";

/** How the app uses TypeORM; `null` where no module exports what `new DataSource(…)` made. */
export function readTypeorm(reading: Reading): TypeormPractice | null {
  for (const source of sourcesOf(reading)) {
    const found = dataSourceIn(reading, source);
    if (found === null) {
      continue;
    }
    const { client, node, settings } = found;
    const options = settings.at(-1) ?? new Map<string, SyntaxNode>();
    const drivers = [...new Set(settings.flatMap((one) => textsIn(one.get("type") ?? null)))];
    note(reading, { field: "database", value: client.name, rule: "construction" }, source.path, node);
    const imported = importsOf(source).flatMap(
      ({ specifier }) => resolveImport(reading.project, source.path, specifier) ?? [],
    );
    const { classes: entityClasses, ...entities } = readEntities(reading, {
      list: options.get("entities") ?? null,
      strategy: options.get("namingStrategy") ?? null,
    });
    const { classes: migrationClasses, ...migrations } = readMigrations(reading, options.get("migrations") ?? null);
    const synchronize = options.get("synchronize")?.text() ?? "false";
    return {
      kind: "typeorm",
      drivers,
      client,
      configuration: [...new Set([source.path, ...imported])],
      ...entities,
      ...migrations,
      classes: { entities: entityClasses, migrations: migrationClasses },
      findsSubscribers: listedBy(options.get("subscribers") ?? null) === "glob",
      synchronizes: synchronize !== "false",
      initializedOnLoad: initializers(sourcesOf(reading), { name: client.name, onLoad: true }),
      initializedInTests: initializers(
        reading.tests.flatMap((path) => reading.sources.get(path) ?? []),
        { name: client.name, onLoad: false },
      ),
    };
  }
  return null;
}

interface Found {
  readonly client: ClientPractice;
  readonly node: SyntaxNode;
  /** The entries of its options; of all that there are where a function chooses them. */
  readonly settings: readonly Entries[];
}

type Entries = ReadonlyMap<string, SyntaxNode>;

function dataSourceIn(reading: Reading, source: SourceFile): Found | null {
  const names = new Set(
    importsFrom(source, "typeorm").flatMap(({ binding, named }) => [
      ...(binding === null ? [] : [`${binding}.DataSource`]),
      ...named.flatMap(({ name, alias }) => (name === "DataSource" ? [alias] : [])),
    ]),
  );
  for (const node of nodesOf(source.root, "new_expression")) {
    const call = readCall(node);
    const holder = names.has(call?.callee.text() ?? "") ? node.parent() : null;
    const isExported = holder?.kind() === "export_statement";
    const name = isExported ? defaultName(reading, source) : (holder?.field("name") ?? holder?.field("left"))?.text();
    const exported = isExported ? "default" : name === undefined ? null : exportOf(source, name);
    if (name !== undefined && exported !== null) {
      const settings = objectsOf(source, call?.args[0] ?? null);
      return { client: { name, module: source.path, exported }, node, settings };
    }
  }
  return null;
}

/** What other modules of the app call the default export of a module. */
function defaultName(reading: Reading, { path }: SourceFile): string {
  const names = sourcesOf(reading).flatMap((other) =>
    importsOf(other)
      .filter(({ specifier }) => resolveImport(reading.project, other.path, specifier) === path)
      .flatMap(({ binding }) => binding ?? []),
  );
  return mostCommon(names) ?? "dataSource";
}

/** The objects that a value can be, which may stand in a constant of the module or come from a function of it. */
function objectsOf(source: SourceFile, node: SyntaxNode | null): Entries[] {
  if (node === null) {
    return [];
  }
  if (node.kind() === "identifier") {
    const value = valueOf(source, node.text());
    return value === null || value.kind() === "identifier" ? [] : objectsOf(source, bare(value));
  }
  const called = node.kind() === "call_expression" ? readCall(node)?.callee : undefined;
  if (called?.kind() === "identifier") {
    const returned = nodesOf(valueOf(source, called.text()) ?? called, "return_statement");
    return returned.flatMap((one) =>
      one
        .children()
        .filter((child) => child.kind() === "object")
        .map(objectEntries),
    );
  }
  return [objectEntries(node)];
}

/** What a name stands for in the module: the value of a constant, or a function. */
function valueOf({ root }: SourceFile, name: string): SyntaxNode | null {
  const declared = [...nodesOf(root, "variable_declarator"), ...nodesOf(root, "function_declaration")].find(
    (one) => one.field("name")?.text() === name,
  );
  return declared?.kind() === "variable_declarator" ? (declared.field("value") ?? null) : (declared ?? null);
}

/** A value without the type that it is said to have. */
function bare(node: SyntaxNode): SyntaxNode {
  const typed = node.kind() === "as_expression" || node.kind() === "satisfies_expression";
  return typed ? (node.children()[0] ?? node) : node;
}

/** The texts of a value: one, or those that a condition chooses from. */
function textsIn(node: SyntaxNode | null): string[] {
  if (node === null) {
    return [];
  }
  const texts = [...nodesOf(node, "string"), ...nodesOf(node, "template_string")].map(stringValue);
  return [...new Set(texts.filter((text) => text !== null))];
}

interface Wanted {
  /** The name of the data source. */
  readonly name: string;
  readonly onLoad: boolean;
}

/** Modules that initialize the data source without asking whether it is. */
function initializers(sources: readonly SourceFile[], { name, onLoad }: Wanted): string[] {
  return sources
    .filter(({ text }) => !/\bisInitialized\b/.test(text))
    .filter(({ root }) =>
      callsIn(root).some(
        ({ method, object, node }) =>
          method === "initialize" && object?.text() === name && (!onLoad || runsOnLoad(node)),
      ),
    )
    .map(({ path }) => path);
}
