import { rememberByKey, rememberByProject } from "@backwright/core";
import type { ProjectReader } from "@backwright/core";
import { baseName, dirOf, filesIn, foldersUp, joinPath } from "../app-files.ts";
import { parseToml, tableAt } from "../manifest/toml.ts";
import { lineAt } from "../syntax.ts";
import { headsOf } from "../text/heads.ts";

/** A command that somebody wrote down, which starts a server with `module:variable`. */
export interface WrittenStart {
  readonly program: string;
  readonly module: string;
  readonly variable: string;
  /** Whether the variable is a function that makes the application. */
  readonly factory: boolean;
  /** Where the command says that the server listens. */
  readonly port: number | null;
  /** The file that the module is, and the folder from which Python finds it. */
  readonly file: string;
  readonly root: string;
  readonly source: string;
  /** Whether it stands in a document for people, rather than in what runs it. */
  readonly document: boolean;
  /** Whether the program finds the application by itself. */
  readonly bare: boolean;
}

const places =
  /^(?:Procfile[\w.]*|Dockerfile[\w.-]*|(?:docker-)?compose[\w.-]*\.ya?ml|Makefile|[Jj]ustfile|[\w.-]+\.sh|render\.yaml|app\.json|package\.json|\.flaskenv|[\w.-]*\.conf|fly\.toml|railway\.(?:json|toml)|nixpacks\.toml|vercel\.json)$/;
