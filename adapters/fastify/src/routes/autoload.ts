import { joinPath, native, nodesOf } from "@backwright/language-node";
import type { NativeValue, ObjectValue, Place, SyntaxNode, Value } from "@backwright/language-node";
import { instanceOf, noOptions } from "./context.ts";
import type { Context } from "./context.ts";

const autoloadNative: NativeValue = native({ get: (property) => (property === "default" ? autoloadNative : null) });
const script = /\.[cm]?[jt]s$/;
const test = /\.d\.[cm]?ts$|\.(test|spec)\.[cm]?[jt]s$/;

/** What `@fastify/autoload` exports. */
export function autoloadPackage(): NativeValue {
  return autoloadNative;
}

export function isAutoload(value: Value): boolean {
  return value === autoloadNative;
}

export interface Autoload {
  readonly id: string;
  readonly self: NativeValue;
  readonly place: Place;
  readonly options: ObjectValue;
}

/** How folders become plugins and prefixes. */
export interface FolderRules {
  readonly index: RegExp;
  /** Files of hooks for a folder; `null` where there are none. */
  readonly hooks: RegExp | null;
  readonly cascade: boolean;
  /** The part of a prefix that a folder gives. */
  readonly segment: (folder: string) => string;
  readonly takes: (path: string) => boolean;
  /** Names of files that are no plugins, and of folders that are passed over; an index is taken all the same. */
  readonly ignored: RegExp | null;
  readonly deepest: number;
  readonly options: ObjectValue;
}

/** Registers the files of a folder as `@fastify/autoload` does. */
export function autoload(context: Context, { id, self, place, options }: Autoload): void {
  const dir = options.entries.get("dir");
  if (dir?.kind !== "text") {
    context.builder.unresolved.push({ what: "folder of plugins that is not known", ...place });
    return;
  }
  function isOn(name: string): boolean {
    const value = options.entries.get(name);
    return value?.kind === "text" && value.text === "true";
  }
  const given = options.entries.get("options");
  const prefix = given?.kind === "object" ? given.entries.get("prefix") : undefined;
  if (prefix !== undefined && prefix.kind !== "text") {
    context.builder.unresolved.push({
      what: `folder under a prefix that is not known: ${dir.text.slice(1)}`,
      ...place,
    });
  }
  const deepest = options.entries.get("maxDepth");
  const named = isOn("dirNameRoutePrefix") || !options.entries.has("dirNameRoutePrefix");
  const hooks = patternOf(options.nodes?.get("autoHooksPattern")) ?? /^[_.]?auto_?hooks?\.[cm]?[jt]s$/i;
  const root = joinPath(dir.text);
  const rules: FolderRules = {
    index: patternOf(options.nodes?.get("indexPattern")) ?? /^index\.[cm]?[jt]s$/,
    hooks: isOn("autoHooks") ? hooks : null,
    cascade: isOn("cascadeHooks"),
    segment: (folder) => (named ? (isOn("routeParams") ? folder.replace(/^_(\w+)/, ":$1") : folder) : ""),
    takes: filterOf(options),
    ignored: patternOf(options.nodes?.get("ignorePattern")),
    deepest: deepest?.kind === "text" ? Number(deepest.text) : 20,
    options: given?.kind === "object" ? given : noOptions(),
  };
  context.loaded.push(`${root}/`);
  loadFolder(context, { id, self, place, rules, root, dir: root, prefix: "" });
}

export interface Folder {
  readonly id: string;
  readonly self: NativeValue;
  readonly place: Place;
  readonly rules: FolderRules;
  readonly root: string;
  readonly dir: string;
  readonly prefix: string;
}

/** The plugins of a folder and of those below it: its index alone, where it has one, else every file. */
export function loadFolder(context: Context, folder: Folder, depth = 0): void {
  const { dir, rules, prefix } = folder;
  const names = context.interpreter?.listFolder(dir) ?? [];
  const files = names.filter((name) => script.test(name) && !test.test(name));
  const folders = names.filter((name) => !name.includes(".") || /^\[.*\]$/.test(name));
  const here = withHooks(context, folder, files);
  const plain = files.filter((name) => rules.hooks?.test(name) !== true);
  const index = plain.find((name) => rules.index.test(name));
  const others = plain.filter((name) => rules.ignored?.test(name) !== true);
  for (const name of index === undefined ? others : [index]) {
    const path = joinPath(dir, name);
    if (rules.takes(`/${path.slice(folder.root.length + 1)}`)) {
      loadFile(context, { ...here, path });
    }
  }
  if (depth < rules.deepest) {
    const above = rules.cascade ? here : folder;
    for (const name of folders.filter((folder) => rules.ignored?.test(folder) !== true)) {
      const segment = rules.segment(name);
      const next = segment === "" ? prefix : `${prefix}/${segment}`;
      loadFolder(context, { ...above, dir: joinPath(dir, name), prefix: next }, depth + 1);
    }
  }
}

