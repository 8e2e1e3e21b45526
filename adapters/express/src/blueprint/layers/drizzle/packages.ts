import type { PackageAdditions } from "@backwright/language-node";
import { versions } from "../../versions.ts";

/** What an app without a database needs for drizzle with better-sqlite3. */
export function drizzlePackages(language: "ts" | "js"): PackageAdditions {
  return {
    dependencies: {
      "better-sqlite3": versions["better-sqlite3"],
      "drizzle-orm": versions["drizzle-orm"],
    },
    devDependencies: {
      "drizzle-kit": versions["drizzle-kit"],
      ...(language === "ts" ? { "@types/better-sqlite3": versions["@types/better-sqlite3"] } : {}),
    },
    scripts: { "db:generate": "drizzle-kit generate" },
  };
}
