import { rememberByProject } from "@backwright/core";
import type { ProjectReader } from "@backwright/core";
import { chunksOf } from "./chunks.ts";
import type { Chunk } from "./chunks.ts";
import { goPackages, importsOf, packageOfImport } from "./packages.ts";
import type { GoPackage } from "./packages.ts";

/** A declaration and where it stands. */
interface Place {
  readonly entry: GoPackage;
  readonly file: string;
  readonly chunk: Chunk;
}

/** What is further away from every program than this counts as reached: to be sure would take longer than it is worth. */
const furthest = 4;

/**
 * Whether a program can come to what stands in a line of a file: something that runs names it, or names what names it.
 * Code that only tests call, or nobody any more, says nothing of an application.
 */
export function isReached(project: ProjectReader, file: string, line: number): boolean {
  const place = placeOf(project, file, line);
  return place === null ? isBuilt(project, file) : isRunning(project, place);
}

/** Whether a program can come to a line that uses an import of the file. */
export function usesReached(project: ProjectReader, file: string, alias: string): boolean {
  const entry = packageOf(project, file);
  if (entry === null || alias === "_" || alias === ".") {
    return isBuilt(project, file);
  }
  const use = new RegExp(`\\b${alias}\\.`);
  const using = chunksOf(project, file).filter(({ text }) => use.test(text));
  return using.length === 0
    ? isBuilt(project, file)
    : using.some((chunk) => isRunning(project, { entry, file, chunk }));
}

/** Whether the package of a file is a program or part of one. */
function isBuilt(project: ProjectReader, file: string): boolean {
  const entry = packageOf(project, file);
  return entry === null || entry.name === "main" || importersOf(project).has(entry.dir) || !isFollowed(project);
}

const answersOf = rememberByProject(() => new Map<Chunk, boolean>());

function isRunning(project: ProjectReader, place: Place): boolean {
  const answers = answersOf(project);
  const answer = answers.get(place.chunk) ?? (!isFollowed(project) || leadsToProgram(project, place, []));
  answers.set(place.chunk, answer);
  return answer;
}

function leadsToProgram(project: ProjectReader, place: Place, trail: readonly Chunk[]): boolean {
  if (trail.length >= furthest || startsByItself(project, place)) {
    return true;
  }
  for (const mention of mentions(project, place)) {
    if (!trail.includes(mention.chunk) && leadsToProgram(project, mention, [...trail, place.chunk])) {
      return true;
    }
  }
  return false;
}

/** `main`, and what is done when a package is taken into a program. */
function startsByItself(project: ProjectReader, { entry, file, chunk }: Place): boolean {
  if (chunk.keyword === "func" && chunk.receiver === null) {
    return (chunk.name === "main" && entry.name === "main") || (chunk.name === "init" && isBuilt(project, file));
  }
  // `var _ Interface = (*Type)(nil)` does nothing.
  const does = chunk.keyword === "var" && /[\w\])]\((?!nil\))/.test(chunk.text.replace(/\(\*?[\w.]+\)\(nil\)/g, ""));
  return does && isBuilt(project, file);
}

/** Declarations that name this one; a method is what its type is. */
function* mentions(project: ProjectReader, { entry, chunk }: Place): Generator<Place> {
  const names = chunk.receiver === null ? namesIn(chunk) : [chunk.receiver];
  const type = chunk.receiver ?? (chunk.keyword === "type" ? chunk.name : null);
  for (const { file, pattern } of searches(project, entry, names)) {
    const holder = packageOf(project, file);
    for (const other of holder === null ? [] : chunksOf(project, file)) {
      const itself = other === chunk || (holder === entry && isOf(other, type));
      if (holder !== null && !itself && pattern.test(withoutComments(other.text))) {
        yield { entry: holder, file, chunk: other };
      }
    }
  }
}

/** The files that may name something of a package, each with how it would. */
function searches(
  project: ProjectReader,
  entry: GoPackage,
  names: readonly string[],
): { file: string; pattern: RegExp }[] {
  const exported = names.filter((name) => /^[A-Z]/.test(name));
  const inside = new RegExp(`(?<![\\w.])(?:${names.join("|")})\\b`);
  const others = exported.length === 0 ? [] : (importersOf(project).get(entry.dir) ?? []);
  return [
    ...entry.files.map((file) => ({ file, pattern: inside })),
    ...others.map(({ file, alias }) => ({
      file,
      pattern: alias === "." ? inside : new RegExp(`\\b${alias}\\.(?:${exported.join("|")})\\b`),
    })),
  ].filter(({ file, pattern }) => names.length > 0 && pattern.test(project.read(file) ?? ""));
}

/** Whether a declaration is a type itself or a method of it. */
function isOf({ keyword, name, receiver }: Chunk, type: string | null): boolean {
  return type !== null && (receiver === type || (keyword === "type" && name === type));
}

/** The comment on the next declaration stands at the end of a declaration's text. */
function withoutComments(text: string): string {
  return text.includes("//") ? text.replace(/^[ \t]*\/\/.*$/gm, "") : text;
}

function namesIn({ name, keyword, text }: Chunk): string[] {
  if (name !== "") {
    return name === "_" ? [] : [name];
  }
  const list =
    keyword === "type"
      ? /^(?:[ \t]|type )(\w+)[ \t]/gm
      : /^(?:[ \t]|(?:var|const) )(\w+(?:, *\w+)*)(?=[ \t]*=|[ \t]+[\w*[\]]|$)/gm;
  return [...text.matchAll(list)].flatMap((match) => (match[1] ?? "").split(/, */)).filter((each) => each !== "_");
}

function placeOf(project: ProjectReader, file: string, line: number): Place | null {
  const entry = packageOf(project, file);
  const chunk = chunksOf(project, file).findLast((each) => each.line <= line);
  return entry === null || chunk === undefined ? null : { entry, file, chunk };
}

function packageOf(project: ProjectReader, file: string): GoPackage | null {
  const slash = file.lastIndexOf("/");
  return goPackages(project).get(slash === -1 ? "." : file.slice(0, slash)) ?? null;
}

interface Importer {
  readonly file: string;
  /** The name that the package has there. */
  readonly alias: string;
}

/** The files that import each package, by its folder. */
const importersOf = rememberByProject((project): ReadonlyMap<string, readonly Importer[]> => {
  const found = new Map<string, Importer[]>();
  for (const file of [...goPackages(project).values()].flatMap(({ files }) => files)) {
    for (const { path, alias } of importsOf(project, file)) {
      const dir = packageOfImport(project, path)?.dir;
      const own = dir === undefined ? [] : (found.get(dir) ?? []);
      own.push({ file, alias });
      found.set(dir ?? "", own);
    }
  }
  return found;
});

/** A library has no program, and where a generator puts a program together that is not there yet, nothing names its parts. */
const isFollowed = rememberByProject((project) => {
  const paths = project.list();
  const programs = [...goPackages(project).values()].filter(({ name }) => name === "main");
  return (
    programs.some(({ files }) => files.some((file) => /^func main\(/m.test(project.read(file) ?? ""))) &&
    (paths.some((path) => path.endsWith("wire_gen.go")) || !paths.some((path) => path.endsWith("wire.go")))
  );
});
