import {
  expressionName,
  nodesOf,
  objectEntries,
  packageImports,
  readCall,
  sourcesOf,
  stringValue,
} from "@backwright/language-node";
import type { Call, GraphBuilder, SourceFile, SyntaxNode } from "@backwright/language-node";
import type { ProjectReader } from "@backwright/core";

/** Packages with decorators that make routes of classes, on top of Express. */
export const decoratingPackages: readonly string[] = [
  "routing-controllers",
  "inversify-express-utils",
  "@overnightjs/core",
  "tsoa",
];

const controllers = /^(?:Json)?Controller$|^controller$|^Route$/;
const verbs = /^(?:http)?(Get|Post|Put|Patch|Delete|Head|Options)$/;
const guards = /^(?:Authorized|UseBefore|Security|Middleware|ClassMiddleware|UseAfter)$/;

/** The routes of classes with decorators, each under its class's path and the prefix that the server is made with. */
export function addDecorated(project: ProjectReader, files: readonly string[], builder: GraphBuilder): void {
  const importing = new Set(
    packageImports(project, files)
      .filter((entry) => decoratingPackages.includes(entry.package))
      .map((entry) => entry.file),
  );
  const sources = [...importing].flatMap((file) => sourcesOf(project).get(file) ?? []);
  const prefix = importing.size === 0 ? "" : prefixIn(sources, builder);
  for (const source of sources) {
    const kinds = ["class_declaration", "abstract_class_declaration", "class"];
    kinds
      .flatMap((kind) => [...nodesOf(source.root, kind)])
      .forEach((node) => addClass(builder, source, { node, prefix }));
  }
}

function addClass(
  builder: GraphBuilder,
  source: SourceFile,
  { node, prefix }: { readonly node: SyntaxNode; readonly prefix: string },
): void {
  const around = node.parent()?.kind() === "export_statement" ? (node.parent()?.children() ?? []) : [];
  const own = decoratorCalls([...around, ...node.children()]);
  const controller = own.find((call) => controllers.test(call.name));
  const body = node.field("body");
  if (controller === undefined || body === null) {
    return;
  }
  const place = { file: source.path, line: node.range().start.line + 1 };
  const router = builder.add(place);
  builder.applications.set(router, { place, value: { kind: "native", native: {} } });
  const base = `${prefix}/${pathOf(controller)}`;
  let before: SyntaxNode[] = [];
  for (const member of body.children()) {
    if (member.kind() === "decorator") {
      before.push(member);
      continue;
    }
    for (const call of decoratorCalls(before)) {
      const method = verbs.exec(call.name)?.[1];
      if (method !== undefined) {
        builder.entries(router).push({
          kind: "route",
          method: method.toUpperCase(),
          path: `${base}/${pathOf(call)}`,
          handler: member.field("name")?.text() ?? "(inline)",
          guards: [...own, ...decoratorCalls(before)].flatMap((given) => guardsOf(given)),
          file: source.path,
          line: call.line,
          confidence: 0.95,
        });
      }
    }
    before = [];
  }
}

interface DecoratorCall {
  readonly name: string;
  readonly args: readonly SyntaxNode[];
  readonly line: number;
}

function decoratorCalls(nodes: readonly SyntaxNode[]): DecoratorCall[] {
  return nodes.flatMap((node) => {
    const inner = node.kind() === "decorator" ? node.named()[0] : undefined;
    const call: Call | null = inner === undefined ? null : readCall(inner);
    const name = call?.method ?? (inner?.kind() === "identifier" ? inner.text() : null);
    return name === null ? [] : [{ name, args: call?.args ?? [], line: node.range().start.line + 1 }];
  });
}

/** `{id}` of OpenAPI is `:id`. */
function pathOf({ args }: DecoratorCall): string {
  const [first] = args;
  const named = first?.kind() === "object" ? (objectEntries(first).get("path") ?? first) : first;
  return (stringValue(named ?? null) ?? "").replace(/^\//, "").replace(/\{(\w+)\}/g, ":$1");
}

/** `@Authorized()` itself, and the functions that `@UseBefore(a, b)` and `@controller("/a", b)` name. */
function guardsOf({ name, args }: DecoratorCall): string[] {
  if (name === "Authorized" || name === "Security") {
    return [name];
  }
  const functions = guards.test(name) ? args : controllers.test(name) || verbs.test(name) ? args.slice(1) : [];
  return functions
    .flatMap((argument) => (argument.kind() === "array" ? argument.named() : [argument]))
    .flatMap((argument) => expressionName(argument) ?? []);
}

/** `createExpressServer({ routePrefix: "/api" })` */
function prefixIn(sources: readonly SourceFile[], builder: GraphBuilder): string {
  for (const source of sources) {
    for (const pair of nodesOf(source.root, "pair")) {
      if (pair.field("key")?.text() === "routePrefix") {
        const value = stringValue(pair.field("value"));
        if (value === null) {
          const place = { file: source.path, line: pair.range().start.line + 1 };
          builder.unresolved.push({ what: "global prefix that is not known", ...place });
        }
        return value ?? "";
      }
    }
  }
  return "";
}
