import type { ProjectReader } from "@backwright/core";
import { isApplicationCode } from "../app-files.ts";
import { lineAt } from "../json.ts";
import { createModuleResolver } from "../modules.ts";
import type { ListenCall, Place } from "../routes/builder.ts";

/** A port as far as a text tells it. */
interface PlainPort {
  readonly port: number | null;
  readonly env: string | null;
}

/**
 * Where the code listens, read from the text alone; `null` where one of the places says less than the port, so that the
 * code has to be followed. Following takes many times longer than all else that is asked about an application.
 */
export function plainListens(project: ProjectReader, places: readonly Place[]): ListenCall[] | null {
  const found: ListenCall[] = [];
  for (const file of new Set(places.map((place) => place.file))) {
    const text = project.read(file) ?? "";
    const lines = new Set(places.filter((place) => place.file === file).map((place) => place.line));
    for (const match of text.matchAll(/\.listen\s*\(/g)) {
      const line = lineAt(text, match.index);
      if (!lines.has(line)) {
        continue;
      }
      const port = portOf(firstArgument(text, match.index + match[0].length), { project, file, text, depth: 0 });
      if (port === null) {
        return null;
      }
      found.push({ file, line, ...port });
    }
  }
  return found.length === 0 ? null : found;
}

/** The text up to the comma or bracket that ends an argument. */
function firstArgument(text: string, start: number, most = 400): string {
  let depth = 0;
  for (let at = start; at < text.length && at < start + most; at += 1) {
    const sign = text[at] ?? "";
    if ("([{".includes(sign)) {
      depth += 1;
    } else if (")]}".includes(sign)) {
      if (depth === 0) {
        return text.slice(start, at).trim();
      }
      depth -= 1;
    } else if (sign === "," && depth === 0) {
      return text.slice(start, at).trim();
    }
  }
  return "";
}

/** The text of the object that begins at a place. */
function objectAt(text: string, start: number, most = 400): string {
  let depth = 0;
  for (let at = start; at < text.length && at < start + most; at += 1) {
    depth += "([{".includes(text[at] ?? " ") ? 1 : ")]}".includes(text[at] ?? " ") ? -1 : 0;
    if (depth === 0) {
      return text.slice(start, at + 1);
    }
  }
  return "";
}

/** Where an expression stands. */
interface Context {
  readonly project: ProjectReader;
  readonly file: string;
  readonly text: string;
  /** How many others led to it. */
  readonly depth: number;
}

function portOf(written: string, context: Context): PlainPort | null {
  const expression = unwrapped(written);
  const inner = { ...context, depth: context.depth + 1 };
  if (context.depth > 6 || expression.length > 200) {
    return null;
  }
  if (/^["'`]?\d{2,5}["'`]?$/.test(expression)) {
    return { port: Number(expression.replace(/\D/g, "")), env: null };
  }
  // `z.coerce.number().default(3000)` and its like, in what describes the environment.
  const fallback = /^[\w.]+\([^]*\.default\(\s*["']?(\d{2,5})["']?\s*\)/.exec(expression);
  if (fallback !== null) {
    return { port: Number(fallback[1]), env: null };
  }
  const variable = /^process\.env(?:\.(\w+)|\[["'](\w+)["']\])$/.exec(expression);
  if (variable !== null) {
    return { port: null, env: variable[1] ?? variable[2] ?? null };
  }
  const entry = /^\{[^]*?\bport\b\s*(?:([,}])|:)/.exec(expression);
  if (entry !== null) {
    return entry[1] === undefined
      ? portOf(firstArgument(`${expression.slice(entry[0].length, -1)})`, 0), inner)
      : portOf("port", inner);
  }
  const choice = /^[\w.!]+\s*\?(?![?.])\s*([^?:]+?)\s*:\s*([^?:]+)$/.exec(expression);
  if (choice !== null) {
    return either([portOf(choice[1] ?? "", inner), portOf(choice[2] ?? "", inner)]);
  }
  const atWork = /^process\.env\.NODE_ENV\s*===?\s*["']production["']\s*\?\s*([^?:]+?)\s*:\s*([^?:]+)$/.exec(
    expression,
  );
  if (atWork !== null) {
    return either([portOf(atWork[2] ?? "", inner), portOf(atWork[1] ?? "", inner)]);
  }
  const parts = expression.split(/\|\||\?\?/).map((part) => part.trim());
  if (parts.length > 1) {
    return either(parts.map((part) => portOf(part, inner)));
  }
  const asked =
    /\.(?:get|getOrThrow)\s*(?:<[^()]*>)?\(\s*["'`]([\w.]+)["'`]\s*(?:,\s*["']?(\d{2,5})["']?\s*)?(?:,\s*\{[^{}]*\}\s*)?\)$/.exec(
      expression,
    );
  if (asked !== null && /config|settings|env/i.test(expression)) {
    return (
      askedPort(asked[1] ?? "", { fallback: asked[2] ?? null, context: inner }) ??
      describedPort(expression.slice(0, expression.indexOf(".")), asked[1] ?? "", inner)
    );
  }
  const set = /^\w+\.get\((["']\w+["'])\)$/.exec(expression)?.[1];
  if (set !== undefined) {
    return only(context.text, new RegExp(`\\.set\\(\\s*${set}\\s*,\\s*`, "g"), inner);
  }
  const [owner = "", ...names] = expression.split(/\??\./);
  if (names.length > 0 && /^\w+(\??\.\w+)+$/.test(expression)) {
    return memberPort(owner, names, inner);
  }
  return /^[A-Za-z_$][\w$]*$/.test(expression) ? namedPort(expression, inner) : null;
}

/** The only value that a file gives in a way; `null` where there are several. */
function only(text: string, before: RegExp, context: Context): PlainPort | null {
  const match = outermost(text, before);
  return match === null
    ? null
    : portOf(firstArgument(`${text.slice(match.index + match[0].length)})`, 0), { ...context, text });
}

/** Of several the first number and the first variable; what is not known in between matters only where there is neither. */
function either(parts: readonly (PlainPort | null)[]): PlainPort | null {
  const port = parts.find((part) => part?.port != null)?.port ?? null;
  const env = parts.find((part) => part?.env != null)?.env ?? null;
  return parts.includes(null) && (port === null || env === null) ? null : { port, env };
}

/** `configService.get("PORT", 3000)`, and `get("server.port")` of what `registerAs("server", …)` gives. */
function askedPort(
  key: string,
  { fallback, context }: { readonly fallback: string | null; readonly context: Context },
): PlainPort | null {
  if (/^[A-Z][A-Z0-9_]*$/.test(key)) {
    return { port: fallback === null ? null : Number(fallback), env: key };
  }
  const [space = "", ...names] = key.split(".");
  const registered = new RegExp(`\\bregisterAs\\(\\s*["'\`]${space}["'\`]`);
  const files = context.project
    .list()
    .filter((path) => isApplicationCode(path) && registered.test(context.project.read(path) ?? ""));
  const [file, ...others] = files;
  return file === undefined || others.length > 0 || names.length === 0
    ? null
    : portAt(names, { ...context, file, text: context.project.read(file) ?? "" });
}

/** `config.get("port")`, where the other module describes it: `port: { default: 3000, env: "PORT" }`. */
function describedPort(owner: string, name: string, context: Context): PlainPort | null {
  const file = importedFile(owner, context);
  const described = new RegExp(`(?<![\\w.$])["']?${name}["']?\\s*:\\s*\\{[^{}]*\\benv\\s*:\\s*["'](\\w+)["']`);
  const env = file === null ? undefined : described.exec(context.project.read(file) ?? "")?.[1];
  return env === undefined ? null : { port: null, env };
}

/** `config.server.port`, where `config` is another module, or an object of this one. */
function memberPort(owner: string, names: readonly string[], context: Context): PlainPort | null {
  const file = importedFile(owner, context);
  return portAt(names, file === null ? context : { ...context, file, text: context.project.read(file) ?? "" });
}

/** What stands under a name in the objects of a text, the last of the names in those before it. */
function portAt(names: readonly string[], context: Context): PlainPort | null {
  let { text } = context;
  for (const name of names.slice(0, -1)) {
    const at = new RegExp(`(?<![\\w.$])["']?${name}["']?\\s*:\\s*\\{`).exec(text);
    if (at !== null) {
      text = firstArgument(`${text.slice(at.index + at[0].length - 1)})`, 0, 2000);
    }
  }
  const before = new RegExp(`(?<![\\w.$])["']?${names.at(-1)}["']?\\s*:\\s*(?!\\s)`, "g");
  const match = outermost(text, before);
  if (match === null) {
    return null;
  }
  const name = names.at(-1) ?? "";
  const value = firstArgument(`${text.slice(match.index + match[0].length)})`, 0);
  // A variable of the environment as a schema describes it: its default is read with all other settings.
  const described = /^[A-Z][A-Z0-9_]*$/.test(name) && /^[\w.]+\(\{[^{}]*\bdefault\s*:/.test(value);
  return described ? { port: null, env: name } : portOf(value, context);
}

/** The match on the least indented line; `null` where there are several such, or none. */
function outermost(text: string, pattern: RegExp): RegExpExecArray | null {
  const found = [...text.matchAll(pattern)].map((match) => {
    const start = text.lastIndexOf("\n", match.index + match[0].search(/\S/)) + 1;
    return { match, indent: /^\s*/.exec(text.slice(start))?.[0].length ?? 0 };
  });
  const least = Math.min(...found.map(({ indent }) => indent));
  const [first, ...others] = found.filter(({ indent }) => indent === least);
  return first === undefined || others.length > 0 ? null : first.match;
}

/** The module that a name comes from. */
function importedFile(name: string, { project, file, text }: Context): string | null {
  const pattern = new RegExp(
    `\\bimport\\s+(?:\\*\\s+as\\s+)?(?:${name}\\b|[^;"']*\\b${name}\\b)[^;"']*\\bfrom\\s*["']([^"']+)["']|\\b${name}\\b[^=;]*=\\s*require\\(\\s*["']([^"']+)["']`,
  );
  const match = pattern.exec(text);
  const specifier = match?.[1] ?? match?.[2];
  const found = specifier === undefined ? null : createModuleResolver(project).resolve(file, specifier);
  // `export { default as config } from "./config.js"`: an index that gives on what another module has.
  const given = new RegExp(`\\bexport\\s*\\{[^}]*\\b${name}\\b[^}]*\\}\\s*from\\s*["']([^"']+)["']`).exec(
    found === null ? "" : (project.read(found) ?? ""),
  )?.[1];
  return found === null || given === undefined ? found : createModuleResolver(project).resolve(found, given);
}

/** `Number(x)`, `parseInt(x, 10)`, `+x`, `x as number`, `x!` are the port that `x` is. */
function unwrapped(written: string): string {
  let inner = written.trim();
  for (let rounds = 0; rounds < 4; rounds += 1) {
    const next = inner
      .replace(/^(?:Number|parseInt|Number\.parseInt|String)\s*\(([^]*?)(?:,\s*10\s*)?\)$/, "$1")
      .replace(/^\w*port\w*\(([^]*)\)$/i, "$1")
      .replace(/^\(([^()]*)\)$/, "$1")
      .replace(/^\+\s*/, "")
      .replace(/\s+as\s+\w+$/, "")
      .replace(/!$/, "")
      .trim();
    if (next === inner) {
      break;
    }
    inner = next;
  }
  return inner;
}

/** What a name stands for, where it is declared once, in this file or in the one that it is imported from. */
function namedPort(name: string, context: Context): PlainPort | null {
  if (context.depth > 6) {
    return null;
  }
  const declaration = new RegExp(
    `(?:\\b(?:const|let|var)\\s+|^\\s*|,\\s*)${name.replaceAll("$", String.raw`\$`)}\\s*(?::[^=\\n]+)?=\\s*([^;\\n]+)`,
    "gm",
  );
  const declared = outermost(context.text, declaration);
  if (declared !== null) {
    const value = declared[1] ?? "";
    const start = declared.index + declared[0].length - value.length;
    return portOf(value.startsWith("{") ? objectAt(context.text, start) : value, context);
  }
  const taken = new RegExp(`\\{[^{}]*\\b${name}\\s*=\\s*["']?(\\d{2,5})\\b[^{}]*\\}\\s*=\\s*process\\.env\\b`).exec(
    context.text,
  );
  if (taken !== null) {
    return { port: Number(taken[1]), env: name };
  }
  const file = importedFile(name, context);
  if (file === null || file === context.file) {
    return null;
  }
  const there = { ...context, file, text: context.project.read(file) ?? "", depth: context.depth + 1 };
  return namedPort(name, there) ?? only(there.text, new RegExp(`(?<![\\w.$])${name}\\s*:\\s*(?!\\s)`, "g"), there);
}
