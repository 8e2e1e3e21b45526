import { fileURLToPath } from "node:url";
import { loadTask, planTask } from "@backwright/core";
import type { Plan } from "@backwright/core";
import { memoryProject } from "@backwright/core/testing";
import { writeAddition } from "../../src/blueprint/made/addition.ts";
import { writeNewApp } from "../../src/blueprint/new-app.ts";
import { detection, examplePlan, examples } from "./existing-support.ts";

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

/** A task for an app that is there. */
export const boxes: string = `${own}boxes.yaml`;

export async function planFrom(source: string): Promise<Plan> {
  const { task } = await loadTask({ source, dir: own });
  return planTask(task, { backend: null, errors: null, file: source, lineOf: () => 1 });
}

/** The files of the new application, by path. */
export async function newApp(source: string): Promise<ReadonlyMap<string, string>> {
  const { files } = await writeNewApp({ plan: await planFrom(source) });
  return new Map(files.map(({ path, content }) => [path, content]));
}

/** The files of an application that was made from nothing, with a further task. */
export async function furtherApp(
  before: ReadonlyMap<string, string>,
  source: string,
): Promise<ReadonlyMap<string, string>> {
  const project = memoryProject(Object.fromEntries(before));
  const plan = await examplePlan(project, source);
  const { files } = await writeAddition({ project, plan, detection, generated: new Set() });
  return new Map([...before, ...files.map(({ path, content }) => [path, content] as const)]);
}
