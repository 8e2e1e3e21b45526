import { defineConfig } from "rolldown";

const output = { format: "esm", entryFileNames: "[name].js", chunkFileNames: "[name].js" };

/** Leaves the import of what is bundled apart as it is. */
const readingApart = {
  name: "reading-apart",
  resolveId: (id) => (id === "../reading.ts" ? { id: "./reading/main.js", external: "relative" } : null),
};

export default defineConfig([
  // The engine, the supervisor and the adapters stay packages of their own: they find templates and the supervisor's
  // program beside their own files, and an adapter has to meet the same core as the command.
  {
    input: { main: "src/main.ts" },
    external: /^@backwright\//,
    platform: "node",
    plugins: [readingApart],
    output: { ...output, dir: "dist" },
  },
  // `understand` reads and writes nothing but text, so what it needs of all of them is one small bundle.
  {
    input: { main: "src/reading.ts" },
    external: [/^@backwright\/grammars$/, /^(execa|oxfmt|@redocly\/openapi-core)$/],
    platform: "node",
    // jsonc-parser's main file asks for others by names that only run where it stands.
    resolve: { mainFields: ["module", "main"] },
    treeshake: { moduleSideEffects: false },
    output: { ...output, dir: "dist/reading" },
  },
]);
