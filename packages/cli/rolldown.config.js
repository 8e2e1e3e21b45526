import { defineConfig } from "rolldown";

const output = { format: "esm", entryFileNames: "[name].js", chunkFileNames: "[name].js" };

/** Leaves the import of what is bundled apart as it is. */
const readingApart = {
  name: "reading-apart",
  resolveId: (id) => (id === "../reading.ts" ? { id: "./reading/main.js", external: "relative" } : null),
};

/**
 * `import` of a module of Node loads all that its getters promise: streams and readline for `node:fs`, threads for
 * `node:util`. Nothing but what is named is fetched here.
 */
const builtInByName = {
  name: "built-in-by-name",
  renderChunk: (code) =>
    code.replaceAll(
      /^import (\{[^}]+\}) from ("node:\w+");$/gm,
      (_, names, id) => `const ${names.replaceAll(" as ", ": ")} = process.getBuiltinModule(${id});`,
    ),
};

/** Leaves out what adapters have for writing and checking, which reading never asks for. */
const onlyReading = {
  name: "only-reading",
  resolveId: (id, importer) =>
    /^\.\/(lazy-blueprint|security|verification)\.js$/.test(id) && /\/adapters\/\w+\/dist\/index\.js$/.test(importer)
      ? `\0${id}`
      : null,
  load: (id) =>
    id.startsWith("\0./")
      ? "export const blueprint = undefined, security = undefined, verification = undefined;"
      : null,
};

export default defineConfig([
  // The engine, the supervisor and the adapters stay packages of their own: they find templates and the supervisor's
  // program beside their own files, and an adapter has to meet the same core as the command.
  {
    input: { main: "src/main.ts" },
    external: /^@backwright\//,
    platform: "node",
    plugins: [readingApart, builtInByName],
    output: { ...output, dir: "dist" },
  },
  // `understand` reads and writes nothing but text, so what it needs of all of them is one small bundle.
  {
    input: { main: "src/reading.ts" },
    external: /^(@backwright\/grammars|execa|oxfmt)$/,
    platform: "node",
    // jsonc-parser's main file asks for others by names that only run where it stands.
    resolve: { mainFields: ["module", "main"] },
    plugins: [builtInByName, onlyReading],
    treeshake: { moduleSideEffects: false },
    output: { ...output, dir: "dist/reading" },
  },
]);
