import { lineAt } from "@backwright/language-go";
import type { ProjectReader } from "@backwright/core";

export interface Procedure {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** What a gateway makes of it: `google.api.http`. */
  readonly http: readonly { readonly method: string; readonly path: string }[];
}

export interface ProtoService {
  readonly package: string;
  readonly name: string;
  readonly procedures: readonly Procedure[];
}

const services = new WeakMap<ProjectReader, readonly ProtoService[]>();

/** The services that the project's .proto files define. */
export function protoServices(project: ProjectReader): readonly ProtoService[] {
  let found = services.get(project);
  if (found === undefined) {
    found = project
      .list()
      .filter((path) => path.endsWith(".proto") && !/(^|\/)(vendor|node_modules|third_party|google)\//.test(path))
      .flatMap((path) => parseProto(path, project.read(path) ?? ""));
    services.set(project, found);
  }
  return found;
}

/** Reads the services of one file; comments are blanked so that places stay. */
export function parseProto(file: string, source: string): ProtoService[] {
  const text = source.replace(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (found) =>
    found.startsWith('"') ? found : found.replace(/[^\n]/g, " "),
  );
  const name = /^\s*package\s+([\w.]+)\s*;/m.exec(text)?.[1] ?? "";
  return [...text.matchAll(/\bservice\s+(\w+)\s*\{/g)].map((match) => {
    const start = match.index + match[0].length;
    const body = text.slice(start, blockEnd(text, start));
    const procedures = [...body.matchAll(/\brpc\s+(\w+)\s*\([^)]*\)\s*returns\s*\([^)]*\)\s*(\{|;)/g)].map((rpc) => {
      const after = rpc.index + rpc[0].length;
      const options = rpc[2] === "{" ? body.slice(after, blockEnd(body, after)) : "";
      return { name: rpc[1] ?? "", file, line: lineAt(text, start + rpc.index), http: httpRules(options) };
    });
    return { package: name, name: match[1] ?? "", procedures };
  });
}

function blockEnd(text: string, start: number): number {
  let depth = 1;
  let quoted = false;
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    if (char === '"' && text[at - 1] !== "\\") {
      quoted = !quoted;
    } else if (!quoted) {
      depth += char === "{" ? 1 : char === "}" ? -1 : 0;
    }
    if (depth === 0) {
      return at;
    }
  }
  return text.length;
}

/** `get: "/v1/notes/{id}"`, with bindings beside the first. */
function httpRules(options: string): { method: string; path: string }[] {
  const start = options.search(/google\.api\.http/);
  return start === -1
    ? []
    : [...options.slice(start).matchAll(/\b(get|post|put|patch|delete)\s*:\s*"([^"]+)"/g)].map((match) => ({
        method: (match[1] ?? "").toUpperCase(),
        path: gatewayPath(match[2] ?? ""),
      }));
}

/** What a variable stands for is part of the path: `{name=notes/*}:archive` is `notes/:name:archive`. */
function gatewayPath(path: string): string {
  return path.replace(/\{\s*([\w.]+)\s*(?:=([^}]*))?\}/g, (_all, field: string, pattern: string | undefined) => {
    const name = field.replaceAll(".", "_");
    const parts = (pattern ?? "*").split("/");
    const last = parts.lastIndexOf("*");
    return parts
      .map((part, index) =>
        part === "**" ? "*" : part !== "*" ? part : `:${index === last ? name : parentOf(parts, index)}`,
      )
      .join("/");
  });
}

function parentOf(parts: readonly string[], index: number): string {
  return (parts[index - 1] ?? `part${index}`).replace(/s$/, "").replace(/\W/g, "_");
}
