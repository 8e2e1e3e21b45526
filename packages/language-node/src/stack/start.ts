import type { Command, Detection, ProjectReader } from "@backwright/core";
import { lineAt } from "../json.ts";
import { dirOf, joinPath, readManifest } from "../manifest.ts";
import { detectPackageManager, runArgv } from "../package-manager.ts";

/**
 * How an application is started that has no script for it: as its Dockerfile or Procfile does, by the `main` field of what
 * is built, by the script that people have at work, or, in JavaScript, by its entry file.
 */
export function startWithoutScript(project: ProjectReader, detection: Detection): Command | null {
  return (
    asContainer(project, detection) ??
    byMain(project, detection) ??
    forDevelopment(project, detection) ??
    byEntry(detection)
  );
}

/** `CMD ["node", "dist/main.js"]`, `CMD node dist/main.js`, `web: node server.js` */
function asContainer(project: ProjectReader, { dir, entry }: Detection): Command | null {
  const files = project
    .list()
    .filter((path) => /(^|\/)([\w.-]*Dockerfile[\w.-]*|Procfile)$/.test(path))
    .sort((a, b) => a.split("/").length - b.split("/").length || (a < b ? -1 : 1));
  for (const path of files) {
    const text = project.read(path) ?? "";
    const workdir = [...text.matchAll(/^[ \t]*WORKDIR[ \t]+(\S+)/gim)].at(-1)?.[1] ?? "/";
    const entrypoint = [...text.matchAll(/^[ \t]*ENTRYPOINT[ \t]+(.*)$/gim)].at(-1)?.[1] ?? "";
    const match = [...text.matchAll(/^(?:[ \t]*CMD|web:)[ \t]+(.*)$/gim)].at(-1);
    const words = wordsOf(`${entrypoint} ${match?.[1] ?? ""}`).map((word) => withoutFolder(word, workdir));
    const argv = words.slice(words.indexOf("node"));
    const runs = argv.find((part) => /\.[cm]?[jt]s$/.test(part));
    // A container file elsewhere may be that of another program.
    const fits = dirOf(path) === dir || stem(runs ?? "") === stem(entry ?? "");
    if (match !== undefined && words.includes("node") && runs !== undefined && fits) {
      return { argv: ["node", ...argv.slice(1)], cwd: dir, env: {}, source: `${path}:${lineAt(text, match.index)}` };
    }
  }
  return null;
}

/** The words of a shell command, or of a list in brackets. */
function wordsOf(command: string): string[] {
  return command
    .replace(/["',[\]]+/g, " ")
    .trim()
    .split(/\s+/);
}

function withoutFolder(word: string, folder: string): string {
  const start = `${folder.replace(/\/$/, "")}/`;
  return word.startsWith(start) ? word.slice(start.length) : word.replace(/^\.\//, "");
}

/** `main` names what the build writes; where nothing is built it has to be there. */
function byMain(project: ProjectReader, { dir, entry }: Detection): Command | null {
  const manifest = readManifest(project, dir);
  const main = manifest?.main ?? null;
  if (manifest === null || main === null || entry === null) {
    return null;
  }
  const built = /^(\.\/)?(dist|build|out|lib)\//.test(main);
  const source = `${manifest.path}:${manifest.file.lineOf("main") ?? 1}`;
  return (built && stem(main) === stem(entry)) || joinPath(dir, main) === entry
    ? { argv: ["node", main.replace(/^\.\//, "")], cwd: dir, env: {}, source }
    : null;
}

/** A server that starts anew at each change still serves. */
function forDevelopment(project: ProjectReader, { dir }: Detection): Command | null {
  const manifest = readManifest(project, dir);
  const script = ["dev", "start:dev", "develop", "dev:server", "server:dev"].find(
    (name) => manifest !== null && name in manifest.scripts,
  );
  if (manifest === null || script === undefined) {
    return null;
  }
  return {
    argv: runArgv(detectPackageManager(project, dir), script),
    cwd: dir,
    env: {},
    source: `${manifest.path}:${manifest.file.lineOf("scripts", script) ?? 1}`,
  };
}

function byEntry({ dir, entry, language }: Detection): Command | null {
  if (entry === null || language !== "javascript") {
    return null;
  }
  const path = dir === "." ? entry : entry.slice(dir.length + 1);
  return { argv: ["node", path], cwd: dir, env: {}, source: entry };
}

function stem(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.\w+$/, "");
}
