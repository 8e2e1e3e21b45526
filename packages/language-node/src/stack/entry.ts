import type { ProjectReader } from "@backwright/core";
import { joinPath } from "../manifest.ts";
import type { Manifest } from "../manifest.ts";
import { readTsConfig } from "../tsconfig.ts";

export interface EntryCandidate {
  readonly file: string;
  /** `file:line` that names it. */
  readonly source: string;
  /** The script that starts it; `null` where something else does, such as a container. */
  readonly script?: string | null;
}

const runners =
  /\b(?:node(?:mon|-dev)?|ts-?node(?:-dev)?|tsx|tsnd|bun(?: run)?|babel-node|esno|jiti|supervisor|pm2(?:-runtime)? start|forever start|swc-node|sucrase-node|vite-node|fastify start)\b((?:\s+(?:--?[\w-]+(?:[= ](?!\S*\.[cm]?[jt]s\b)[\w./:,-]+)?|watch))*)\s+(["']?)([\w@./-]+)\2/g;

/** `yarn:start:api` as concurrently takes it, and `npm run start:api`. */
const runScripts = /\b(?:npm|yarn|pnpm|bun)(?::|\s+(?:run\s+)?)([\w:.-]+)/g;

/** The files that the scripts, the `main` field, the Procfile and the Dockerfile start, those of scripts first. */
export function startedFiles(project: ProjectReader, manifest: Manifest): EntryCandidate[] {
  const { dir, file, scripts } = manifest;
  const order = [
    "start",
    "start:prod",
    "prod",
    "production",
    "serve",
    "server",
    "start-server",
    "start:server",
    "server:start",
    "start:dev",
    "dev",
    "develop",
    "watch",
  ];
  const fromScripts = order.flatMap((name) =>
    startedBy(scripts, name).map((path) => ({
      path,
      source: `${manifest.path}:${file.lineOf("scripts", name) ?? 1}`,
      script: name,
    })),
  );
  const fromMain =
    manifest.main === null
      ? []
      : [{ path: manifest.main, source: `${manifest.path}:${file.lineOf("main") ?? 1}`, script: "main" }];
  const fromFiles = ["Procfile", "Dockerfile", "nodemon.json", "ecosystem.config.js", "ecosystem.config.json"].flatMap(
    (name) => {
      const path = joinPath(dir, name);
      const text = (project.read(path) ?? "").replace(/["'],\s*["']/g, " ").replace(/[[\]"]/g, " ");
      return calledFrom(text).map((started) => ({ path: started, source: `${path}:1`, script: null }));
    },
  );
  const shellScripts = [...(scripts["start"] ?? "").matchAll(/[\w./-]+\.sh\b/g)].flatMap(([name]) => {
    const path = joinPath(dir, name);
    return calledFrom(project.read(path) ?? "").map((started) => ({
      path: started,
      source: `${path}:1`,
      script: "start",
    }));
  });
  const seen = new Set<string>();
  return [...fromScripts, ...shellScripts, ...fromFiles, ...fromMain].flatMap(({ path, source, script }) => {
    const found = sourceOf(project, dir, path);
    return found === null || seen.has(found) ? [] : (seen.add(found), [{ file: found, source, script }]);
  });
}

/** What a script starts, or else the scripts that it runs beside each other. */
function startedBy(scripts: Readonly<Record<string, string>>, name: string): string[] {
  const text = scripts[name] ?? "";
  const own = calledFrom(text);
  return own.length > 0
    ? own
    : [...text.matchAll(runScripts)].flatMap(([, other = ""]) =>
        other === name ? [] : calledFrom(scripts[other] ?? ""),
      );
}

/** The files that a command line runs. */
export function calledFrom(text: string): string[] {
  return [...text.matchAll(runners)]
    .map((match) => match[3] ?? "")
    .filter((path) => path !== "." || text.includes("node ."));
}

/** The source file behind a started one: `dist/main.js` is built from `src/main.ts`. */
export function sourceOf(project: ProjectReader, dir: string, started: string): string | null {
  const path = joinPath(dir, started.replace(/^\.\//, ""));
  const plain = withEndings(project, path);
  if (plain !== null && !/(^|\/)(dist|build|out|lib)\//.test(plain.slice(dir === "." ? 0 : dir.length + 1))) {
    return plain;
  }
  const config = readTsConfig(project, dir) ?? readTsConfig(project, dir, "tsconfig.build.json");
  const outputs = [config?.outDir, "dist", "build", "out", "lib"].flatMap((folder) =>
    folder == null ? [] : joinPath(dir, folder),
  );
  const output = outputs.find((folder) => path.startsWith(`${folder}/`));
  const rest = output === undefined ? null : path.slice(output.length + 1).replace(/\.[cm]?js$/, "");
  const roots = [config?.rootDir ?? null, "src", "source", "server", "app", "."].flatMap((folder) =>
    folder === null ? [] : joinPath(dir, folder),
  );
  const built = rest === null ? [] : roots.map((root) => joinPath(root, rest));
  return built.map((candidate) => withEndings(project, candidate)).find((found) => found !== null) ?? plain;
}

function withEndings(project: ProjectReader, path: string): string | null {
  const endings = ["", ".ts", ".js", ".mts", ".mjs", ".cts", ".cjs", "/index.ts", "/index.js"];
  const base = path === "." ? "index" : path;
  return endings.map((ending) => `${base}${ending}`).find((candidate) => project.has(candidate)) ?? null;
}
