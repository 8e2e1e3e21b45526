import type { ProjectReader } from "./reader.ts";

/** A dependency that some manifest declares. */
export interface DeclaredDependency {
  readonly name: string;
  /** Folder of the manifest, `.` for the root. */
  readonly dir: string;
  readonly file: string;
  readonly line: number;
}

interface ManifestKind {
  readonly file: RegExp;
  /** Files whose names say nothing where their folder does. */
  readonly path?: RegExp;
  /** Names stand in the first group; each match is one dependency. */
  readonly names: RegExp;
  readonly normalise?: (name: string) => string;
}

/** PEP 503. */
function pythonName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}

/**
 * Line patterns, not parsers: a mark only decides whether an adapter is asked, so a broken manifest must still be seen,
 * and a name too many costs nothing but a question.
 */
const kinds: readonly ManifestKind[] = [
  { file: /^package\.json$/, names: /"((?:@[\w.-]+\/)?[\w.-]+)"\s*:\s*"[^"]*"/g },
  {
    file: /^(requirements[\w.-]*\.(txt|in)|.*-requirements\.txt)$/,
    path: /(^|\/)requirements\/[\w.-]+\.(txt|in)$/,
    names: /^[ \t]*([A-Za-z0-9][\w.-]*)/gm,
    normalise: pythonName,
  },
  {
    file: /^(pyproject\.toml|Pipfile|setup\.py|setup\.cfg)$/,
    names:
      /^[ \t]*["']?([A-Za-z0-9][\w.-]*)["']?[ \t]*(?:=|\[|[<>~!;,"']|$)|["']([A-Za-z0-9][\w.-]*)[ \t]*[[(<>=~!;"']/gm,
    normalise: pythonName,
  },
  { file: /^go\.mod$/, names: /^[ \t]*(?:require[ \t]+)?([\w.-]+\.[a-z]+\/[^\s]+)[ \t]+v\d/gm },
  { file: /^Cargo\.toml$/, names: /^[ \t]*([\w-]+)[ \t]*=|^\[dependencies\.([\w-]+)\]/gm },
  { file: /^Gemfile$/, names: /^[ \t]*gem[ \t(]+["']([\w-]+)["']/gm },
  { file: /^composer\.json$/, names: /"([\w.-]+\/[\w.-]+)"\s*:\s*"/g },
  { file: /^pom\.xml$/, names: /<artifactId>\s*([\w.-]+)\s*<\/artifactId>/g },
  {
    file: /^build\.gradle(\.kts)?$/,
    names: /["'][\w.-]+:([\w.-]+)(?::[^"']*)?["']|id[ (]+["']([\w.-]+)["']/g,
  },
  { file: /^mix\.exs$/, names: /\{\s*:(\w+)\s*,/g },
  { file: /\.csproj$/, names: /(?:Include|Sdk)="([\w.]+)"/g },
];

/** All kinds at once: most files are of none, and one look at each tells. */
const anyFile = new RegExp(kinds.map(({ file }) => file.source).join("|"));
const anyPath = new RegExp(kinds.flatMap(({ path }) => path?.source ?? []).join("|"));
const foreign = /(^|\/)(node_modules|vendor|\.venv|venv|site-packages)\//;

/** Every dependency that a manifest of the project names, the manifests nearest to the root first. */
export function declaredDependencies(project: ProjectReader): DeclaredDependency[] {
  const manifests = project
    .list()
    .flatMap((path) => {
      const kind = isOf({ file: anyFile, path: anyPath }, path) ? kinds.find((each) => isOf(each, path)) : undefined;
      return kind === undefined || foreign.test(path) ? [] : [{ path, kind }];
    })
    .sort((a, b) => a.path.split("/").length - b.path.split("/").length);
  return manifests.flatMap(({ path, kind }) => readNames(path, kind, project.read(path) ?? ""));
}

function isOf({ file, path: whole }: Pick<ManifestKind, "file" | "path">, path: string): boolean {
  return file.test(path.slice(path.lastIndexOf("/") + 1)) || whole?.test(path) === true;
}

function readNames(path: string, kind: ManifestKind, text: string): DeclaredDependency[] {
  const slash = path.lastIndexOf("/");
  const dir = slash === -1 ? "." : path.slice(0, slash);
  return [...text.matchAll(kind.names)].flatMap((match) => {
    const name = match[1] ?? match[2];
    if (name === undefined) {
      return [];
    }
    return [
      {
        name: kind.normalise?.(name) ?? name,
        dir,
        file: path,
        // Hardly anyone asks.
        get line() {
          return text.slice(0, match.index + match[0].indexOf(name)).split("\n").length;
        },
      },
    ];
  });
}
