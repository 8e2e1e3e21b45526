import type { ProjectReader } from "@backwright/core";
import { joinPath } from "../app-files.ts";
import { isTable, parseToml, tableAt } from "../manifest/toml.ts";
import type { Table } from "../manifest/toml.ts";

/** A script of a manifest. */
export interface Script {
  readonly name: string;
  readonly program: "pipenv" | "pdm" | "poe" | "taskipy" | "hatch" | "invoke";
  /** All that it runs. */
  readonly whole: string;
  readonly file: string;
  readonly line: number;
  readonly dir: string;
}

interface Place {
  readonly program: Script["program"];
  readonly file: string;
  readonly table: readonly string[];
}

/** Where tools that run scripts keep them, by the file in which they stand. */
const places: readonly Place[] = [
  { program: "pipenv", file: "Pipfile", table: ["scripts"] },
  { program: "pdm", file: "pyproject.toml", table: ["tool", "pdm", "scripts"] },
  { program: "poe", file: "pyproject.toml", table: ["tool", "poe", "tasks"] },
  { program: "taskipy", file: "pyproject.toml", table: ["tool", "taskipy", "tasks"] },
  { program: "hatch", file: "pyproject.toml", table: ["tool", "hatch", "envs", "default", "scripts"] },
];

/** The scripts that a folder's manifests define for Pipenv, PDM, Poe, Taskipy and Hatch. */
export function readScripts(project: ProjectReader, dir: string): Script[] {
  return ["Pipfile", "pyproject.toml"].flatMap((name) => {
    const path = joinPath(dir, name);
    const text = project.read(path) ?? "";
    const wanted = places.filter(({ file, table }) => file === name && text.includes(`[${table.join(".")}`));
    const toml = wanted.length === 0 ? null : parseToml(text);
    return wanted.flatMap(({ program, table }) =>
      Object.entries(tableAt(toml, ...table)).map(([script, value]): Script => {
        const index = text.split("\n").findIndex((line) => definition(script, table).test(line));
        return { name: script, program, whole: recipeOf(value), file: path, line: index + 1 || 1, dir };
      }),
    );
  });
}

function definition(name: string, table: readonly string[]): RegExp {
  const plain = name.replace(/[^\w]/g, ".");
  return new RegExp(`^\\s*(?:["']?${plain}["']?(?:\\.\\w+)?\\s*=|\\[${table.join("\\.")}\\.["']?${plain}["']?\\])`);
}

/** `"pytest"`, `["ruff check", "mypy"]`, `{ cmd = "pytest" }`, `{ sequence = [{ cmd = "a" }] }`. */
function recipeOf(value: unknown): string {
  if (typeof value === "string") {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((item) => recipeOf(item)).join("\n");
  }
  return isTable(value) ? recipeOf(first(value)) : "";
}

function first(table: Table): unknown {
  return ["cmd", "shell", "script", "call", "sequence", "composite", "ref"]
    .map((key) => table[key])
    .find((value) => value !== undefined);
}
