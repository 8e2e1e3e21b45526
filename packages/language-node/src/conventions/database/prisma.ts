import { importsOf } from "../../imports.ts";
import { dirOf, joinPath } from "../../manifest.ts";
import { nodesOf, readCall } from "../../syntax.ts";
import type { SourceFile, SyntaxNode } from "../../syntax.ts";
import type { ClientPractice, PrismaPractice } from "../../conventions.ts";
import { exportOf } from "../exports.ts";
import { note, resolveImport, runsOnLoad, sourcesOf } from "../reading.ts";
import type { Reading } from "../reading.ts";
import { readSchema } from "./prisma-schema.ts";

/** How the app uses Prisma; `null` where no module exports what `new PrismaClient(…)` made. */
export function readPrisma(reading: Reading): PrismaPractice | null {
  for (const source of sourcesOf(reading)) {
    const found = clientOf(source);
    if (found !== null) {
      note(reading, { field: "database", value: found.client.name, rule: "construction" }, source.path, found.node);
      const { generator, ...schema } = readSchema(reading);
      return {
        kind: "prisma",
        client: found.client,
        generated: generatedClient({ module: source.path, specifier: found.specifier, generator }),
        adapter: adapterOf(reading, source),
        ...schema,
        generates: generates(reading),
      };
    }
  }
  return null;
}

interface Found {
  readonly client: ClientPractice;
  readonly node: SyntaxNode;
  /** Where the class comes from. */
  readonly specifier: string;
}

function clientOf(source: SourceFile): Found | null {
  const taken = /\{[^{}]*\bPrismaClient\b[^{}]*\}\s*=\s*(\w+)\s*[;\n]/.exec(source.text)?.[1];
  const origins = importsOf(source).flatMap(({ specifier, named, binding }) => [
    ...named.flatMap(({ name, alias }) => (name === "PrismaClient" ? [{ specifier, alias }] : [])),
    // A CommonJS package imported whole: `const { PrismaClient } = pkg`.
    ...(binding !== null && binding === taken ? [{ specifier, alias: "PrismaClient" }] : []),
  ]);
  for (const node of nodesOf(source.root, "new_expression")) {
    const callee = readCall(node)?.callee.text();
    const origin = origins.find(({ alias }) => alias === callee);
    const holder = runsOnLoad(node) ? node.ancestors().find((one) => one.kind() === "variable_declarator") : undefined;
    const name = holder?.field("name")?.text();
    const exported = name === undefined ? null : exportOf(source, name);
    if (origin !== undefined && name !== undefined && exported !== null) {
      return { client: { name, module: source.path, exported }, node, specifier: origin.specifier };
    }
  }
  return null;
}

interface GeneratedImport {
  readonly module: string;
  readonly specifier: string;
  readonly generator: string | null;
}

/** What git ignores is not there to be resolved, so the path is told by the import alone. */
function generatedClient({ module, specifier, generator }: GeneratedImport): PrismaPractice["generated"] {
  if (!specifier.startsWith(".")) {
    return { specifier };
  }
  const path = joinPath(dirOf(module), specifier);
  const bare = path.replace(/\.[cm]?[jt]s$/, "");
  if (bare === path && generator === "prisma-client-js") {
    // A package of its own, imported by its folder.
    return { module: `${path}/index.ts` };
  }
  return { module: `${bare}${/\.[cm]?[jt]s$/.exec(path)?.[0].replace("js", "ts") ?? ".ts"}` };
}

/** The client's module makes the adapter, or one that it imports. */
function adapterOf(reading: Reading, source: SourceFile): string | null {
  const prefix = "@prisma/adapter-";
  const imported = importsOf(source).flatMap(({ specifier }) => {
    const path = resolveImport(reading.project, source.path, specifier);
    return (path === null ? null : reading.sources.get(path)) ?? [];
  });
  const specifiers = [source, ...imported].flatMap((one) => importsOf(one).map(({ specifier }) => specifier));
  return specifiers.find((specifier) => specifier.startsWith(prefix))?.slice(prefix.length) ?? null;
}

const runsBefore = /^(?:post|pre)?(?:install|prepare|build|test)$/;

function generates({ manifest }: Reading): boolean {
  return Object.entries(manifest.scripts).some(
    ([name, script]) => runsBefore.test(name) && /\bprisma\s+generate\b/.test(throughRuns(manifest.scripts, script)),
  );
}

/** A script with those that it runs by name. */
function throughRuns(scripts: Readonly<Record<string, string>>, script: string): string {
  const called = [...script.matchAll(/\b(?:npm run|pnpm(?: run)?|yarn(?: run)?)\s+([\w:.-]+)/g)];
  return [script, ...called.map((match) => scripts[match[1] ?? ""] ?? "")].join("\n");
}
