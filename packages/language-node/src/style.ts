import type { ProjectReader } from "@backwright/core";
import { parse as parseYaml } from "yaml";
import { readBiomeConfig } from "./biome.ts";
import { asObject, parseJson } from "./json.ts";
import { dirOf, joinPath, readManifest } from "./manifest.ts";
import { nodesOf, objectEntries, parseSource, stringValue } from "./syntax.ts";

/** How code looks, in the words of prettier's options. */
export interface Style {
  readonly singleQuote: boolean;
  readonly semi: boolean;
  readonly useTabs: boolean;
  readonly tabWidth: number;
  readonly trailingComma: "all" | "es5" | "none";
  readonly printWidth: number;
  readonly bracketSpacing: boolean;
  readonly arrowParens: "always" | "avoid";
  readonly endOfLine: "lf" | "crlf";
}

/** A style and where it was read: a configuration file, or `code` where it was inferred. */
export interface StyleFinding {
  readonly style: Style;
  readonly source: string;
}

/** Prettier's own defaults. */
export const defaultStyle: Style = {
  singleQuote: false,
  semi: true,
  useTabs: false,
  tabWidth: 2,
  trailingComma: "all",
  printWidth: 80,
  bracketSpacing: true,
  arrowParens: "always",
  endOfLine: "lf",
};

const prettierFiles = [
  ".prettierrc",
  ".prettierrc.json",
  ".prettierrc.yaml",
  ".prettierrc.yml",
  ".prettierrc.json5",
  ".prettierrc.js",
  ".prettierrc.cjs",
  ".prettierrc.mjs",
  "prettier.config.js",
  "prettier.config.cjs",
  "prettier.config.mjs",
  "prettier.config.ts",
];

/**
 * The style of an app: its configuration of prettier or Biome (with .editorconfig below it), from its folder up to the root,
 * else what its source files show.
 */
export function readStyle(project: ProjectReader, appDir: string, sources: readonly string[]): StyleFinding {
  for (let folder = appDir; ; folder = dirOf(folder)) {
    const configured = readPrettierConfig(project, folder) ?? readBiomeConfig(project, folder);
    if (configured !== null) {
      const style = {
        ...defaultStyle,
        ...(isPrettier2(project, appDir) ? { trailingComma: "es5" as const } : {}),
        ...known(editorConfig(project, folder)),
        ...known(configured.options),
      };
      return { style, source: configured.source };
    }
    if (folder === ".") {
      return { style: inferStyle(sources.flatMap((path) => project.read(path) ?? [])), source: "code" };
    }
  }
}

/** Prettier put commas behind last parameters by default only from its third version on. */
function isPrettier2(project: ProjectReader, appDir: string): boolean {
  const range = readManifest(project, appDir)?.dependencies.get("prettier")?.range ?? "";
  return /^\D*[12]\./.test(range);
}

/** What a formatter leaves on one line, however long it is. */
const importOfOne = /^import (?:type )?(?:\w+|\{ ?\w+ ?\}) from /;

