import type { Model, ProjectReader } from "@backwright/core";
import { goFile, lineOf, namedChildren, nodesOf, stringValue } from "../syntax.ts";
import type { SyntaxNode } from "../syntax.ts";
import type { ModelField } from "./fields.ts";

/** The schemas of ent: a type that embeds `ent.Schema`, whose fields its methods list. */
export function entModels(project: ProjectReader, files: readonly string[]): Model[] {
  return files
    .filter(
      (file) => project.read(file)?.includes("Schema") === true && /\bent\.Schema\b/.test(project.read(file) ?? ""),
    )
    .flatMap((file) => schemasIn(project, file));
}

function schemasIn(project: ProjectReader, file: string): Model[] {
  const root = goFile(project, file)?.root;
  if (root === undefined) {
    return [];
  }
  const methods = nodesOf(root, "method_declaration");
  return nodesOf(root, "type_spec")
    .filter((spec) => /\{\s*ent\.Schema\b/.test(spec.field("type")?.text() ?? ""))
    .map((spec) => {
      const name = spec.field("name")?.text() ?? "";
      const lists = methods.filter(
        (method) =>
          /^(Fields|Edges)$/.test(method.field("name")?.text() ?? "") &&
          new RegExp(`\\b${name}\\s*\\)$`).test(method.field("receiver")?.text() ?? ""),
      );
      return { name, kind: "model" as const, file, line: lineOf(spec), fields: lists.flatMap(fieldsIn) };
    });
}

/** `field.String("email").Unique()` and `edge.To("notes", Note.Type)`. */
function fieldsIn(method: SyntaxNode): ModelField[] {
  return nodesOf(method, "call_expression").flatMap((call): ModelField[] => {
    const callee = call.field("function");
    const [first, second] = namedChildren(call.field("arguments") ?? call);
    const name = stringValue(first);
    const owner = callee?.field("operand")?.text();
    if (name === null || callee === null || (owner !== "field" && owner !== "edge")) {
      return [];
    }
    const target = second?.text().replace(/\.Type$/, "");
    const type = owner === "edge" ? (target ?? "edge") : (callee.field("field")?.text() ?? "").toLowerCase();
    return [{ name, type, unique: owner === "field" && /\.Unique\(\)/.test(chainOf(call).text()) }];
  });
}

/** The whole chain of calls that a call begins. */
function chainOf(call: SyntaxNode): SyntaxNode {
  let chain = call;
  for (let next = call.parent(); next !== null; next = next.parent()) {
    if (next.kind() === "call_expression") {
      chain = next;
    } else if (next.kind() !== "selector_expression") {
      break;
    }
  }
  return chain;
}
