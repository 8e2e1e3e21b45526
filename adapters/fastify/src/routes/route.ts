import { handlerName, isCatchAll, readPaths, unknown } from "@backwright/language-node";
import type { CallSite, ObjectValue, SyntaxNode, Value } from "@backwright/language-node";
import type { Context } from "./context.ts";
import { optionGuards } from "./guards.ts";

const verbs = ["get", "post", "put", "patch", "delete", "head", "options"] as const;
const everyMethod = verbs.map((verb) => verb.toUpperCase());

/** Methods of a shorthand such as `get` or `all`; `null` for a name that is none. */
export function methodsOf(context: Context, property: string): readonly string[] | null {
  if (property === "all") {
    return everyMethod;
  }
  // Fastify itself knows lower case only.
  return (verbs as readonly string[]).includes(property) || context.methods.has(property)
    ? [property.toUpperCase()]
    : null;
}

/** `get(path, handler)`, `get(path, options, handler)`, `get(path, { handler, … })`. */
export function addShorthand(
  context: Context,
  id: string,
  { site, methods }: { site: CallSite; methods: readonly string[] },
): void {
  const [path, second, third] = site.args;
  if (path === undefined || second === undefined) {
    return;
  }
  const options = second.value();
  const last = third ?? (options.kind === "object" ? undefined : second);
  const handler = last?.node ?? (options.kind === "object" ? options.nodes?.get("handler") : undefined);
  addRoutes(context, id, { site, methods, path: path.value(), written: path.node.text(), options, handler });
}

/** `route({ method, url, handler, … })` */
export function addDefined(context: Context, id: string, site: CallSite): void {
  const options = site.args[0]?.value() ?? unknown;
  if (options.kind !== "object") {
    const what = `route whose definition is not known: ${site.args[0]?.node.text().slice(0, 60) ?? ""}`;
    context.builder.unresolved.push({ what, file: site.file, line: site.line });
    return;
  }
  const methods = methodNames(options);
  const key = options.entries.has("url") ? "url" : "path";
  addRoutes(context, id, {
    site,
    methods,
    path: options.entries.get(key) ?? unknown,
    written: options.nodes?.get(key)?.text() ?? "",
    options,
    handler: options.nodes?.get("handler"),
  });
}

function methodNames(options: ObjectValue): string[] {
  const value = options.entries.get("method") ?? options.entries.get("methods") ?? unknown;
  const items = value.kind === "list" ? value.items : [value];
  return items.flatMap((item) => (item.kind === "text" ? [item.text.toUpperCase()] : []));
}

interface Found {
  readonly site: CallSite;
  readonly methods: readonly string[];
  readonly path: Value;
  readonly written: string;
  readonly options: Value;
  readonly handler: SyntaxNode | undefined;
}

function addRoutes(context: Context, id: string, found: Found): void {
  const { site, methods } = found;
  const place = { file: site.file, line: site.line };
  const paths = readPaths(found.path);
  if (paths === null || methods.length === 0) {
    const missing = paths === null ? "path" : "method";
    const what = `route with a ${missing} that is not known: ${found.written.slice(0, 60)}`;
    context.builder.unresolved.push({ what, ...place });
    return;
  }
  if (context.schema === null && found.options.kind === "object" && found.options.entries.has("schema")) {
    context.schema = place;
  }
  const handler = found.handler === undefined ? "(inline)" : handlerName(found.handler);
  const guards = optionGuards(context, found.options);
  for (const { path, confidence } of paths) {
    for (const method of methods.length === everyMethod.length && isCatchAll(path) ? ["ALL"] : methods) {
      context.builder
        .entries(id)
        .push({ kind: "route", method, path, handler, guards, ...place, confidence: confidence * 0.98 });
    }
  }
}
