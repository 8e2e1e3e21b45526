import { afterAll, beforeAll, beforeEach } from "vitest"
import { closeDatabase, db } from "../source/store/database.ts"
import { migrateDatabase } from "../source/store/migrate.ts"
import { notes } from "../source/store/tables.ts"

beforeAll(migrateDatabase)

beforeEach(() => {
    db.delete(notes).run()
})

afterAll(closeDatabase)
