import type { Backend, Detection } from "../understanding/schema.ts";
import type { CatalogEntry } from "./discover.ts";
import { adapterFailed } from "./load.ts";

/**
 * What an adapter answered to `detect`. The answers of one that comes with the command are held by its conformance suite;
 * for the others alone the schema is loaded, which takes as long as reading a small project.
 *
 * @throws BackwrightError `ADAPTER_FAILED`
 */
export async function checkDetections(entry: CatalogEntry, answer: unknown): Promise<readonly Detection[]> {
  if (entry.origin === "bundled") {
    return answer as readonly Detection[];
  }
  const { detectionSchema } = await import("../understanding/schema.ts");
  const detections = detectionSchema.array().safeParse(answer);
  if (!detections.success) {
    throw adapterFailed(entry.name, "gave an answer that does not keep to the contract", detections.error);
  }
  return detections.data;
}

/** All that an adapter answered about one application, checked in the same way. Throws what the schema throws. */
export async function checkBackend(entry: CatalogEntry, answer: Backend): Promise<Backend> {
  if (entry.origin === "bundled") {
    return answer;
  }
  const { backendSchema } = await import("../understanding/schema.ts");
  return backendSchema.parse(answer);
}
