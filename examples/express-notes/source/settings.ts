import { z } from "zod"

const shape = z.object({
    PORT: z.coerce.number().int().min(0).max(65535).default(3000),
    DATABASE_FILE: z.string().min(1).default("notes.db"),
})

export const settings = shape.parse(process.env)
