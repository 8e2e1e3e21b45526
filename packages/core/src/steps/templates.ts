import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Eta } from "eta";

const folder = new URL("../../templates/steps/", import.meta.url);
const eta = new Eta({ views: fileURLToPath(folder), autoEscape: false, autoTrim: false, cache: true });

type Template = "section.md" | "build.sh" | "runtime.sh" | "probe.sh";

export function renderTemplate(name: Template, view: object): string {
  return eta.render(`./${name}.eta`, view).trimEnd();
}

/** A part of a shell program that is the same in each. */
export function serverFunctions(): string {
  return readFileSync(new URL("server.sh", folder), "utf8").trimEnd();
}
