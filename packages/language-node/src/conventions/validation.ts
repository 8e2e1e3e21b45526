import { callsIn, nodesOf } from "../syntax.ts";
import type { SourceFile, SyntaxNode } from "../syntax.ts";
import type { ErrorPractice, ValidationPractice } from "../conventions.ts";
import { exportOf } from "./exports.ts";
import { importsFrom, note, sourcesOf } from "./reading.ts";
import type { Reading } from "./reading.ts";
import { readValidationMiddleware } from "./validation-middleware.ts";

const libraries: readonly (readonly [string, ValidationPractice["library"]])[] = [
  ["zod", "zod"],
  ["joi", "joi"],
  ["@hapi/joi", "joi"],
  ["celebrate", "joi"],
  ["express-validator", "express-validator"],
  ["yup", "other"],
  ["ajv", "other"],
  ["class-validator", "other"],
  ["valibot", "other"],
  ["superstruct", "other"],
];

/** The validation library of an app, its helper, and the status that it gives for input that is not valid. */
export function readValidation(reading: Reading, errors: ErrorPractice | null): ValidationPractice {
  const found = libraries.find(([name]) => reading.manifest.dependencies.has(name));
  const dependency = found && reading.manifest.dependencies.get(found[0]);
  if (found !== undefined && dependency !== undefined) {
    note(reading, { field: "validation", value: found[0], rule: "dependency" }, reading.manifest.path, dependency.line);
  }
  const library = found?.[1] ?? null;
  return {
    library,
    version: dependency?.range ?? null,
    status: readStatus(reading, errors),
    helper: readHelper(reading),
    joi: library === "joi" ? readJoiImport(reading, found?.[0] ?? "joi") : null,
    middleware: readValidationMiddleware(reading, library),
  };
}

/** How modules of the app import joi. */
function readJoiImport(reading: Reading, specifier: string): ValidationPractice["joi"] {
  const texts = sourcesOf(reading).flatMap((source) => importsFrom(source, specifier).map(({ node }) => node.text()));
  const star = texts.some((text) => /\*\s+as\s+\w+/.test(text));
  return { specifier, binding: specifier === "celebrate" ? "{ Joi }" : star ? "* as Joi" : "Joi" };
}

function readHelper(reading: Reading): ValidationPractice["helper"] {
  for (const source of sourcesOf(reading)) {
    for (const node of functionsOf(source)) {
      const name = node.field("name")?.text();
      const [schema, value] = parameterNames(node);
      const checks = callsIn(node).some(
        (call) =>
          (call.method === "safeParse" || call.method === "parse") &&
          call.object?.text() === schema &&
          call.args[0]?.text() === value,
      );
      if (name !== undefined && checks && value !== undefined && exportOf(source, name) === "named") {
        note(reading, { field: "validation", value: name, rule: "helper" }, source.path, node);
        return { name, module: source.path };
      }
    }
  }
  return null;
}

/** 422 where the code that finds invalid input says so; 400 otherwise. */
function readStatus(reading: Reading, errors: ErrorPractice | null): 400 | 422 {
  for (const source of sourcesOf(reading)) {
    const concerned = /safeParse|ZodError|validationResult|\.validate\(|isJoi|invalid/i.test(source.text);
    const number = concerned
      ? nodesOf(source.root, "number").find((node) => node.text() === "422" && isStatus(node, errors))
      : undefined;
    if (number !== undefined) {
      note(reading, { field: "validation", value: "422", rule: "status" }, source.path, number);
      return 422;
    }
  }
  return 400;
}

function isStatus(node: SyntaxNode, errors: ErrorPractice | null): boolean {
  const around = node.parent()?.parent()?.text() ?? "";
  return (
    /status|sendStatus/i.test(around) ||
    (errors !== null && around.includes(errors.className)) ||
    /super\(/.test(around)
  );
}

function functionsOf(source: SourceFile): readonly SyntaxNode[] {
  return nodesOf(source.root, "function_declaration");
}

function parameterNames(node: SyntaxNode): string[] {
  const list =
    node
      .field("parameters")
      ?.children()
      .filter((child) => child.isNamed()) ?? [];
  return list.map((child) => (child.field("pattern") ?? child).text());
}
