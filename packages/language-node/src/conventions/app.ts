import { hasMounts } from "../edit/registration.ts";
import { nodesOf, readCall } from "../syntax.ts";
import type { SourceFile, SyntaxNode } from "../syntax.ts";
import type { AppModule } from "../conventions.ts";
import { exportOf } from "./exports.ts";
import { importsFrom, note, sourcesOf } from "./reading.ts";
import type { Reading } from "./reading.ts";

/** The module that builds the application of a framework: the one that mounts most on what its constructor returns. */
export function readApp(reading: Reading, framework: string): AppModule | null {
  const found = sourcesOf(reading).flatMap((source) => {
    const names = importsFrom(source, framework).flatMap((record) => record.binding ?? []);
    return nodesOf(source.root, "variable_declarator")
      .filter((node) => names.includes(calleeOf(node.field("value"))))
      .map((node) => ({ source, node, name: node.field("name")?.text() ?? "" }));
  });
  const [best] = found.sort((a, b) => mountCount(b.source, b.name) - mountCount(a.source, a.name));
  if (best === undefined) {
    return null;
  }
  note(reading, { field: "app", value: best.name, rule: "construction" }, best.source.path, best.node);
  return { module: best.source.path, variable: best.name, access: accessOf(best.source, best.node, best.name) };
}

function calleeOf(value: SyntaxNode | null): string {
  return (value === null ? null : readCall(value))?.callee.text() ?? "";
}

function mountCount(source: SourceFile, variable: string): number {
  return hasMounts(source.root, variable)
    ? nodesOf(source.root, "call_expression").filter((node) => node.field("function")?.text() === `${variable}.use`)
        .length + 1
    : 0;
}

function accessOf(source: SourceFile, declarator: SyntaxNode, name: string): AppModule["access"] {
  const owner = declarator
    .ancestors()
    .find((node) => ["function_declaration", "arrow_function", "function_expression"].includes(node.kind()));
  if (owner === undefined) {
    const exported = exportOf(source, name);
    return exported && { kind: "instance", name, exported };
  }
  const factory =
    owner.kind() === "function_declaration" ? owner.field("name") : (owner.parent()?.field("name") ?? null);
  // A factory that wants something cannot be called by a test that knows nothing of it.
  const wants = (owner.field("parameters")?.text() ?? "()").replaceAll(/[\s()]/g, "") !== "";
  const exported = factory === null || wants ? null : exportOf(source, factory.text());
  return exported && factory && { kind: "factory", name: factory.text(), exported };
}