const document = /^(?:README|CONTRIBUTING|DEVELOPMENT)/i;
const programs = /uvicorn|gunicorn|hypercorn|granian|daphne|waitress-serve|fastapi["',\s]+(?:run|dev)/;
const command =
  /(?:^|[\s"'`/;&])(uvicorn|gunicorn|hypercorn|granian|daphne|waitress-serve|fastapi(?=["',\s]+(?:run|dev)\b))\b([^\n#]*)/gm;
const target = /(?:^|[\s"',=])([A-Za-z_][\w.]*):([A-Za-z_]\w*(?:\(\))?)(?=$|[\s"',)\]])/;

/** The commands of Dockerfiles, Procfiles, scripts and so on that start the application in a folder, the plainest files first. */
export const writtenStarts: (project: ProjectReader, dir: string) => readonly WrittenStart[] = rememberByKey(
  (project, dir) => {
    const folders = new Set(foldersUp(dir));
    return writingFiles(project)
      .filter((path) => folders.has(dirOf(path)) || dir === "." || path.startsWith(`${dir}/`))
      .flatMap((path) => startsIn(project, dir, path));
  },
);

const writingFiles = rememberByProject((project) =>
  project
    .list()
    .filter((path) => isWriting(baseName(path)) || path.startsWith(".github/workflows/"))
    .sort((a, b) => rank(a) - rank(b)),
);

function isWriting(name: string): boolean {
  return places.test(name) || document.test(name);
}

function startsIn(project: ProjectReader, dir: string, path: string): WrittenStart[] {
  const text = (project.read(path) ?? "").replaceAll("\\\n", "  ");
  const matches = programs.test(text) ? [...text.matchAll(command)] : [];
  return matches.flatMap((match): WrittenStart[] => {
    const args = (match[2] ?? "").replaceAll(/["',[\]]/g, " ");
    const named = match[1] === "fastapi" ? scriptIn(args) : targetIn(args);
    const found = named ?? (match[1] === "fastapi" ? usualScript(project, dir) : null);
    const comment = /^\s*#/.test(text.slice(text.lastIndexOf("\n", match.index) + 1));
    const place = found === null || comment ? null : locate(project, dir, found.module);
    return found === null || place === null
      ? []
      : [
          {
            program: match[1] ?? "",
            module: found.module,
            variable: found.variable.replace(/\(\)$/, ""),
            factory: /--factory\b/.test(match[2] ?? "") || found.variable.endsWith(")"),
            port: portOf(match[2] ?? ""),
            ...place,
            source: `${path}:${lineAt(text, match.index)}`,
            document: document.test(baseName(path)),
            bare: named === null,
          },
        ];
  });
}

/** What runs the application in production comes first, what checks it and what people read last. */
function rank(path: string): number {
  return document.test(baseName(path)) ? 2 : path.startsWith(".github/") ? 1 : 0;
}

/** `app.main:app`. */
function targetIn(args: string): { module: string; variable: string } | null {
  const found = target.exec(args);
  return found === null ? null : { module: found[1] ?? "", variable: found[2] ?? "" };
}

/** `run app/main.py`; the application is looked for in that file, under its usual name unless another is given. */
function scriptIn(args: string): { module: string; variable: string } | null {
  const path = /(?:^|\s)(?:\.\/)?([\w/-]+)\.py\b/.exec(args)?.[1];
  const variable = /--app[= ]+(\w+)/.exec(args)?.[1];
  return path === undefined
    ? null
    : { module: path.replace(/^\/(?:app|code|src)\//, "").replaceAll("/", "."), variable: variable ?? "app" };
}

/** What FastAPI's own program serves where no file is given: what the manifest names, else the first of some usual files. */
function usualScript(project: ProjectReader, dir: string): { module: string; variable: string } | null {
  const toml = project.read(joinPath(dir, "pyproject.toml")) ?? "";
  const entrypoint = toml.includes("[tool.fastapi]") ? tableAt(parseToml(toml), "tool", "fastapi")["entrypoint"] : null;
  if (typeof entrypoint === "string") {
    return targetIn(` ${entrypoint}`);
  }
  const file = ["main", "app", "api", "app/main", "app/app", "app/api"].find((path) =>
    project.has(joinPath(dir, `${path}.py`)),
  );
  return file === undefined ? null : { module: file.replaceAll("/", "."), variable: "app" };
}

/** The port that a server's arguments name. */
export function portOf(args: string): number | null {
  const match = portArgument.exec(args.replaceAll(/["',[\]]+/g, " "));
  return match === null ? null : Number(match[1]);
}

/** `--port 8000`, `-b 0.0.0.0:8000`, `runserver 0.0.0.0:8000`. */
export const portArgument: RegExp =
  /(?:--port[= ]|-p |-b |--bind[= ]|--listen[= ]|--http[= ]|runserver )\s*["']?(?:\[?[\w.*:]*\]?:)?(\d{2,5})\b/;

/** The file of a module and the folder that it is seen from: the nearest to the application's own. */
export function locate(project: ProjectReader, dir: string, module: string): { file: string; root: string } | null {
  const path = module.replaceAll(".", "/");
  const names = [`${path}.py`, `${path}/__init__.py`];
  for (const name of names) {
    const direct = joinPath(dir, name);
    if (project.has(direct)) {
      return { file: direct, root: dir };
    }
    const below = filesIn(project, dir)
      .filter((file) => file.endsWith(`/${name}`))
      .sort((a, b) => a.length - b.length)[0];
    if (below !== undefined) {
      return { file: below, root: dirOf(below.slice(0, -name.length) + "x") };
    }
  }
  return null;
}

/**
 * The folder from which Python has to be started so that a file's imports are found, and the file's module name there: by
 * what it and its neighbours import, else the first folder above that is no package.
 */
export function moduleOf(project: ProjectReader, dir: string, file: string): { root: string; module: string } {
  const inside = foldersUp(dirOf(file)).filter(
    (folder) => folder === dir || folder.startsWith(dir === "." ? "" : `${dir}/`),
  );
  const root =
    importRoot(project, file, inside) ?? inside.find((folder) => !project.has(joinPath(folder, "__init__.py"))) ?? dir;
  const path = root === "." ? file : file.slice(root.length + 1);
  return {
    root,
    module: path
      .replace(/\.py$/, "")
      .replace(/\/__init__$/, "")
      .replaceAll("/", "."),
  };
}

function importRoot(project: ProjectReader, file: string, folders: readonly string[]): string | null {
  const near = [
    file,
    ...filesIn(project, dirOf(file))
      .filter((path) => path.endsWith(".py"))
      .slice(0, 60),
  ];
  for (const path of near) {
    const text = project.read(path) ?? "";
    for (const { start } of headsOf(project, path)) {
      imported.lastIndex = start;
      const [whole, top = "", rest = ""] = imported.exec(text) ?? [];
      if (whole === undefined) {
        continue;
      }
      const names =
        rest === ""
          ? [`${top}.py`, `${top}/__init__.py`]
          : [`${top}${rest.replaceAll(".", "/")}.py`, `${top}${rest.replaceAll(".", "/")}/__init__.py`];
      const root = folders.find((folder) =>
        names.some((name) => joinPath(folder, name) !== path && project.has(joinPath(folder, name))),
      );
      if (root !== undefined) {
        return root;
      }
    }
  }
  return null;
}

const imported = /(?:from|import)\s+(\w+)((?:\.\w+)*)/y;
