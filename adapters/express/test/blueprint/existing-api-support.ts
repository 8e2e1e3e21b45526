import { memoryProject } from "@backwright/core/testing";
import type { BlueprintInput, Detection, Plan } from "@backwright/core";
import { expect } from "vitest";
import { blueprint } from "../../src/blueprint.ts";
import { detection } from "./existing-support.ts";
import { apiPlan, apis } from "./new-api-support.ts";

/** A request to add a whole API, by default Conduit, to an app. */
export async function apiInput(
  files: Readonly<Record<string, string>>,
  more: { readonly plan?: Plan; readonly generated?: ReadonlySet<string>; readonly detection?: Detection } = {},
): Promise<BlueprintInput> {
  const plan = more.plan ?? (await apiPlan(apis.conduit));
  const { generated = new Set<string>() } = more;
  return { project: memoryProject(files), plan, detection: more.detection ?? detection, generated };
}

/** The files that are written, by path. */
export async function writtenApi(request: BlueprintInput): Promise<ReadonlyMap<string, string>> {
  expect(await blueprint.refusals(request)).toEqual([]);
  const { files } = await blueprint.write(request);
  return new Map(files.map(({ path, content }) => [path, content]));
}

/** Why nothing is written. */
export async function reasons(request: BlueprintInput): Promise<string> {
  return (await blueprint.refusals(request)).map(({ reason }) => reason).join("\n");
}
