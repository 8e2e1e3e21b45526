import type { ProjectReader } from "@backwright/core";
import { dirOf, inCase, joinPath } from "@backwright/language-node";
import type { LayerFiles } from "./layer.ts";
import type { AppView } from "../view.ts";
import { appTables } from "../drizzle/tables.ts";

export interface MigrationFolder {
  readonly folder: string;
  readonly ending: string;
  /** What joins the words of a migration's name. */
  readonly separator: "_" | "-";
  /** How words are joined behind the number, where that is not as the number is joined with them. */
  readonly case?: "pascal" | "kebab" | "camel" | "snake";
}

/** The path of the plan's migration, behind the app's last; the same again where an earlier run of the task has made it. */
export function migrationPath({ project, generated, view }: LayerFiles, place: MigrationFolder): string {
  const { folder, ending, separator } = place;
  const words = ["add", ...tableNames(view)].join(separator).slice(0, 100);
  const name = place.case === undefined ? words : inCase(words, place.case);
  const names = fileNames(project, folder);
  const own = names.find((one) => generated.has(joinPath(folder, one)) && bareName(one) === name);
  const before = names.filter((one) => !generated.has(joinPath(folder, one)));
  return joinPath(folder, own ?? `${numberAfter(before)}${separator}${name}${ending}`);
}

/** Names of tables that the plan wants and an earlier migration, not of this plan, has made. */
export function tablesMade({ project, generated, view }: LayerFiles, folder: string): string[] {
  const texts = fileNames(project, folder)
    .map((name) => joinPath(folder, name))
    .filter((path) => !generated.has(path))
    .map((path) => project.read(path) ?? "");
  return tableNames(view).filter((name) =>
    texts.some((text) => new RegExp(`\\bcreateTable(?:IfNotExists)?\\(\\s*["'\`]${name}["'\`]`, "i").test(text)),
  );
}

/** Tables of a plan, in the order of their names. */
export function tableNames(view: AppView): string[] {
  return appTables(view).map(({ name }) => name);
}

/** Files of the folder itself, in order. */
function fileNames(project: ProjectReader, folder: string): string[] {
  return project
    .list()
    .filter((path) => dirOf(path) === folder && /\.[cm]?[jt]s$/.test(path) && !path.endsWith(".d.ts"))
    .map((path) => path.slice(path.lastIndexOf("/") + 1))
    .toSorted();
}

function bareName(file: string): string {
  return file.replace(/^\d+[_-]/, "").replace(/\.[cm]?[jt]s$/, "");
}

const firstTime = "20260101000000";

/** What a new migration begins with: a second later than the last, or the next number where they are counted. */
export function numberAfter(names: readonly string[]): string {
  const last = names
    .flatMap((name) => /^\d+/.exec(name)?.[0] ?? [])
    .toSorted()
    .at(-1);
  if (last === undefined) {
    return firstTime;
  }
  const time = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(last);
  if (time === null) {
    return String(BigInt(last) + 1n).padStart(last.length, "0");
  }
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = time.slice(1).map(Number);
  const next = new Date(Date.UTC(year, month - 1, day, hour, minute, second + 1));
  return next.toISOString().replaceAll(/\D/g, "").slice(0, 14);
}
