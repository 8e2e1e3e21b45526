import type { Refusal } from "@backwright/core";
import { readManifest } from "@backwright/language-node";
import type { SequelizePractice } from "@backwright/language-node";
import type { LayerInput } from "../layer.ts";
import { readsDatabase } from "../settings.ts";

/** Why the app's Sequelize cannot be used. */
export function sequelizeRefusals({ project, conventions }: LayerInput, practice: SequelizePractice | null): Refusal[] {
  if (practice === null) {
    return [
      {
        reason: "No module of the app exports what `new Sequelize(…)` made.",
        hint: "Make the connection in one module and export it.",
      },
    ];
  }
  const refusals: Refusal[] = [];
  const other = practice.dialects.find((dialect) => dialect !== "postgres");
  if (other !== undefined || practice.dialects.length === 0) {
    refusals.push({
      reason: `The app uses Sequelize with ${other ?? "a database that nothing names"}, which the blueprint does not write yet.`,
      hint: "Use PostgreSQL in all environments, or another implementer.",
    });
  }
  const range = readManifest(project, conventions.appDir)?.dependencies.get("sequelize")?.range ?? "";
  if (!/^\D*6\./.test(range)) {
    refusals.push({
      reason: `The app uses sequelize ${range}, and the blueprint writes for its version 6.`,
      hint: "Move to sequelize 6, or use another implementer.",
    });
  }
  if (practice.models.style === "factory" && !isRequired(conventions)) {
    refusals.push({
      reason:
        "The app's models are functions that are called with the connection, in other modules than those of CommonJS.",
      hint: "Let models import the connection, or use another implementer.",
    });
  }
  if (practice.migrations === null && !practice.syncs) {
    refusals.push({
      reason: "Nothing makes the app's tables: it has no migrations of sequelize-cli and calls no `sequelize.sync()`.",
      hint: "Make the first with `sequelize-cli migration:generate`.",
    });
  }
  if (!readsDatabase(project, practice.configuration)) {
    refusals.push({
      reason: "The app's database cannot be set by the environment, so tests would write into it.",
      hint: `Read it from a variable like DATABASE_URL in ${practice.client.module}.`,
    });
  }
  return refusals;
}

function isRequired({ language, modules }: LayerInput["conventions"]): boolean {
  return language === "js" && modules === "cjs";
}
