import { dirOf, joinPath } from "../manifest.ts";
import { caseOf } from "../naming.ts";
import { importsOf } from "../imports.ts";
import { callsIn } from "../syntax.ts";
import type { SourceFile } from "../syntax.ts";
import type { FilePattern, Layout } from "../conventions.ts";
import { modelsIn } from "./database/mongoose.ts";
import { mostCommon, note, sourcesOf } from "./reading.ts";
import type { Reading } from "./reading.ts";

interface NamedFile {
  readonly path: string;
  /** `notes` of `notes.router.ts`. */
  readonly name: string;
  /** `.router` of `notes.router.ts`, `Routes` of `noteRoutes.js`; empty where the folder alone tells. */
  readonly suffix: string;
}

const words = {
  router: /^(.+?)((?:[._-]?(?:routers?|routes?|controllers?|api|endpoints?))?)$/i,
  schema: /^(.+?)((?:[._-]?(?:schemas?|validators?|validations?|dtos?|rules))?)$/i,
  repository: /^(.+?)((?:[._-]?(?:repositor(?:y|ies)|repos?|stores?|dao|quer(?:y|ies)|models?|services?|data))?)$/i,
};
const folders = {
  schema: /(^|\/)(schemas?|validators?|validations?|dtos?|rules)$/i,
  repository: /(^|\/)(repositor(y|ies)|repos?|stores?|dao|data|quer(y|ies)|models?|services?)$/i,
};

/** Where the app keeps which kind of file, and how it names them. */
export function readLayout(reading: Reading, sourceDir: string, sharedModule: string | null): Layout {
  const ending = sourceEnding(reading);
  const routers = sourcesOf(reading)
    .filter(isRouter)
    .flatMap((source) => named(source.path, words.router));
  const [first] = routers;
  if (first !== undefined) {
    note(reading, { field: "layout", value: first.path, rule: "router" }, first.path, 1);
  }
  const files = caseOf(reading.files.map(baseOf));
  const owned = routers.filter((file) => isOwnFolder(reading, file));
  const kind = owned.length * 2 > routers.length ? "by-feature" : "by-kind";
  const router = patternOf(kind === "by-feature" ? owned : routers, ending, {
    kind,
    dir: joinPath(sourceDir, kind === "by-feature" ? "{name}" : "routes"),
    file: `{name}.routes${ending}`,
    plural: true,
  });
  // A model of Mongoose is what a repository asks, not the repository.
  const models = new Set(sourcesOf(reading).flatMap((source) => (modelsIn(source).length > 0 ? source.path : [])));
  const resources = new Set(routers.map((file) => singular(file.name)));
  function kin(part: "schema" | "repository"): NamedFile[] {
    return reading.files
      .filter((path) => !models.has(path) && !routers.some((file) => file.path === path))
      .flatMap((path) => named(path, words[part]))
      .filter((file) => resources.has(singular(file.name)))
      .filter((file) => file.suffix !== "" || folders[part].test(dirOf(file.path)));
  }
  const form = formOf(mostCommon(routers.map((file) => file.suffix)) ?? `.routes`);
  function make(found: readonly NamedFile[], folder: string, word: string): FilePattern {
    return patternOf(found, ending, {
      kind,
      dir: kind === "by-feature" ? router.dir : joinPath(sourceDir, folder),
      file: `{name}${form(word)}${ending}`,
      plural: isPlural(routers),
    });
  }
  return {
    kind,
    files,
    router,
    schema: make(kin("schema"), "schemas", "schema"),
    repository: make(mostTelling(kin("repository")), "repositories", "repository"),
    test: testPattern(reading, { sourceDir, ending, feature: kind === "by-feature" ? router : null }),
    shared: sharedModule === null ? sharedFolder(reading, sourceDir) : dirOf(sharedModule),
  };
}

/** Of the files beside a router those whose name says most clearly that they keep the data. */
function mostTelling(files: readonly NamedFile[]): NamedFile[] {
  const groups = [/repo|dao|store/i, /quer|data/i, /model/i, /service/i, /./].map((pattern) =>
    files.filter((file) => pattern.test(file.suffix === "" ? dirOf(file.path) : file.suffix)),
  );
  return groups.find((group) => group.length > 0) ?? [];
}

interface Fallback {
  readonly kind: Layout["kind"];
  /** May hold `{name}`. */
  readonly dir: string;
  readonly file: string;
  readonly plural: boolean;
}

function patternOf(found: readonly NamedFile[], ending: string, fallback: Fallback): FilePattern {
  const byFeature = fallback.kind === "by-feature";
  const suffix = mostCommon(found.map((file) => file.suffix));
  const dirs = found.map((file) => (byFeature ? `${dirOf(dirOf(file.path))}/{name}` : dirOf(file.path)));
  return {
    dir: mostCommon(dirs) ?? fallback.dir,
    file: suffix === null ? fallback.file : `{name}${suffix}${ending}`,
    number: (found.length > 0 ? isPlural(found) : fallback.plural) ? "plural" : "singular",
  };
}

