import { defineConfig } from "drizzle-kit"

export default defineConfig({
    dialect: "sqlite",
    schema: "./source/store/tables.ts",
    out: "./drizzle",
})
