import type { ProjectReader, Route, Unresolved } from "@backwright/core";
import { applicationSources, filesIn, lineAt, plainPath } from "@backwright/language-python";
import { isMap, isScalar, LineCounter, parseDocument } from "yaml";

export interface Described {
  readonly routes: Route[];
  readonly unresolved: Unresolved[];
}

const methods = new Set(["get", "post", "put", "patch", "delete", "head", "options"]);
const added = /\.add_api\(\s*(?:[\w.]+\()*[^"'()]*["']([\w./-]+\.(?:ya?ml|json))["']([^)]*)/g;

/** The routes of the OpenAPI documents that Connexion serves: each operation is one, its `operationId` the handler. */
export function connexionRoutes(project: ProjectReader, dir: string): Described {
  const calls = applicationSources(project, dir).flatMap((file) => {
    const text = project.read(file) ?? "";
    return text.includes("connexion")
      ? [...text.matchAll(added)].map((match) => ({ file, line: lineAt(text, match.index), match }))
      : [];
  });
  const answers = calls.map(({ file, line, match: [, named = "", rest = ""] }): Described => {
    const document = nearest(project, dir, named);
    const basePath = /base_path\s*=\s*["']([^"']*)["']/.exec(rest)?.[1] ?? null;
    return document === null
      ? { routes: [], unresolved: [{ what: `the routes of ${named}`, file, line }] }
      : { routes: operationsOf(document, project.read(document) ?? "", basePath), unresolved: [] };
  });
  return {
    routes: answers.flatMap(({ routes }) => routes),
    unresolved: answers.flatMap(({ unresolved }) => unresolved),
  };
}

function nearest(project: ProjectReader, dir: string, named: string): string | null {
  const ending = `/${named.replace(/^\.\//, "")}`;
  const found = filesIn(project, dir).filter((path) => `/${path}`.endsWith(ending));
  return found.toSorted((a, b) => a.length - b.length)[0] ?? null;
}

function operationsOf(file: string, text: string, basePath: string | null): Route[] {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, logLevel: "silent" });
  const root = record(document.toJS());
  const server = Array.isArray(root["servers"]) ? record(root["servers"][0])["url"] : null;
  const prefix = basePath ?? wordOf(root["basePath"]) ?? pathOf(wordOf(server) ?? "");
  return Object.entries(record(root["paths"])).flatMap(([path, item]) =>
    Object.entries(record(item)).flatMap(([method, given]): Route[] => {
      const operation = record(given);
      const asked = operation["security"] ?? root["security"];
      const guards = Array.isArray(asked) ? asked.flatMap((scheme) => Object.keys(record(scheme))) : [];
      return methods.has(method)
        ? [
            {
              method: method.toUpperCase(),
              path: plainPath(`${prefix.replace(/\/$/, "")}${path}`),
              handler: wordOf(operation["operationId"]) ?? "(inline)",
              guards,
              authenticated: guards.length > 0,
              file,
              line: counter.linePos(startOf(document.getIn(["paths", path], true), method)).line,
              confidence: 0.9,
            },
          ]
        : [];
    }),
  );
}

function wordOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** Where a member of a mapping begins. */
function startOf(item: unknown, key: string): number {
  const pair = isMap(item) ? item.items.find((member) => isScalar(member.key) && member.key.value === key) : undefined;
  return isScalar(pair?.key) ? (pair.key.range?.[0] ?? 0) : 0;
}

/** `https://example.org/api/v1` and `/api/v1` both serve below `/api/v1`. */
function pathOf(url: string): string {
  return url.replace(/^\w+:\/\/[^/]*/, "");
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
