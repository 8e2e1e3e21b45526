import { buildApp } from "./app.ts"
import { settings } from "./settings.ts"
import { closeDatabase } from "./store/database.ts"
import { migrateDatabase } from "./store/migrate.ts"

migrateDatabase()

const server = buildApp().listen(settings.PORT, () => {
    const address = server.address()
    const port = typeof address === "object" && address ? address.port : settings.PORT
    console.log(`express-notes listens on port ${port}`)
})

for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
        server.close(closeDatabase)
        server.closeIdleConnections()
    })
}
