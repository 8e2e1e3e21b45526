import { declarationsOf } from "../declarations.ts";
import { isRelevant } from "./relevance.ts";
import type { Machine } from "./machine.ts";
import type { TypeRef } from "./types.ts";
import { goPackages } from "../packages.ts";

const most = 60;

/** The types of the project that have all of these methods. */
export function findImplementations(machine: Machine, methods: readonly string[], except: string): TypeRef[] {
  const found: TypeRef[] = [];
  for (const entry of goPackages(machine.project).values()) {
    if (found.length >= most || !isRelevant(machine.project, entry.importPath, machine.host.concerns)) {
      continue;
    }
    for (const [name, own] of declarationsOf(machine.project, entry).methods) {
      const fits = methods.length > 0 && methods.every((method) => own.has(method));
      if (fits && `${entry.importPath}.${name}` !== except) {
        found.push({ kind: "named", path: entry.importPath, name });
      }
    }
  }
  return found.slice(0, most);
}
