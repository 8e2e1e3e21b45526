import type { ProjectReader } from "@backwright/core";
import { dirOf, joinPath } from "../app-files.ts";

/** A dependency that a manifest declares. */
export interface Dependency {
  /** As PEP 503 writes it: lower case, with `-`. */
  readonly name: string;
  /** `==1.2`, as written; empty where anything will do. */
  readonly range: string;
  readonly extras: readonly string[];
  readonly file: string;
  readonly line: number;
  /** Only for development, or of a group that has to be asked for. */
  readonly dev: boolean;
}

/** PEP 503. */
export function normalName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}

const requirement = /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[([^\]]*)\])?\s*((?:\(|[<>=!~@])[^;#]*)?\s*(?:[;#].*)?$/;
const developing = /dev|test|lint|(?<![a-z])(?:ci|docs?)(?![a-z])|local|typing|style|quality/i;

/** Reads one requirement as PEP 508 writes it; `null` for anything else, such as a URL or a template's placeholder. */
export function readRequirement(line: string): { name: string; range: string; extras: string[] } | null {
  const match = requirement.exec(line);
  return match === null
    ? null
    : {
        name: normalName(match[1] ?? ""),
        range: (match[3] ?? "").trim().replace(/^\(|\)$/g, ""),
        extras: (match[2] ?? "").split(",").flatMap((extra) => (extra.trim() === "" ? [] : normalName(extra.trim()))),
      };
}

/** A requirements file with those that it includes by `-r`. */
export function readRequirements(project: ProjectReader, path: string, seen: Set<string> = new Set()): Dependency[] {
  const text = seen.has(path) ? null : project.read(path);
  seen.add(path);
  return (text ?? "")
    .replaceAll("\r\n", "\n")
    .split("\n")
    .flatMap((line, index): Dependency[] => {
      const include = /^\s*(?:-r|--requirement)[\s=]*(\S+)/.exec(line)?.[1];
      if (include !== undefined) {
        return readRequirements(project, normalPath(joinPath(dirOf(path), include)), seen);
      }
      const found = readRequirement(line.replace(/\s+--[a-z].*$|\s*\\$/, ""));
      return found === null ? [] : [{ ...found, file: path, line: index + 1, dev: isForDevelopment(path) }];
    });
}

/** Whether a requirements file is by its name only for those who work on the project. */
export function isForDevelopment(path: string): boolean {
  return developing.test(path.slice(path.lastIndexOf("/") + 1).replace("requirements", ""));
}

function normalPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") {
      parts.pop();
    } else if (part !== "." && part !== "") {
      parts.push(part);
    }
  }
  return parts.join("/");
}