/** A file that makes a router and answers requests with it. */
function isRouter(source: SourceFile): boolean {
  if (!importsOf(source).some((record) => record.specifier === "express" && record.kind !== "export")) {
    return false;
  }
  const calls = callsIn(source.root);
  return calls.some((call) => call.method === "Router") && !/^(index|app|server|main)$/.test(baseOf(source.path));
}

function isOwnFolder(reading: Reading, file: NamedFile): boolean {
  const dir = dirOf(file.path);
  const folder = dir.slice(dir.lastIndexOf("/") + 1);
  const neighbours = reading.files.filter((path) => dirOf(path) === dir).length;
  return singular(folder) === singular(file.name) || (neighbours > 1 && file.name === file.suffix);
}

function named(path: string, pattern: RegExp): NamedFile[] {
  const match = pattern.exec(baseOf(path));
  return match === null ? [] : [{ path, name: match[1] ?? "", suffix: match[2] ?? "" }];
}

/** Writes another word the way a suffix writes its own: `.routes` → `.schema`, `Routes` → `Schema`, nothing → nothing. */
function formOf(suffix: string): (word: string) => string {
  const [, separator = "", first = ""] = /^([._-]?)(.?)/.exec(suffix) ?? [];
  const capital = first !== "" && first === first.toUpperCase();
  return (word) =>
    suffix === "" ? "" : separator + (capital ? word.charAt(0).toUpperCase() : word.charAt(0)) + word.slice(1);
}

interface TestPlaces {
  readonly sourceDir: string;
  readonly ending: string;
  /** Where routers stand in an app that is laid out by feature; `null` in one that is laid out by kind. */
  readonly feature: FilePattern | null;
}

function testPattern(reading: Reading, { sourceDir, ending, feature }: TestPlaces): FilePattern {
  const found = reading.tests.flatMap((path) => {
    const match = /^(.+?)([.-](?:test|spec|check|e2e)(?:[.-]\w+)?)$/.exec(baseOf(path));
    return match === null ? [] : [{ path, name: match[1] ?? "", suffix: match[2] ?? "" }];
  });
  const example = found[0];
  if (example !== undefined) {
    note(reading, { field: "tests", value: example.path, rule: "file" }, example.path, 1);
  }
  const dirs = found
    .map((file) => dirOf(file.path))
    .filter((dir) => !dir.startsWith(`${sourceDir}/`) || /tests?/.test(dir));
  const inFeatures = feature === null ? [] : dirs.flatMap((dir) => featurePattern(dir, feature.dir));
  if (feature !== null && inFeatures.length * 2 >= dirs.length) {
    const name = feature.file.slice(0, feature.file.lastIndexOf("."));
    const suffix = mostCommon(found.map((file) => file.suffix)) ?? ".test";
    const dir = mostCommon(inFeatures) ?? feature.dir;
    return { dir, file: `${name}${suffix}${ending}`, number: feature.number };
  }
  // Test files without a word for it: those in a folder of tests tell by where they are.
  const plain = example === undefined && reading.tests.length > 0;
  return {
    dir:
      besideFolders(dirs) ??
      mostCommon(dirs) ??
      (plain ? dirOf(reading.tests[0] ?? "test") : joinPath(reading.appDir, "test")),
    file: `{name}${plain ? "" : (mostCommon(found.map((file) => file.suffix)) ?? ".test")}${ending}`,
    number: "plural",
  };
}

/** The folder of tests that holds several folders with tests, and tests of its own beside them; `null` where none does. */
function besideFolders(dirs: readonly string[]): string | null {
  const outer = dirs.find((dir) => new Set(dirs.filter((inner) => dirOf(inner) === dir && inner !== dir)).size > 1);
  return outer ?? null;
}

/** `src/api/{name}/__tests__` for `src/api/user/__tests__`. */
function featurePattern(dir: string, featureDir: string): string[] {
  const above = featureDir.replace(/\/?\{name\}$/, "");
  const match = /^[^/]+((?:\/[^/]+)*)$/.exec(dir.slice(above.length + 1));
  return dir.startsWith(`${above}/`) && match !== null ? [`${above}/{name}${match[1] ?? ""}`] : [];
}

function sharedFolder(reading: Reading, sourceDir: string): string {
  const known = ["lib", "common", "shared", "core", "utils", "helpers"].map((name) => joinPath(sourceDir, name));
  const folder = known.find((dir) => reading.files.some((path) => path.startsWith(`${dir}/`)));
  if (folder === undefined || reading.files.some((path) => dirOf(path) === folder)) {
    return folder ?? joinPath(sourceDir, "lib");
  }
  const inner = ["lib", "utils", "helpers"].map((name) => joinPath(folder, name));
  return inner.find((dir) => reading.files.some((path) => path.startsWith(`${dir}/`))) ?? folder;
}

function sourceEnding(reading: Reading): string {
  const endings = reading.files.map((path) => path.slice(path.lastIndexOf(".")));
  return mostCommon(endings) ?? ".ts";
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.[cm]?[jt]sx?$/, "");
}

function isPlural(files: readonly NamedFile[]): boolean {
  const several = files.filter((file) => /s$/i.test(file.name)).length;
  return several * 2 >= files.length;
}

function singular(name: string): string {
  return name.toLowerCase().replace(/ies$/, "y").replace(/s$/, "");
}
