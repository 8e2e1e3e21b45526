export type Reason = "bad_request" | "not_found" | "conflict" | "invalid_input" | "too_large"

/** An error that the client may see. Everything else becomes a plain 500. */
export class ApiError extends Error {
    readonly reason: Reason
    readonly status: number
    readonly fields: Record<string, string> | undefined

    constructor(reason: Reason, message: string, status: number, fields?: Record<string, string>) {
        super(message)
        this.name = "ApiError"
        this.reason = reason
        this.status = status
        this.fields = fields
    }
}