/** A folder with hooks has an instance of its own, on which they stand. */
function withHooks(context: Context, folder: Folder, files: readonly string[]): Folder {
  const { id, place, rules, dir } = folder;
  const hooks = rules.hooks === null ? [] : files.filter((name) => rules.hooks?.test(name));
  const interpreter = context.interpreter;
  if (hooks.length === 0 || interpreter === null) {
    return folder;
  }
  const child = context.makeInstance(place, "plugin");
  const router = instanceOf(child)?.instanceId ?? id;
  context.builder.entries(id).push({ kind: "mount", prefix: "", guards: [], router, ...place, confidence: 1 });
  for (const name of hooks) {
    const value = interpreter.exportsOf(joinPath(dir, name));
    const run = value.kind === "function" ? value : interpreter.member(value, "default");
    if (run.kind === "function") {
      interpreter.call(run, [child, rules.options]);
    }
  }
  return { ...folder, id: router, self: child };
}

function loadFile(context: Context, { path, ...folder }: Folder & { readonly path: string }): void {
  const interpreter = context.interpreter;
  const value = interpreter?.exportsOf(path);
  if (interpreter === null || value === undefined) {
    return;
  }
  const plugin = value.kind === "object" ? (value.entries.get("default") ?? value) : value;
  if (plugin.kind === "object" || plugin.kind === "unknown") {
    return;
  }
  const own = ["autoPrefix", "prefixOverride"].map((name) => {
    const beside = interpreter.member(value, name);
    return beside.kind === "text" ? beside : interpreter.member(plugin, name);
  });
  const [auto, override] = own.map((item) => (item.kind === "text" ? item.text : null));
  const given = folder.rules.options.entries.get("prefix");
  const start = given?.kind === "text" ? given.text : "";
  const prefix = override ?? `${start}/${auto ?? folder.prefix}`;
  const entries = new Map(folder.rules.options.entries).set("prefix", { kind: "text", text: prefix, env: null });
  const options: ObjectValue = { kind: "object", entries, instanceOf: null, base: null };
  context.registerPlugin({ ...folder, place: { file: path, line: 1 }, plugin, options, name: path });
}

/** The regular expression in an option, or in the function that it is. */
function patternOf(node: SyntaxNode | undefined): RegExp | null {
  const literal = node === undefined ? undefined : node.kind() === "regex" ? node : nodesOf(node, "regex")[0];
  const match = /^\/(.*)\/([a-z]*)$/s.exec(literal?.text() ?? "");
  try {
    return match === null ? null : new RegExp(match[1] ?? "", match[2]?.replace("g", ""));
  } catch {
    return null;
  }
}

function filterOf({ nodes }: ObjectValue): (path: string) => boolean {
  const takes = conditionOf(nodes?.get("matchFilter"));
  const ignores = conditionOf(nodes?.get("ignoreFilter"));
  return (path) => takes?.(path) !== false && ignores?.(path) !== true;
}

/** `/\.route\.ts$/`, `"routes"`, `(path) => path.endsWith(".route.js")` as a condition; `null` where it is none of these. */
function conditionOf(node: SyntaxNode | undefined): ((path: string) => boolean) | null {
  const pattern = patternOf(node);
  if (pattern !== null) {
    return (path) => pattern.test(path);
  }
  const match = /\.(endsWith|includes|startsWith)\(\s*(["'])([^"']+)\2/.exec(node?.text() ?? "");
  const part = match?.[3] ?? (node?.kind() === "string" ? node.text().slice(1, -1) : null);
  if (part === null) {
    return null;
  }
  // The code that runs may have another ending than the source that it is built from.
  const plain = part.replace(/\.[cm]?[jt]s$/, ".");
  return match?.[1] === "endsWith"
    ? (path) => path.replace(script, ".").endsWith(plain)
    : (path) => path.includes(part);
}
