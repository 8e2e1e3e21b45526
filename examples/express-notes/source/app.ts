import express, { type Express } from "express"
import { answerError, answerUnknownRoute } from "./lib/answer-error.ts"
import { healthRouter } from "./routers/health.router.ts"
import { notesRouter } from "./routers/notes.router.ts"

export function buildApp(): Express {
    const app = express()

    app.disable("x-powered-by")
    app.use(express.json({ limit: "100kb" }))

    app.use("/health", healthRouter)
    app.use("/notes", notesRouter)

    app.use(answerUnknownRoute)
    app.use(answerError)

    return app
}
