import type { ProjectReader, Refusal } from "@backwright/core";
import { readManifest } from "@backwright/language-node";
import type { PrismaPractice } from "@backwright/language-node";
import type { LayerInput } from "../layer.ts";
import type { ModelSpec } from "./models.ts";
import { databaseVariable, readsDatabase } from "../settings.ts";

const adapters: Readonly<Record<string, string>> = { sqlite: "better-sqlite3", postgresql: "pg" };

/** Why the app's Prisma cannot be used. */
export function prismaRefusals({ project, conventions }: LayerInput, practice: PrismaPractice | null): Refusal[] {
  const range = readManifest(project, conventions.appDir)?.dependencies.get("@prisma/client")?.range ?? "";
  if (!/^\D*7\b/.test(range)) {
    return [
      {
        reason: `The app uses @prisma/client ${range}, and the blueprint writes for version 7 and its driver adapters.`,
        hint: "Move to Prisma 7, or use another implementer.",
      },
    ];
  }
  if (practice === null) {
    return [
      {
        reason: "No module of the app exports a constant that `new PrismaClient(…)` made.",
        hint: "Make the client in one module and export it.",
      },
    ];
  }
  const refusals: Refusal[] = [];
  const { provider, adapter } = practice;
  const wanted = adapters[provider ?? ""];
  if (practice.schema === null) {
    refusals.push({
      reason: "The app has no schema of Prisma with a `datasource`.",
      hint: "Keep it in prisma/schema.prisma, or name it in prisma.config.ts.",
    });
  } else if (wanted === undefined) {
    refusals.push({
      reason: `The app uses Prisma with ${provider ?? "a database that nothing names"}, which the blueprint does not write yet.`,
      hint: "Use PostgreSQL or SQLite, or another implementer.",
    });
  } else if (adapter !== wanted) {
    refusals.push({
      reason: `${practice.client.module} gives the client ${adapter === null ? "no driver adapter" : `@prisma/adapter-${adapter}`}, and the blueprint writes for @prisma/adapter-${wanted}.`,
      hint: `Pass an adapter of @prisma/adapter-${wanted} to the client, or use another implementer.`,
    });
  }
  const unusual = unusualIn(project, practice);
  if (unusual !== null) {
    refusals.push({
      reason: `${unusual.place} has ${unusual.setting}, which the blueprint does not write for yet.`,
      hint: "Use another implementer.",
    });
  }
  if (practice.migrations === null && practice.schema !== null) {
    refusals.push({
      reason: "The app has no migrations of Prisma Migrate.",
      hint: "Make the first with `prisma migrate dev`.",
    });
  }
  if (!practice.generates) {
    refusals.push({
      reason: "No script of the app generates Prisma's client, so the new models would not be in it.",
      hint: 'Add `"postinstall": "prisma generate"` to the scripts of package.json.',
    });
  }
  if (
    conventions.language === "js" &&
    "module" in practice.generated &&
    !practice.generated.module.endsWith("/index.ts")
  ) {
    refusals.push({
      reason: "The app's modules are JavaScript, and its client of Prisma is generated as TypeScript.",
      hint: 'Generate it with `provider = "prisma-client-js"`, or use another implementer.',
    });
  }
  const kept = keptClient(project, practice);
  if (kept !== null) {
    refusals.push({
      reason: `The app's repository holds the client that Prisma generates (${kept}), and the blueprint generates none.`,
      hint: "Leave it out of the repository by .gitignore, and let a script run `prisma generate`.",
    });
  }
  const settable =
    provider === "postgresql"
      ? readsDatabase(project, [practice.client.module])
      : provider !== "sqlite" || databaseVariable(project, conventions.appDir) !== null;
  if (!settable) {
    refusals.push({
      reason: "The app's database cannot be set by the environment, so tests would write into it.",
      hint: `Read its address from a variable like DATABASE_URL in ${practice.client.module}.`,
    });
  }
  return refusals;
}

/** Enums are called after their model and field, and models have names in the same schema. */
export function clashRefusals(models: readonly ModelSpec[]): Refusal[] {
  return models
    .flatMap(({ enums }) => enums)
    .filter((one) => models.some(({ name }) => name === one.name))
    .map(({ name }) => ({
      reason: `The schema of Prisma would have an enum ${name} and a model ${name}.`,
      hint: "Give the resource another name in the task.",
    }));
}

/** What makes other tables of models, or makes them elsewhere. */
function unusualIn(
  project: ProjectReader,
  { schema, client }: PrismaPractice,
): { readonly place: string; readonly setting: string } | null {
  const settings = [
    { place: schema, setting: 'relationMode = "prisma"', found: /^\s*relationMode\s*=\s*"prisma"/m },
    { place: schema, setting: "schemas of PostgreSQL", found: /^\s*schemas\s*=\s*\[/m },
    { place: client.module, setting: "a schema of PostgreSQL", found: /new PrismaPg\([^;]*\bschema\s*:/ },
  ];
  const unusual = settings.find(({ place, found }) => place !== null && found.test(project.read(place) ?? ""));
  return unusual === undefined || unusual.place === null ? null : { ...unusual, place: unusual.place };
}

/** A generated file that is in the repository; what git ignores is not. */
function keptClient(project: ProjectReader, { generated }: PrismaPractice): string | null {
  if (!("module" in generated)) {
    return null;
  }
  const bare = generated.module.replace(/\.[cm]?[jt]s$/, "");
  return project.list().find((path) => path.startsWith(`${bare}.`) || path.startsWith(`${bare}/`)) ?? null;
}
