import { defineAdapter } from "@backwright/core";
import { readTestedCalls } from "@backwright/language-python";
import { commands } from "./commands.ts";
import { detect } from "./detect.ts";
import { models } from "./models.ts";
import { practices } from "./practices.ts";
import { routes } from "./routes.ts";
import { security } from "./security.ts";
import { verification } from "./verification.ts";

export default defineAdapter({
  name: "fastapi",
  language: "python",
  marks: { dependencies: ["fastapi"] },
  detect,
  commands,
  routes,
  models,
  practices,
  tests: readTestedCalls,
  security,
  verification,
  help: "Backwright starts a FastAPI application by the command that a Dockerfile, Procfile or Makefile names, else with uvicorn and the variable that holds it. Add a `run` target, or name the command under `commands.start` in the task file.",
});
