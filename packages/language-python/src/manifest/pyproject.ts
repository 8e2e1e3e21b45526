import { normalName, readRequirement } from "./requirements.ts";
import type { Dependency } from "./requirements.ts";
import { isTable, parseToml, tableAt, textsOf } from "./toml.ts";
import type { Table } from "./toml.ts";

/** The dependencies of a pyproject.toml: PEP 621, dependency groups, Poetry, PDM and uv; of a broken file what its lines tell. */
export function readPyproject(file: string, text: string): Dependency[] {
  const toml = parseToml(text);
  return toml === null ? scanLines(file, text) : fromTables(file, text, toml);
}

/** True where a pyproject.toml describes a project, rather than only the settings of tools. */
export function describesProject(text: string): boolean {
  const toml = parseToml(text);
  return toml === null
    ? /^\s*\[(project|tool\.poetry)\b/m.test(text)
    : isTable(toml["project"]) || isTable(tableAt(toml, "tool")["poetry"]) || isTable(toml["dependency-groups"]);
}

function fromTables(file: string, text: string, toml: Table): Dependency[] {
  const place = sourceOf(file, text);
  const project = tableAt(toml, "project");
  const poetry = tableAt(toml, "tool", "poetry");
  const groups = Object.values(tableAt(poetry, "group"));
  return [
    ...listed(place, project["dependencies"], false),
    ...Object.values(tableAt(project, "optional-dependencies")).flatMap((list) => listed(place, list, true)),
    ...Object.values(tableAt(toml, "dependency-groups")).flatMap((list) => listed(place, list, true)),
    ...Object.values(tableAt(toml, "tool", "pdm", "dev-dependencies")).flatMap((list) => listed(place, list, true)),
    ...listed(place, tableAt(toml, "tool", "uv")["dev-dependencies"], true),
    ...tabled(place, tableAt(poetry, "dependencies"), false),
    ...tabled(place, tableAt(poetry, "dev-dependencies"), true),
    ...groups.flatMap((group) => (isTable(group) ? tabled(place, tableAt(group, "dependencies"), true) : [])),
  ];
}

/** A file with its lines. */
export interface Source {
  readonly file: string;
  readonly lines: readonly string[];
  /** The lines as they begin: without blanks, quotes and brackets. */
  readonly beginnings: readonly string[];
}

export function sourceOf(file: string, text: string): Source {
  const lines = text.split("\n");
  return { file, lines, beginnings: lines.map((line) => line.replace(/^[\s"'[]+/, "")) };
}

function listed(source: Source, list: unknown, dev: boolean): Dependency[] {
  return textsOf(list).flatMap((item) => {
    const found = readRequirement(item);
    return found === null ? [] : [{ ...found, file: source.file, line: lineOfName(source, item), dev }];
  });
}

/** `name = "^1.2"` or `name = { version = "^1.2", extras = [] }`, as Poetry and Pipenv write it. */
export function tabled(source: Source, table: Table, dev: boolean): Dependency[] {
  return Object.entries(table).flatMap(([name, value]) => {
    if (name === "python") {
      return [];
    }
    const range = typeof value === "string" ? value : isTable(value) ? value["version"] : "";
    return [
      {
        name: normalName(name),
        range: typeof range === "string" && range !== "*" ? range : "",
        extras: isTable(value) ? textsOf(value["extras"]) : [],
        file: source.file,
        line: lineOfName(source, name),
        dev,
      },
    ];
  });
}

function lineOfName({ lines, beginnings }: Source, name: string): number {
  const index = beginnings.findIndex((line) => line.startsWith(name));
  return (index === -1 ? lines.findIndex((line) => line.includes(name)) : index) + 1 || 1;
}

/** What strings and keys look like dependencies, in files that no parser takes. */
export function scanLines(file: string, text: string): Dependency[] {
  return text.split("\n").flatMap((line, index): Dependency[] => {
    const quoted = [...line.matchAll(/["']([A-Za-z0-9][\w.-]*(?:\[[^\]]*\])?\s*(?:[<>=!~]=?[^"']*)?)["']/g)];
    return quoted.flatMap((match) => {
      const found = readRequirement(match[1] ?? "");
      return found === null ? [] : [{ ...found, file, line: index + 1, dev: false }];
    });
  });
}
