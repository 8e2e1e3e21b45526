import type { z } from "zod"
import { ApiError } from "./api-error.ts"

/** Returns the parsed value, or throws the 422 that lists what is wrong with each field. */
export function check<Shape extends z.ZodType>(shape: Shape, value: unknown): z.output<Shape> {
    const result = shape.safeParse(value)
    if (result.success) {
        return result.data
    }

    const fields: Record<string, string> = {}
    for (const issue of result.error.issues) {
        fields[issue.path.join(".") || "body"] ??= issue.message
    }
    throw new ApiError("invalid_input", "Some of the input is not valid", 422, fields)
}
