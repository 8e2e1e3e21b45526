import type { Model, ProjectReader } from "@backwright/core";
import { lineAt } from "../json.ts";

const names: Readonly<Record<string, string>> = {
  postgresql: "postgresql",
  postgres: "postgresql",
  cockroachdb: "postgresql",
  mysql: "mysql",
  sqlite: "sqlite",
  mongodb: "mongodb",
  sqlserver: "mssql",
};

/** Whether a Prisma schema stands below a folder. */
export function hasPrismaSchema(project: ProjectReader, dir: string): boolean {
  return prismaFiles(project, dir).length > 0;
}

/** The databases that Prisma schemas below a folder name. */
export function readPrismaDatabases(
  project: ProjectReader,
  dir: string,
): { database: string; file: string; line: number }[] {
  return prismaFiles(project, dir).flatMap((file) => {
    const text = project.read(file) ?? "";
    const match = /datasource\s+\w+\s*\{[^}]*?\bprovider\s*=\s*"(\w+)"/.exec(text);
    const database = names[match?.[1] ?? ""];
    return match === null || database === undefined
      ? []
      : [{ database, file, line: lineAt(text, match.index + match[0].lastIndexOf("provider")) }];
  });
}

/** The models of Prisma schemas below a folder. */
export function readPrismaModels(project: ProjectReader, dir: string): Model[] {
  return prismaFiles(project, dir).flatMap((file) => {
    const text = project.read(file) ?? "";
    return [...text.matchAll(/^model\s+(\w+)\s*\{([^}]*)\}/gm)].map((match) => ({
      name: match[1] ?? "",
      kind: "model" as const,
      file,
      line: lineAt(text, match.index),
      fields: readFields(match[2] ?? ""),
    }));
  });
}

function readFields(body: string): Model["fields"] {
  return body.split("\n").flatMap((line) => {
    const match = /^\s*(\w+)\s+(\w+)(\[\]|\?)?(.*)$/.exec(line);
    return match === null
      ? []
      : [{ name: match[1] ?? "", type: `${match[2]}${match[3] ?? ""}`, unique: /@unique|@id/.test(match[4] ?? "") }];
  });
}

function prismaFiles(project: ProjectReader, dir: string): string[] {
  return project.list().filter((path) => path.endsWith(".prisma") && (dir === "." || path.startsWith(`${dir}/`)));
}
