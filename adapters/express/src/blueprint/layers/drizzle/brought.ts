import type { ProjectReader } from "@backwright/core";
import { joinPath } from "@backwright/language-node";
import type { Conventions, DrizzlePractice } from "@backwright/language-node";
import { endingOf, tablesFile } from "../../existing-practice.ts";
import type { LayerInput, OpenLayer } from "../layer.ts";
import { drizzleLayer } from "./open.ts";
import type { MigratedDrizzle } from "./open.ts";

/** The database that an app without one gets: SQLite through drizzle, in the app's own folder of sources. */
export function broughtDrizzle(input: Pick<LayerInput, "project" | "conventions">): OpenLayer {
  return drizzleLayer(input.conventions, practiceOf(input), true);
}

/** The module of the client that is brought. */
export function broughtClient(conventions: Conventions): string {
  return joinPath(conventions.sourceDir, "db", `client${endingOf(conventions)}`);
}

function practiceOf({ project, conventions }: Pick<LayerInput, "project" | "conventions">): MigratedDrizzle {
  const folder = joinPath(conventions.sourceDir, "db");
  return {
    kind: "drizzle",
    dialect: "sqlite",
    driver: "better-sqlite3",
    sync: true,
    client: { name: "db", module: broughtClient(conventions), exported: "named" },
    schema: [joinPath(folder, tablesFile("*", conventions) + endingOf(conventions))],
    migrations: migrationsFolder(project, conventions),
    migrates: true,
  } satisfies DrizzlePractice;
}

function migrationsFolder(project: ProjectReader, { appDir }: Conventions): string {
  const [first, second] = [joinPath(appDir, "migrations"), joinPath(appDir, "drizzle")] as const;
  const held = project.list().filter((path) => path.startsWith(`${first}/`));
  // Each of several databases may have a folder of its own there.
  const isOurs = held.some((path) => path.endsWith("/meta/_journal.json"));
  return held.length > 0 && !isOurs ? second : first;
}
