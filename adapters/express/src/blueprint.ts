import type { Blueprint } from "@backwright/core";
import { refuseExistingApp, writeExistingApp } from "./blueprint/existing-app.ts";
import { writeNewApp } from "./blueprint/new-app.ts";

/** Turns a plan into a new Express application, or into additions to one in its own manner. */
export const blueprint: Blueprint = {
  refusals: (input) => (input.detection === null ? [] : refuseExistingApp(input)),
  write: (input) => (input.detection === null ? writeNewApp(input) : writeExistingApp(input)),
};
