import { dirOf, joinPath } from "../../manifest.ts";
import { mostCommon } from "../reading.ts";
import type { Reading } from "../reading.ts";
import type { PrismaPractice } from "../../conventions.ts";

type SchemaPractice = Pick<
  PrismaPractice,
  "provider" | "schema" | "models" | "schemas" | "migrations" | "mapsTables" | "mapsColumns"
> & {
  /** What makes the client. */
  readonly generator: string | null;
};

const modelStart = /^\s*model\s+\w+\s*\{/m;

/** The schema of the app's folder, which its configuration may name. */
export function readSchema(reading: Reading): SchemaPractice {
  const { project, appDir } = reading;
  const prefix = appDir === "." ? "" : `${appDir}/`;
  const config = configuration(reading);
  const named = /\bschema\s*:\s*(?:path\.join\(([^)]*)\)|["'`]([^"'`]+)["'`])/.exec(config);
  const usual = [joinPath(appDir, "schema.prisma"), joinPath(appDir, "prisma/schema.prisma")];
  const place = named === null ? (usual.find((path) => project.has(path)) ?? null) : joinPath(appDir, pathIn(named));
  const all = project
    .list()
    .filter((path) => path.startsWith(prefix) && path.endsWith(".prisma") && !path.includes("node_modules/"));
  const schemas = place === null ? all : all.filter((path) => path === place || path.startsWith(`${place}/`));
  const texts = schemas.map((path) => ({ path, text: project.read(path) ?? "" }));
  const schema = texts.find(({ text }) => /^\s*datasource\s/m.test(text))?.path ?? null;
  const text = texts.map((one) => one.text).join("\n");
  const folder = /\bmigrations\s*:\s*\{[^}]*\bpath\s*:\s*(?:path\.join\(([^)]*)\)|["'`]([^"'`]+)["'`])/.exec(config);
  const migrations =
    folder === null
      ? joinPath(dirOf(schema ?? joinPath(appDir, "prisma/x")), "migrations")
      : joinPath(appDir, pathIn(folder));
  return {
    generator: /^\s*generator\s+\w+\s*\{[^}]*?\bprovider\s*=\s*"(prisma-client(?:-js)?)"/m.exec(text)?.[1] ?? null,
    provider:
      /^\s*datasource\s+\w+\s*\{[^}]*?\bprovider\s*=\s*"(\w+)"/m.exec(text)?.[1]?.replace(/^postgres$/, "postgresql") ??
      null,
    schema,
    models: texts.some(({ path, text: one }) => path === schema && modelStart.test(one))
      ? null
      : mostCommon(texts.filter((one) => modelStart.test(one.text)).map(({ path }) => dirOf(path))),
    schemas,
    migrations: project.list().some((path) => path.startsWith(`${migrations}/`) && path.endsWith("/migration.sql"))
      ? migrations
      : null,
    ...readNames(text),
  };
}

/** `prisma/schema.prisma`, written whole or as arguments of `path.join`. */
function pathIn([, joined, whole]: RegExpExecArray): string {
  return whole ?? [...(joined ?? "").matchAll(/["'`]([^"'`]+)["'`]/g)].map((match) => match[1] ?? "").join("/");
}

function configuration({ project, appDir }: Reading): string {
  const names = ["ts", "mts", "js", "mjs", "cjs"].map((ending) => joinPath(appDir, `prisma.config.${ending}`));
  return names.map((path) => project.read(path)).find((text) => text !== null) ?? "";
}

function readNames(text: string): Pick<PrismaPractice, "mapsTables" | "mapsColumns"> {
  const models = [...text.matchAll(/^\s*model\s+\w+\s*\{([^}]*)\}/gm)].map((match) => match[1] ?? "");
  // Only names of several words tell how columns are written.
  const fields = models
    .flatMap((body) => body.split("\n"))
    .filter((line) =>
      /^\s*[a-z]+[A-Z]\w*\s+(?:Int|BigInt|String|Boolean|DateTime|Float|Decimal|Json|Bytes)\b/.test(line),
    );
  return {
    mapsTables: mostCommon(models.map((body) => /@@map\(/.test(body))) ?? false,
    mapsColumns: mostCommon(fields.map((line) => /\s@map\(/.test(line))) ?? false,
  };
}
