import type { Backend, Command, CommandName, Understanding } from "@backwright/core";
import type { Paint } from "../output.ts";
import { plainLine } from "./plain.ts";
import { count, table } from "./table.ts";

export const commandNames: readonly CommandName[] = ["install", "build", "lint", "test", "migrate", "start", "stop"];

/** How much of a long list a newcomer reads; `--explain` shows the rest. */
const most = 12;

/** The page that a newcomer reads in a minute, each statement with the place where it was read. */
export function renderUnderstanding(understanding: Understanding, paint: Paint): string {
  const parts = understanding.backends.map((backend) => renderBackend(backend, paint));
  if (parts.length === 0) parts.push("No backend application was found here.");
  for (const item of understanding.unsupported) {
    parts.push(
      `Not supported in ${plainLine(item.dir)}: ${plainLine(item.framework)} (${plainLine(item.language)}). ${plainLine(item.reason)}`,
    );
  }
  if (understanding.services.length > 0) {
    const rows = understanding.services.map((service) => [service.name, service.image, placeOf(service)]);
    parts.push(section("Services", rows, paint));
  }
  return parts.join("\n\n");
}

function renderBackend(backend: Backend, paint: Paint): string {
  const facts = [
    ["Framework", stated(backend, "framework", [backend.framework.name])],
    ["Entry", backend.entry === null ? "not found" : stated(backend, "entry", [backend.entry])],
    ["Packages", backend.packageManager],
    ["Database", stated(backend, "databases", backend.databases)],
    ["Data access", stated(backend, "orms", backend.orms)],
    ["API", stated(backend, "apiStyles", backend.apiStyles)],
    ["Validation", stated(backend, "validation", backend.validation)],
    ["Accounts", stated(backend, "auth", backend.auth)],
    ["Port", backend.ports.map((port) => `${port.port} (${port.source})`).join(", ") || "not found"],
    ["Errors", backend.practices.errorHandling],
    ["Async", backend.practices.async],
    ["Tests", backend.practices.tests],
  ];
  return [
    paint("bold", plainLine(titleOf(backend))),
    ...facts.map(([label, value]) => `  ${(label ?? "").padEnd(11)}  ${plainLine(value ?? "")}`),
    section(
      "Commands",
      commandNames.map((name) => [name, ...commandCells(backend.commands[name])]),
      paint,
    ),
    list(count(backend.routes.length, "route"), { rows: backend.routes.map(routeCells), field: "routes", paint }),
    list(count(backend.models.length, "data model"), { rows: backend.models.map(modelCells), field: "models", paint }),
    ...(backend.unresolved.length === 0
      ? []
      : [list("Not resolved", { rows: backend.unresolved.map(unresolvedCells), field: "unresolved", paint })]),
    `  ${sureness(backend.confidence)} --explain FIELD shows all that speaks for one statement.`,
  ].join("\n");
}

/** `express 5.1.0 in typescript, in the root folder`. */
export function titleOf({ framework, language, dir }: Backend): string {
  const version = framework.version === null ? "" : ` ${framework.version}`;
  return `${framework.name}${version} in ${language}, ${dir === "." ? "in the root folder" : `in ${dir}`}`;
}

/** Each value with the first place that speaks for it. */
function stated({ evidence }: Backend, field: string, values: readonly string[]): string {
  const said = values.map((value) => {
    const found =
      evidence.find((item) => item.field === field && item.value === value) ??
      (values.length === 1 ? evidence.find((item) => item.field === field) : undefined);
    return found === undefined ? value : `${value} (${placeOf(found)})`;
  });
  return said.join(", ") || "none found";
}

function sureness(confidence: number): string {
  return `The stack is ${Math.round(confidence * 100)} % sure.`;
}

export function placeOf({ file, line }: { readonly file: string; readonly line: number }): string {
  return `${file}:${line}`;
}

export function commandCells(command: Command | null): readonly string[] {
  if (command === null) return ["none", ""];
  return [command.argv.join(" ") + (command.cwd === "." ? "" : `  (in ${command.cwd})`), command.source];
}

export function routeCells(route: Backend["routes"][number]): readonly string[] {
  return [route.methods.join(", "), route.path, route.authenticated ? "login" : "open", placeOf(route)];
}

const mostFields = 6;

function modelCells(model: Backend["models"][number]): readonly string[] {
  const names = model.fields.map((field) => field.name);
  const shown = names.length > mostFields ? [...names.slice(0, mostFields), "…"] : names;
  return [model.name, shown.join(", "), placeOf(model)];
}

export function unresolvedCells(item: Backend["unresolved"][number]): readonly string[] {
  return [item.what, placeOf(item)];
}

interface LongList {
  readonly rows: readonly (readonly string[])[];
  readonly field: string;
  readonly paint: Paint;
}

function list(title: string, { rows, field, paint }: LongList): string {
  const left = rows.length - most;
  const shown = section(title, left > 0 ? rows.slice(0, most) : rows, paint);
  return left > 0 ? `${shown}\n    and ${left} more: --explain ${field}` : shown;
}

export function section(title: string, rows: readonly (readonly string[])[], paint: Paint): string {
  if (rows.length === 0) return `  ${paint("bold", title)}`;
  const clean = rows.map((row) => row.map((cell) => plainLine(cell)));
  const [first = [], ...others] = clean;
  return [`  ${paint("bold", title)}`, table(first, others).replaceAll(/^/gm, "    ")].join("\n");
}
