import type { Backend, Understanding } from "@backwright/core";
import type { Paint } from "../output.ts";
import type { ExplainedField } from "./explained-fields.ts";
import { commandCells, commandNames, placeOf, routeCells, section, titleOf, unresolvedCells } from "./understanding.ts";

type Rows = readonly (readonly string[])[];

function evidenceOf(field: string): (backend: Backend) => Rows {
  return ({ evidence }) =>
    evidence.filter((item) => item.field === field).map((item) => [item.value, item.rule, placeOf(item)]);
}

/** All that speaks for a statement. */
const fields: Readonly<Record<ExplainedField, (backend: Backend) => Rows>> = {
  framework: evidenceOf("framework"),
  entry: evidenceOf("entry"),
  databases: evidenceOf("databases"),
  orms: evidenceOf("orms"),
  apiStyles: evidenceOf("apiStyles"),
  validation: evidenceOf("validation"),
  auth: evidenceOf("auth"),
  ports: ({ ports }) => ports.map(({ port, source }) => [String(port), source]),
  commands: ({ commands }) => commandNames.map((name) => [name, ...commandCells(commands[name])]),
  practices: ({ practices }) => Object.entries(practices),
  routes: ({ routes }) =>
    routes.map((route) => [
      ...routeCells(route),
      route.handler,
      route.guards.join(", "),
      `${Math.round(route.confidence * 100)} %`,
    ]),
  models: ({ models }) =>
    models.map((model) => [
      model.kind,
      model.name,
      model.fields.map(({ name, type, unique }) => `${name}: ${type}${unique ? " (unique)" : ""}`).join(", "),
      placeOf(model),
    ]),
  unresolved: ({ unresolved }) => unresolved.map(unresolvedCells),
};

/** Everything that was read about one statement, in every backend. */
export function renderExplanation(understanding: Understanding, field: ExplainedField, paint: Paint): string {
  const rowsOf = fields[field];
  const parts = understanding.backends.map((backend) => {
    const rows = rowsOf(backend);
    return [
      paint("bold", titleOf(backend)),
      rows.length === 0 ? `  ${paint("bold", field)}: nothing speaks for it` : section(field, rows, paint),
    ].join("\n");
  });
  return parts.join("\n\n") || "No backend application was found here.";
}
