import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core"

export const notes = sqliteTable(
    "notes",
    {
        id: integer().primaryKey({ autoIncrement: true }),
        title: text().notNull(),
        body: text().notNull().default(""),
        pinned: integer({ mode: "boolean" }).notNull().default(false),
        createdAt: text("created_at").notNull(),
        updatedAt: text("updated_at").notNull(),
    },
    (table) => [index("notes_created_at").on(table.createdAt)],
)

export type Note = typeof notes.$inferSelect
