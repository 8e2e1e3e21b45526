import { defineAdapter } from "@backwright/core";
import { commands } from "./commands.ts";
import { detect } from "./detect.ts";
import { routes } from "./routes.ts";

export default defineAdapter({
  name: "go",
  language: "go",
  marks: { files: ["**/go.mod", "**/*.go"] },
  detect,
  commands,
  routes,
});
