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
  const { app, tests } = conventions;
  const foreign = connection.inTests.filter((path) => !generated.has(path));
  if (foreign.length > 0) {
    const config = tests?.config == null ? "" : (project.read(tests.config) ?? "");
    return foreign.every((path) => config.includes(nameOf(path))) ? "by-tests" : null;
  }
  const loaded = app === null ? [] : withImported(project, app.module);
  return connection.onLoad.some((path) => loaded.includes(path)) ? "on-load" : "by-call";
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.[cm]?[jt]s$/, "");
}
