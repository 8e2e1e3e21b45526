import { fileURLToPath } from "node:url"
import { migrate } from "drizzle-orm/better-sqlite3/migrator"
import { db } from "./database.ts"

export function migrateDatabase(): void {
    migrate(db, { migrationsFolder: fileURLToPath(new URL("../../drizzle", import.meta.url)) })
}
