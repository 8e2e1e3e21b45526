import { defineAdapter } from "@backwright/core";
import { readTestedCalls } from "@backwright/language-node";
import { commands } from "./commands.ts";
import { detect } from "./detect.ts";
import { models } from "./models.ts";
import { practices } from "./practices.ts";
import { routes } from "./routes.ts";
import { security } from "./security.ts";
import { verification } from "./verification.ts";

export default defineAdapter({
  name: "fastify",
  language: "node",
  marks: { dependencies: ["fastify", "fastify-cli"] },
  detect,
  commands,
  routes,
  models,
  practices,
  tests: readTestedCalls,
  security,
  verification,
  help: "Backwright starts a Fastify application by package.json's `start` script, else by what the Dockerfile or the `main` field starts. Add a `start` script, or name the command under `commands.start` in the task file.",
});
