import Database from "better-sqlite3"
import { drizzle } from "drizzle-orm/better-sqlite3"
import { settings } from "../settings.ts"
import * as tables from "./tables.ts"

const connection = new Database(settings.DATABASE_FILE)
connection.pragma("journal_mode = WAL")
connection.pragma("foreign_keys = ON")

export const db = drizzle(connection, { schema: tables })

export function closeDatabase(): void {
    connection.close()
}
