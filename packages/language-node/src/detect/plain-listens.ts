import type { ProjectReader } from "@backwright/core";
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
function firstArgument(text: string, start: number): string {
  let depth = 0;
  for (let at = start; at < text.length && at < start + 400; at += 1) {
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
  const variable = /^process\.env(?:\.(\w+)|\[["'](\w+)["']\])$/.exec(expression);
  if (variable !== null) {
    return { port: null, env: variable[1] ?? variable[2] ?? null };
  }
  const either = /^([^|?]+?)\s*(?:\|\||\?\?)\s*([^|?]+)$/.exec(expression);
  if (either !== null) {
    const [first, second] = [either[1] ?? "", either[2] ?? ""].map((part) => portOf(part, inner));
    return first == null || second == null ? null : { port: first.port ?? second.port, env: first.env ?? second.env };
  }
  const entry = /^\{[^]*?\bport\b\s*(?:([,}])|:)/.exec(expression);
  if (entry !== null) {
    return entry[1] === undefined
      ? portOf(firstArgument(`${expression.slice(entry[0].length, -1)})`, 0), inner)
      : portOf("port", inner);
  }
  const set = /^\w+\.get\((["']\w+["'])\)$/.exec(expression)?.[1];
  if (set !== undefined) {
    return only(context.text, new RegExp(`\\.set\\(\\s*${set}\\s*,\\s*`, "g"), inner);
  }
  const member = /^(\w+)\.(\w+)$/.exec(expression);
  if (member !== null) {
    return memberPort(member[1] ?? "", member[2] ?? "", inner);
  }
  return /^[A-Za-z_$][\w$]*$/.test(expression) ? namedPort(expression, inner) : null;
}

/** The only value that a file gives in a way; `null` where there are several. */
function only(text: string, before: RegExp, context: Context): PlainPort | null {
  const [match, ...others] = [...text.matchAll(before)];
  return match === undefined || others.length > 0
    ? null
    : portOf(firstArgument(`${text.slice(match.index + match[0].length)})`, 0), { ...context, text });
}

/** `config.port`, where `config` is another module, or an object of this one. */
function memberPort(owner: string, name: string, context: Context): PlainPort | null {
  const imported = importedFile(owner, context);
  const text = imported === null ? context.text : (context.project.read(imported) ?? "");
  const file = imported ?? context.file;
  return only(text, new RegExp(`(?<![\\w.$])["']?${name}["']?\\s*:\\s*(?!\\s)`, "g"), { ...context, file });
}

/** The module that a name comes from. */
function importedFile(name: string, { project, file, text }: Context): string | null {
  const pattern = new RegExp(
    `\\bimport\\s+(?:\\*\\s+as\\s+)?(?:${name}\\b|[^;"']*\\b${name}\\b)[^;"']*\\bfrom\\s*["']([^"']+)["']|\\b${name}\\b[^=;]*=\\s*require\\(\\s*["']([^"']+)["']`,
  );
  const match = pattern.exec(text);
  const specifier = match?.[1] ?? match?.[2];
  return specifier === undefined ? null : createModuleResolver(project).resolve(file, specifier);
}

/** `Number(x)`, `parseInt(x, 10)`, `+x`, `x as number`, `x!` are the port that `x` is. */
function unwrapped(written: string): string {
  let inner = written.trim();
  for (let rounds = 0; rounds < 4; rounds += 1) {
    const next = inner
      .replace(/^(?:Number|parseInt|Number\.parseInt|String)\s*\(([^]*?)(?:,\s*10\s*)?\)$/, "$1")
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
    `\\b(?:const|let|var)\\s+${name.replaceAll("$", String.raw`\$`)}\\s*(?::[^=\\n]+)?=\\s*([^;\\n]+)`,
    "g",
  );
  const declared = [...context.text.matchAll(declaration)];
  if (declared.length === 1) {
    return portOf(declared[0]?.[1] ?? "", context);
  }
  const taken = new RegExp(`\\{[^{}]*\\b${name}\\s*=\\s*["']?(\\d{2,5})\\b[^{}]*\\}\\s*=\\s*process\\.env\\b`).exec(
    context.text,
  );
  if (declared.length === 0 && taken !== null) {
    return { port: Number(taken[1]), env: name };
  }
  const file = declared.length > 0 ? null : importedFile(name, context);
  return file === null || file === context.file
    ? null
    : namedPort(name, { ...context, file, text: context.project.read(file) ?? "", depth: context.depth + 1 });
}
