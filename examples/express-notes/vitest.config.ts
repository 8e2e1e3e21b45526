import { defineConfig } from "vitest/config"

export default defineConfig({
    test: {
        include: ["checks/**/*.check.ts"],
        setupFiles: ["checks/setup.ts"],
        env: { DATABASE_FILE: ":memory:" },
    },
})
