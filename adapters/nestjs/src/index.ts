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
  name: "nestjs",
  language: "node",
  marks: { dependencies: ["@nestjs/core", "@nestjs/common"] },
  supersedes: ["express", "fastify"],
  detect,
  commands,
  routes,
  models,
  practices,
  tests: readTestedCalls,
  security,
  verification,
  help: "Backwright starts a NestJS application by package.json's `start:prod` or `start` script. Add one, or name the command under `commands.start` in the task file.",
});
