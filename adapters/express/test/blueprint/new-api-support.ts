import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { loadTask, planTask } from "@backwright/core";
import type { FileChange, Plan } from "@backwright/core";
import { blueprint } from "../../src/blueprint.ts";
import { examples } from "./existing-support.ts";

const own = fileURLToPath(new URL("tasks/", import.meta.url));
const emptyProject = { list: () => [], has: () => false, read: () => null };

/** Tasks in the full form that together use what it can say. */
export const apis = {
  /** A contract, accounts, ownership, links, tags, slugs, views within views: the RealWorld API. */
  conduit: `${examples}tasks/conduit.yaml`,
  /** No contract, effects with locks and idempotency, transitions, cursors. */
  ledger: `${examples}tasks/ledger.yaml`,
  /** UUIDs, roles, references, rows that need no other, lists within views, another shape of errors. */
  workshop: `${own}workshop.yaml`,
  /** Views and lists that somebody may see and others not, references to rows of the same kind, slugs that are refused, a token in a header of its own. */
  booking: `${own}booking.yaml`,
  /** Policies over several relations, rows that may belong to nobody, members, links, tags in the order given. */
  tracker: `${own}tracker.yaml`,
  /** The short form beside the full one, keys that have to be sent, changes that send everything. */
  shop: `${own}shop.yaml`,
  /** States that forbid, votes that count once, lists of the accounts themselves, moments that are set. */
  forum: `${own}forum.yaml`,
  /** No accounts. */
  directory: `${own}directory.yaml`,
};

export const apiNames: readonly (keyof typeof apis)[] = [
  "conduit",
  "ledger",
  "workshop",
  "booking",
  "tracker",
  "shop",
  "forum",
  "directory",
];

export async function apiPlan(source: string): Promise<Plan> {
  const { task, contract } = await loadTask({ source, dir: dirname(source) });
  return planTask(task, { backend: null, errors: null, file: source, lineOf: () => 1, contract: contract ?? null });
}

/** The files of the new application, by path, as the adapter writes them. */
export async function newApi(plan: Plan): Promise<ReadonlyMap<string, string>> {
  const input = { project: emptyProject, plan, detection: null, generated: new Set<string>() };
  const refusals = await blueprint.refusals(input);
  if (refusals.length > 0) {
    throw new Error(refusals.map(({ reason }) => reason).join(" "));
  }
  const { files } = await blueprint.write(input);
  return new Map(files.map(({ path, content }: FileChange) => [path, content]));
}
