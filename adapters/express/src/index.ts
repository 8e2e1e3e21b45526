import { defineAdapter } from "@backwright/core";
import { readTestedCalls } from "@backwright/language-node";
import { blueprint } from "./lazy-blueprint.ts";
import { commands } from "./commands.ts";
import { detect } from "./detect.ts";
import { models } from "./models.ts";
import { practices } from "./practices.ts";
import { routes } from "./routes.ts";
import { security } from "./security.ts";
import { verification } from "./verification.ts";

export default defineAdapter({
  name: "express",
  language: "node",
  marks: { dependencies: ["express"] },
  detect,
  commands,
  routes,
  models,
  practices,
  tests: readTestedCalls,
  security,
  verification,
  blueprint,
  help: "Backwright starts an Express application by package.json's `start` script, else by its entry file. Add a `start` script, or name the command under `commands.start` in the task file.",
});
