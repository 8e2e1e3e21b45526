import type { NextFunction, Request, Response } from "express"
import { ApiError } from "./api-error.ts"

export function answerUnknownRoute(req: Request): never {
    throw new ApiError("not_found", `There is nothing at ${req.method} ${req.path}`, 404)
}

export function answerError(
    error: unknown,
    _req: Request,
    res: Response,
    next: NextFunction,
): void {
    if (res.headersSent) {
        next(error)
        return
    }

    const known = error instanceof ApiError ? error : fromBodyParser(error)
    if (!known) {
        console.error(error)
        res.status(500).json({ message: "Something went wrong on our side", reason: "internal" })
        return
    }

    const { message, reason, fields } = known
    res.status(known.status).json(fields ? { message, reason, fields } : { message, reason })
}

function fromBodyParser(error: unknown): ApiError | null {
    const type = error instanceof Error && "type" in error ? error.type : null
    if (type === "entity.parse.failed") {
        return new ApiError("bad_request", "The body is not valid JSON", 400)
    }
    if (type === "entity.too.large") {
        return new ApiError("too_large", "The body is too large", 413)
    }
    return null
}
