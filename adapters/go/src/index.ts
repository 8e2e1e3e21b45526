import { defineAdapter } from "@backwright/core";
import { readTestedCalls } from "@backwright/language-go";
import { commands } from "./commands.ts";
import { detect } from "./detect.ts";
import { models } from "./models.ts";
import { practices } from "./practices.ts";
import { routes } from "./routes.ts";
import { security } from "./security.ts";
import { verification } from "./verification.ts";

export default defineAdapter({
  name: "go",
  language: "go",
  marks: { files: ["**/go.mod", "**/*.go"] },
  detect,
  commands,
  routes,
  models,
  practices,
  tests: readTestedCalls,
  security,
  verification,
  help: "Backwright starts a Go service by a `run` or `start` target of the Makefile, else with `go run` and the program whose `main` registers the most routes. Add such a target, or name the command under `commands.start` in the task file.",
});
