import { rememberByKey } from "@backwright/core";
import type { ProjectReader } from "@backwright/core";
import {
  chooseEntry,
  environmentFiles,
  filesNamed,
  foldersUp,
  joinPath,
  locate,
  writtenStarts,
} from "@backwright/language-python";
import type { ApplicationReading, Entry, EntryRequest } from "@backwright/language-python";
import { application, makesFlask } from "./application.ts";
import { routerOf } from "./routes/router.ts";

/** What `FLASK_APP` names, and where it is set. */
export interface FlaskApp {
  readonly module: string;
  readonly variable: string;
  readonly factory: boolean;
  readonly file: string;
  readonly root: string;
  readonly source: string;
  /** Whether `flask run` finds it by itself. */
  readonly automatic: boolean;
}

/** The variable or factory that a server is started with. */
export function entryOf(project: ProjectReader, dir: string): Entry | null {
  const files = application.files(project, dir);
  const [started] = writtenStarts(project, dir);
  const written = flaskApp(project, dir) ?? started ?? null;
  const variables =
    written === null ? (application.plainVariables(project, dir) ?? variablesOf(application.brief(project, dir))) : [];
  return chooseEntry({ project, dir, written, variables, files, makes: makesFlask });
}

function variablesOf({ interpreter, builder }: ApplicationReading): EntryRequest["variables"] {
  return interpreter.globals().filter(({ value }) => {
    const router = routerOf(value);
    return router !== null && builder.applications.has(router.routerId);
  });
}

const setting = /(?:^|[\s"'])FLASK_APP\s*[=:\s]\s*["']?([\w./]+(?::\w+(?:\(\))?)?)["']?/m;

/** `FLASK_APP` as `.flaskenv`, `.env`, a Dockerfile, compose file, Makefile or script sets it. */
export const flaskApp: (project: ProjectReader, dir: string) => FlaskApp | null = rememberByKey(findFlaskApp);

function findFlaskApp(project: ProjectReader, dir: string): FlaskApp | null {
  const near = new Set(foldersUp(dir));
  const name = /^(?:Dockerfile[\w.-]*|(?:docker-)?compose[\w.-]*\.ya?ml|Makefile|[\w.-]+\.sh|package\.json)$/;
  const others = filesNamed(project, ".", name).filter(
    (path) =>
      near.has(path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : ".") ||
      dir === "." ||
      path.startsWith(`${dir}/`),
  );
  const environment = environmentFiles(project, dir);
  for (const path of [...environment, ...others]) {
    const text = project.read(path) ?? "";
    const match = setting.exec(text);
    const found = match === null ? null : readSetting(project, dir, match[1] ?? "");
    if (match !== null && found !== null) {
      const line = text.slice(0, match.index).split("\n").length + (match[0].startsWith("\n") ? 1 : 0);
      return { ...found, source: `${path}:${line}`, automatic: /(^|\/)\.(flaskenv|env)$/.test(path) };
    }
  }
  return null;
}

/** `wsgi.py`, `app`, `app:create_app()`, `src/app.py:server`. */
function readSetting(
  project: ProjectReader,
  dir: string,
  value: string,
): Omit<FlaskApp, "source" | "automatic"> | null {
  const [target = "", given] = value.split(":");
  const module = target.replace(/^\.\//, "").replace(/\.py$/, "").replaceAll("/", ".");
  const place = locate(project, dir, module);
  if (place === null) {
    return null;
  }
  const text = project.read(place.file) ?? "";
  const variable =
    given?.replace(/\(\)$/, "") ??
    ["app", "application"].find((name) => new RegExp(`^${name}\\b\\s*[:=]`, "m").test(text));
  const factory = variable === undefined || new RegExp(`^def ${variable}\\b`, "m").test(text);
  return { module, variable: variable ?? "create_app", factory, ...place };
}

/** Whether `flask run` would find the application of a file without being told. */
export function isFoundByFlask({ file, root }: Pick<Entry, "file" | "root">): boolean {
  return file === joinPath(root, "app.py") || file === joinPath(root, "wsgi.py");
}