/** The style that the given texts show most; prettier's defaults where they show nothing. */
export function inferStyle(texts: readonly string[]): Style {
  const lines = texts.flatMap((text) => text.split("\n")).filter((line) => !/^\s*(\/\/|\*|\/\*)/.test(line));
  const code = lines.join("\n");
  const ends = lines.filter((line) => /[\w)"'`\]]\s*;?\s*$/.test(line) && !/^\s*[)\]},]/.test(line));
  const indents = lines.map((line) => /^(\t+| +)\S/.exec(line)?.[1] ?? "").filter((indent) => indent !== "");
  const useTabs = mostly(indents, (indent) => indent.startsWith("\t"));
  const breakable = lines.filter((line) => !importOfOne.test(line));
  const lengths = breakable.map((line) => line.replaceAll("\t", "    ").trimEnd().length).sort((a, b) => a - b);
  const long = lengths[Math.floor(lengths.length * 0.998)] ?? 0;
  return {
    ...defaultStyle,
    singleQuote: count(code, /'[^'"\n]*'/g) > count(code, /"[^'"\n]*"/g),
    semi: ends.length === 0 || mostly(statementEnds(ends), (line) => line.trimEnd().endsWith(";")),
    useTabs,
    tabWidth: useTabs ? 4 : indentWidth(indents),
    trailingComma: trailingCommas(texts),
    printWidth: long <= 84 ? 80 : long <= 104 ? 100 : 120,
    bracketSpacing: count(code, /(?<!\$)\{\w[^{}\n]*\w\}/g) <= count(code, /\{ \w[^{}\n]*\w \}/g),
    arrowParens: count(code, /(?<![\w)])\w+ =>/g) > count(code, /\(\w+\) =>/g) ? "avoid" : "always",
    endOfLine: mostly(texts, (text) => text.includes("\r\n")) ? "crlf" : "lf",
  };
}

/** What most literals and argument lists of several lines do behind their last entry. */
function trailingCommas(texts: readonly string[]): Style["trailingComma"] {
  const roots = texts.flatMap((text) => parseSource("style.ts", text)?.root ?? []);
  function several(kinds: readonly string[]): readonly boolean[] {
    return roots
      .flatMap((root) => kinds.flatMap((kind) => nodesOf(root, kind)))
      .map((node) => ({ range: node.range(), children: node.children() }))
      .filter(({ range, children: [, first] }) => first !== undefined && first.range().start.line > range.start.line)
      .filter(({ children }) => children.length > 2)
      .map(({ children }) => children.at(-2)?.kind() === ",");
  }
  const literals = several(["object", "array"]);
  const lists = several(["arguments", "formal_parameters"]);
  if (literals.length > 0 && !mostly(literals, (comma) => comma)) {
    return "none";
  }
  return lists.length === 0 || mostly(lists, (comma) => comma) ? "all" : "es5";
}

function statementEnds(lines: readonly string[]): string[] {
  return lines.filter(
    (line) => /^\s*(const|let|var|import|return|await|throw|[\w.]+\()/.test(line) && !/[,({[]\s*$/.test(line),
  );
}

function indentWidth(indents: readonly string[]): number {
  const widths = [8, 4, 3, 2].map((width) => ({
    width,
    share: indents.filter((indent) => indent.length % width === 0).length / Math.max(1, indents.length),
  }));
  return widths.find(({ share }) => share > 0.9)?.width ?? 2;
}

function mostly<Value>(values: readonly Value[], holds: (value: Value) => boolean): boolean {
  return values.filter(holds).length * 2 > values.length;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function readPrettierConfig(
  project: ProjectReader,
  folder: string,
): { options: Readonly<Record<string, unknown>>; source: string } | null {
  const manifest = readManifest(project, folder);
  const inManifest = asObject(manifest?.file.value)["prettier"];
  if (manifest !== null && typeof inManifest === "object" && inManifest !== null) {
    return {
      options: asObject(inManifest),
      source: `${manifest.path}:${manifest.file.lineOf("prettier") ?? 1}`,
    };
  }
  const path = prettierFiles.map((name) => joinPath(folder, name)).find((name) => project.has(name));
  const text = path === undefined ? null : project.read(path);
  return path === undefined || text === null ? null : { options: parseConfig(path, text), source: `${path}:1` };
}

function parseConfig(path: string, text: string): Readonly<Record<string, unknown>> {
  if (/\.[cm]?[jt]s$/.test(path)) {
    const root = parseSource(path, text)?.root;
    const objects = root === undefined ? [] : nodesOf(root, "object");
    const entries = [...(objects[0] === undefined ? [] : objectEntries(objects[0]))];
    return Object.fromEntries(entries.map(([key, node]) => [key, stringValue(node) ?? literal(node.text())]));
  }
  if (/^\s*\{/.test(text)) {
    return asObject(parseJson(path, text).value);
  }
  try {
    return asObject(parseYaml(text));
  } catch {
    return {};
  }
}

function literal(text: string): unknown {
  return text === "true" || text === "false" ? text === "true" : /^\d+$/.test(text) ? Number(text) : undefined;
}

/** The section of .editorconfig for all files, as far as it concerns code. */
function editorConfig(project: ProjectReader, folder: string): Readonly<Record<string, unknown>> {
  const options: Record<string, unknown> = {};
  let applies = false;
  for (const line of (project.read(joinPath(folder, ".editorconfig")) ?? "").split(/\r?\n/)) {
    const section = /^\s*\[(.+)\]\s*$/.exec(line)?.[1];
    applies = section === undefined ? applies : section === "*" || /[{,.](js|ts)\b/.test(section);
    const [key = "", value = ""] = line
      .toLowerCase()
      .split("=", 2)
      .map((part) => part.trim());
    if (applies && key === "indent_style") {
      options["useTabs"] = value === "tab";
    }
    if (applies && (key === "indent_size" || key === "max_line_length") && /^\d+$/.test(value)) {
      options[key === "indent_size" ? "tabWidth" : "printWidth"] = Number(value);
    }
  }
  return options;
}

/** Only options that Style has, with values of the right type. */
function known(options: Readonly<Record<string, unknown>>): Partial<Style> {
  return Object.fromEntries(
    Object.entries(defaultStyle)
      .map(([key, standard]) => [key, standard, options[key]] as const)
      .filter(([, standard, value]) => typeof value === typeof standard)
      .map(([key, , value]) => [key, value]),
  );
}
