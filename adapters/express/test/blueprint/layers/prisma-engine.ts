import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import type { SqlMigrationAwareDriverAdapterFactory, SqlResultSet } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";

const bytes = new URL("schema_engine_bg.wasm", import.meta.resolve("@prisma/schema-engine-wasm/schema_engine_bg"));
const { instance } = await WebAssembly.instantiate(readFileSync(fileURLToPath(bytes)), {
  "./schema_engine_bg.js": bindings as unknown as WebAssembly.ModuleImports,
});
bindings.__wbg_set_wasm(instance.exports);
(instance.exports["__wbindgen_start"] as () => void)();

/** The migration that Prisma's own engine writes for a change of the schema; it asks the database for its version alone. */
export async function prismaMigrates(provider: "postgres" | "sqlite", from: string, to: string): Promise<string> {
  const adapter = bindMigrationAwareSqlAdapterFactory(nothingIn(provider));
  const engine = await bindings.SchemaEngine.new({ datamodels: [["schema.prisma", to]] }, () => {}, adapter);
  const { stdout } = await engine.diff({
    from: { tag: "schemaDatamodel", files: [{ path: "schema.prisma", content: from }] },
    to: { tag: "schemaDatamodel", files: [{ path: "schema.prisma", content: to }] },
    script: true,
    shadowDatabaseUrl: null,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  return `${stdout?.trimEnd()}\n`;
}

/** A database that only tells its version. */
function nothingIn(provider: "postgres" | "sqlite"): SqlMigrationAwareDriverAdapterFactory {
  const version: SqlResultSet = {
    columnNames: ["version", "numeric_version"],
    columnTypes: [7, 0],
    rows: [["PostgreSQL 17.0", 170_000]],
  };
  const adapterName = `@prisma/adapter-${provider === "postgres" ? "pg" : "better-sqlite3"}`;
  const connection = {
    provider,
    adapterName,
    queryRaw: async () => version,
    executeRaw: async () => 0,
    executeScript: async () => {},
    startTransaction: () => Promise.reject(new Error("A comparison needs no transaction.")),
    getConnectionInfo: () => ({ supportsRelationJoins: false }),
    dispose: async () => {},
  };
  return { provider, adapterName, connect: async () => connection, connectToShadowDb: async () => connection };
}
