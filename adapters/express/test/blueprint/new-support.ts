import { fileURLToPath } from "node:url";
import { loadTask, planTask } from "@backwright/core";
import type { Plan } from "@backwright/core";
import { writeNewApp } from "../../src/blueprint/new-app.ts";
import { examples } from "./existing-support.ts";

const own = fileURLToPath(new URL("tasks/", import.meta.url));

/** Tasks that together use everything a task can say. */
export const tasks = {
  /** Ownership, roles, secrets, filters: the example. */
  bookmarks: `${examples}tasks/express-empty.yaml`,
  /** Every type of field, no accounts, names that JavaScript keeps. */
  catalogue: `${own}catalogue.yaml`,
  /** Accounts without roles, rows that only their owner sees. */
  journals: `${own}journals.yaml`,
  /** Several roles, lists of policies, resources with few operations. */
  newsroom: `${own}newsroom.yaml`,
  /** Accounts and nothing else. */
  accounts: `${own}accounts.yaml`,
};

export async function planFrom(source: string): Promise<Plan> {
  const { task } = await loadTask({ source, dir: own });
  return planTask(task, { backend: null, errors: null, file: source, lineOf: () => 1 });
}

/** The files of the new application, by path. */
export async function newApp(source: string): Promise<ReadonlyMap<string, string>> {
  const { files } = await writeNewApp({ plan: await planFrom(source) });
  return new Map(files.map(({ path, content }) => [path, content]));
}
