import type { ProjectReader } from "@backwright/core";
import { lineAt } from "../json.ts";
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
      const port = portOf(firstArgument(text, match.index + match[0].length), text, 0);
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

function portOf(written: string, text: string, depth: number): PlainPort | null {
  const expression = unwrapped(written);
  if (depth > 4 || expression.length > 200) {
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
    const [first, second] = [either[1] ?? "", either[2] ?? ""].map((part) => portOf(part, text, depth + 1));
    return first == null || second == null ? null : { port: first.port ?? second.port, env: first.env ?? second.env };
  }
  const entry = /^\{[^]*?\bport\b\s*(?:([,}])|:)/.exec(expression);
  if (entry !== null) {
    return entry[1] === undefined
      ? portOf(firstArgument(`${expression.slice(entry[0].length, -1)})`, 0), text, depth + 1)
      : portOf("port", text, depth + 1);
  }
  return /^[A-Za-z_$][\w$]*$/.test(expression) ? declaredPort(expression, text, depth) : null;
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

/** What a name of the same file stands for, where it is declared once. */
function declaredPort(name: string, text: string, depth: number): PlainPort | null {
  const escaped = name.replaceAll("$", String.raw`\$`);
  const declared = [
    ...text.matchAll(new RegExp(`\\b(?:const|let|var)\\s+${escaped}\\s*(?::[^=\\n]+)?=\\s*([^;\\n]+)`, "g")),
  ];
  const [only] = declared;
  if (declared.length === 1 && only !== undefined) {
    return portOf(only[1] ?? "", text, depth + 1);
  }
  const taken = new RegExp(`\\{[^{}]*\\b${escaped}\\s*=\\s*["']?(\\d{2,5})\\b[^{}]*\\}\\s*=\\s*process\\.env\\b`).exec(
    text,
  );
  return declared.length > 0 || taken === null ? null : { port: Number(taken[1]), env: name };
}
