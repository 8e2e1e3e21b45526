import type { Blueprint } from "@backwright/core";

/** The blueprint, whose templates and rules are loaded once a plan is to be written: reading a project needs none of them. */
export const blueprint: Blueprint = {
  refusals: async (input) => (await load()).refusals(input),
  decisions: async (input) => (await load()).decisions?.(input) ?? [],
  write: async (input) => (await load()).write(input),
  accountFiles: async (project, detection) => (await load()).accountFiles?.(project, detection) ?? [],
};

async function load(): Promise<Blueprint> {
  return (await import("./blueprint.ts")).blueprint;
}
