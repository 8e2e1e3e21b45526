import { defineConfig } from "rolldown";

// The engine, the supervisor and the adapters stay packages of their own: they find templates and the supervisor's
// program beside their own files, and an adapter has to meet the same core as the command.
export default defineConfig({
  input: { main: "src/main.ts" },
  external: /^@backwright\//,
  platform: "node",
  output: {
    dir: "dist",
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "[name].js",
  },
});
