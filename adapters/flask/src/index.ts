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
  name: "flask",
  language: "python",
  marks: { dependencies: ["flask", "apiflask", "flask-openapi3", "flask-restx", "flask-restful", "connexion"] },
  detect,
  commands,
  routes,
  models,
  practices,
  tests: readTestedCalls,
  security,
  verification,
  help: "Backwright starts a Flask application by a script that runs it, else by `flask run`. Set FLASK_APP in `.flaskenv`, add a `run` target to a Makefile, or name the command under `commands.start` in the task file.",
});
