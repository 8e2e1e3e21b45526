import type { MongoosePractice } from "@backwright/language-node";
import type { LayerInput } from "../layer.ts";
import { withImported } from "../settings.ts";

/**
 * Who connects when tests run: a module of the app when it is loaded, a setup of the app's tests, or the setup that is
 * added.
 */
export type Connects = "on-load" | "by-tests" | "by-call";

/** `null` where test files of the app connect each for itself. */
export function connectsBy(
  { project, generated, conventions }: LayerInput,
  { connection }: MongoosePractice,
): Connects | null {
  const { app } = conventions;
  const foreign = connection.inTests.filter((path) => !generated.has(path));
  if (foreign.length > 0) {
    return foreign.every((path) => isSetup({ project, conventions }, path)) ? "by-tests" : null;
  }
  const loaded = app === null ? [] : withImported(project, app.module);
  return connection.onLoad.some((path) => loaded.includes(path)) ? "on-load" : "by-call";
}

/** Test files of the app that close the connection behind their own tests. */
export function closersOf(input: LayerInput, { connection }: MongoosePractice): readonly string[] {
  return connection.closedIn.filter((path) => !input.generated.has(path) && !isSetup(input, path));
}

/** Whether the configuration of the test runner names a module. */
function isSetup({ project, conventions }: Pick<LayerInput, "project" | "conventions">, path: string): boolean {
  const config = conventions.tests?.config ?? null;
  return config !== null && project.read(config)?.includes(nameOf(path)) === true;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.[cm]?[jt]s$/, "");
}
