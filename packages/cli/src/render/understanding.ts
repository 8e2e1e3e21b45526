import type { Backend, Command, CommandName, Understanding } from "@backwright/core";
import type { Paint } from "../output.ts";
import { plainLine } from "./plain.ts";
import { count, table } from "./table.ts";

const commandNames: readonly CommandName[] = ["install", "build", "lint", "test", "migrate", "start", "stop"];

/** The page that a newcomer reads in a minute. */
export function renderUnderstanding(understanding: Understanding, paint: Paint): string {
  const parts = understanding.backends.map((backend) => renderBackend(backend, paint));
  if (parts.length === 0) parts.push("No backend application was found here.");
  for (const item of understanding.unsupported) {
    parts.push(
      `Not supported in ${plainLine(item.dir)}: ${plainLine(item.framework)} (${plainLine(item.language)}). ${plainLine(item.reason)}`,
    );
  }
  if (understanding.services.length > 0) {
    const rows = understanding.services.map((service) => [
      service.name,
      service.image,
      `${service.file}:${service.line}`,
    ]);
    parts.push(section("Services", rows, paint));
  }
  return parts.join("\n\n");
}

function renderBackend(backend: Backend, paint: Paint): string {
  const version = backend.framework.version === null ? "" : ` ${backend.framework.version}`;
  const title = `${backend.framework.name}${version} in ${backend.language}, ${where(backend.dir)}`;
  const facts = [
    ["Entry", backend.entry ?? "not found"],
    ["Packages", backend.packageManager],
    ["Database", [...backend.databases, ...backend.orms].join(", ") || "none found"],
    ["Validation", backend.validation.join(", ") || "none found"],
    ["Accounts", backend.auth.join(", ") || "none found"],
    ["Port", backend.ports.map((port) => `${port.port} (${port.source})`).join(", ") || "not found"],
    ["Errors", backend.practices.errorHandling],
    ["Async", backend.practices.async],
    ["Tests", backend.practices.tests],
  ];
  return [
    paint("bold", plainLine(title)),
    ...facts.map(([label, value]) => `  ${(label ?? "").padEnd(10)}  ${plainLine(value ?? "")}`),
    section(
      "Commands",
      commandNames.map((name) => [name, ...commandCells(backend.commands[name])]),
      paint,
    ),
    section(count(backend.routes.length, "route"), backend.routes.map(routeCells), paint),
    section(count(backend.models.length, "data model"), backend.models.map(modelCells), paint),
    ...(backend.unresolved.length === 0
      ? []
      : [
          section(
            "Not resolved",
            backend.unresolved.map((item) => [item.what, `${item.file}:${item.line}`]),
            paint,
          ),
        ]),
    section(
      "Why",
      backend.evidence.map((item) => [item.field, item.value, `${item.file}:${item.line}`, item.rule]),
      paint,
    ),
  ].join("\n");
}

function where(dir: string): string {
  return dir === "." ? "in the root folder" : `in ${dir}`;
}

function commandCells(command: Command | null): readonly string[] {
  if (command === null) return ["none", ""];
  return [command.argv.join(" ") + (command.cwd === "." ? "" : `  (in ${command.cwd})`), command.source];
}

function routeCells(route: Backend["routes"][number]): readonly string[] {
  return [route.method, route.path, route.authenticated ? "login" : "open", `${route.file}:${route.line}`];
}

function modelCells(model: Backend["models"][number]): readonly string[] {
  return [model.name, model.fields.map((field) => field.name).join(", "), `${model.file}:${model.line}`];
}

function section(title: string, rows: readonly (readonly string[])[], paint: Paint): string {
  if (rows.length === 0) return `  ${paint("bold", title)}`;
  const clean = rows.map((row) => row.map((cell) => plainLine(cell)));
  const [first = [], ...others] = clean;
  return [`  ${paint("bold", title)}`, table(first, others).replaceAll(/^/gm, "    ")].join("\n");
}
