import type { ProjectReader } from "@backwright/core";
import { asObject, asString, candidateAt, joinPath, readJson, startedFiles } from "@backwright/language-node";
import type { EntryCandidate, Manifest, Signals } from "@backwright/language-node";

interface Root {
  /** Folder of one application of the package. */
  readonly dir: string;
  /** What `nest start` runs; `null` where nest-cli.json does not say. */
  readonly main: string | null;
}

/**
 * The files that start the applications of one package, the primary one first. A repository of several applications keeps
 * each in a folder of its own, named by nest-cli.json or standing below `apps`.
 */
export function findEntries(
  project: ProjectReader,
  dir: string,
  { manifest, signals }: { readonly manifest: Manifest | null; readonly signals: Signals },
): EntryCandidate[] {
  const places = [...signals.constructions];
  const started = manifest === null ? [] : startedFiles(project, manifest);
  const [primary, ...others] = configuredRoots(project, dir);
  const roots = [
    ...(primary === undefined ? [] : [primary]),
    ...others,
    ...folderRoots(
      dir,
      places.map(({ file }) => file),
    ),
  ];
  const found = [...roots, { dir, main: null }].flatMap((root) => {
    const inside = places.filter(({ file }) => ownerOf(file, roots, dir) === root.dir);
    const best =
      inside.find(({ file }) => file === root.main) ??
      inside.find(({ file }) => started.some((entry) => entry.file === file)) ??
      inside.find(({ file }) => /(^|\/)main\.[cm]?[jt]s$/.test(file)) ??
      inside.find(({ file }) => signals.listens.some((listen) => listen.file === file)) ??
      inside[0];
    return best === undefined ? [] : [started.find(({ file }) => file === best.file) ?? candidateAt(best)];
  });
  const unique = found.filter((entry, index) => found.findIndex(({ file }) => file === entry.file) === index);
  const byScript = unique.findIndex(({ file }) => started.some((entry) => entry.file === file));
  return primary === undefined && byScript > 0 ? [...unique.splice(byScript, 1), ...unique] : unique;
}

/** The innermost root that holds a file. */
function ownerOf(file: string, roots: readonly Root[], dir: string): string {
  const holding = roots.filter((root) => root.dir === "." || file.startsWith(`${root.dir}/`));
  return holding.sort((a, b) => b.dir.length - a.dir.length)[0]?.dir ?? dir;
}

function configuredRoots(project: ProjectReader, dir: string): Root[] {
  const config = asObject(readJson(project, joinPath(dir, "nest-cli.json"))?.value);
  const projects = Object.values(asObject(config["projects"])).map(asObject);
  const applications = projects.filter((entry) => entry["type"] !== "library");
  const source = asString(config["sourceRoot"]);
  const own = applications.map((entry) => {
    const sources = asString(entry["sourceRoot"]) ?? joinPath(asString(entry["root"]) ?? ".", "src");
    return rootAt(dir, { sources, folder: asString(entry["root"]), main: asString(entry["entryFile"]) });
  });
  if (source === null || applications.length === 0) {
    return own;
  }
  const first = joinPath(dir, source);
  return own.sort((a, b) => Number(b.main?.startsWith(`${first}/`)) - Number(a.main?.startsWith(`${first}/`)));
}

function rootAt(
  dir: string,
  { sources, folder, main }: { readonly sources: string; readonly folder: string | null; readonly main: string | null },
): Root {
  const root = joinPath(dir, folder ?? sources);
  return { dir: root, main: `${joinPath(dir, sources, main ?? "main")}.ts` };
}

/** `apps/api` of `apps/api/src/main.ts`. */
function folderRoots(dir: string, files: readonly string[]): Root[] {
  const start = dir === "." ? "" : `${dir}/`;
  const folders = files.flatMap(
    (file) => /^((?:apps|services|applications)\/[^/]+)\//.exec(file.slice(start.length))?.[1] ?? [],
  );
  return [...new Set(folders)].map((folder) => ({ dir: joinPath(dir, folder), main: null }));
}
