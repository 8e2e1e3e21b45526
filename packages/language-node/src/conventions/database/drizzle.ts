import { joinPath } from "../../manifest.ts";
import { callsIn, nodesOf, objectEntries, readCall, stringValue } from "../../syntax.ts";
import type { SourceFile, SyntaxNode } from "../../syntax.ts";
import type { ClientPractice, DrizzlePractice } from "../../conventions.ts";
import { exportOf } from "../exports.ts";
import { importsFrom, note, runsOnLoad, sourcesOf } from "../reading.ts";
import type { Reading } from "../reading.ts";

/** How the app uses drizzle; `null` where no module exports a constant that `drizzle(…)` made. */
export function readDrizzle(reading: Reading): DrizzlePractice | null {
  for (const source of sourcesOf(reading)) {
    for (const record of importsFrom(source, "drizzle-orm")) {
      const local = record.named.find((entry) => entry.name === "drizzle")?.alias;
      const client = local === undefined ? null : clientOf(source, local);
      if (client !== null) {
        note(reading, { field: "database", value: record.specifier, rule: "import" }, source.path, record.line);
        const driver = driverOf(record.specifier);
        const migrations = callsIn(source.root).filter(({ method }) => method === "migrate");
        return {
          kind: "drizzle",
          ...driver,
          client,
          ...readKit(reading),
          migrates: migrations.some(({ node }) => driver.sync || runsOnLoad(node)),
        };
      }
    }
  }
  return null;
}

/** The exported constant that holds what `drizzle(…)` returned. */
function clientOf(source: SourceFile, constructor: string): ClientPractice | null {
  for (const node of nodesOf(source.root, "variable_declarator")) {
    const value = node.field("value");
    const name = node.field("name")?.text();
    const made = value !== null && readCall(value)?.callee.text() === constructor;
    const exported = made && name !== undefined ? exportOf(source, name) : null;
    if (name !== undefined && exported !== null) {
      return { name, module: source.path, exported };
    }
  }
  return null;
}

function driverOf(specifier: string): Pick<DrizzlePractice, "dialect" | "driver" | "sync"> {
  switch (specifier) {
    case "drizzle-orm/better-sqlite3":
      return { dialect: "sqlite", driver: "better-sqlite3", sync: true };
    case "drizzle-orm/node-postgres":
      return { dialect: "postgresql", driver: "node-postgres", sync: false };
    case "drizzle-orm/postgres-js":
      return { dialect: "postgresql", driver: "postgres-js", sync: false };
    default:
      return { dialect: /sqlite|libsql|d1/.test(specifier) ? "sqlite" : "postgresql", driver: "other", sync: false };
  }
}

/** What drizzle-kit's configuration says about tables and migrations. */
function readKit(reading: Reading): Pick<DrizzlePractice, "schema" | "migrations"> {
  const path = ["ts", "mts", "js", "mjs", "cjs"]
    .map((ending) => joinPath(reading.appDir, `drizzle.config.${ending}`))
    .find((candidate) => reading.project.has(candidate));
  const root = path === undefined ? undefined : reading.sources.get(path)?.root;
  const config = root && nodesOf(root, "object")[0];
  if (path === undefined || config === undefined) {
    return { schema: [], migrations: null };
  }
  note(reading, { field: "database", value: path, rule: "configuration" }, path, config);
  const entries = objectEntries(config);
  const out = stringValue(entries.get("out") ?? null) ?? "./drizzle";
  const folder = joinPath(reading.appDir, out);
  return {
    schema: strings(entries.get("schema")).map((schema) => joinPath(reading.appDir, schema)),
    migrations: reading.project.has(joinPath(folder, "meta/_journal.json")) ? folder : null,
  };
}

function strings(node: SyntaxNode | undefined): string[] {
  const values = node === undefined ? [] : node.kind() === "array" ? node.children() : [node];
  return values.flatMap((value) => stringValue(value) ?? []);
}
