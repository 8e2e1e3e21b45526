import { readText } from "./text.ts";
import type { LoadTaskOptions } from "./load.ts";
import { taskIdSchema } from "./schema.ts";
import { readYaml } from "./yaml-source.ts";

/** What can be told of a task that is not valid. */
export interface TaskIdentity {
  readonly id: string;
  /** Empty where it cannot be read. */
  readonly objective: string;
  /** Whoever waits for the task knows no marker but `.done`. */
  readonly onlyDone: boolean;
}

/** Reads who a task is, however wrong the rest of it is; `null` where not even that can be told. */
export async function identifyTask({ source }: Pick<LoadTaskOptions, "source">): Promise<TaskIdentity | null> {
  let text: string;
  try {
    text = await readText({ path: source, file: source });
  } catch {
    return identity({ id: source });
  }
  try {
    return identity(readYaml({ text, file: source }).value);
  } catch {
    return identity({ id: /^id:[ \t]*["']?([^\s"'#]+)["']?[ \t]*(?:#.*)?$/m.exec(text)?.[1] });
  }
}

function identity(value: unknown): TaskIdentity | null {
  const { id, objective, completion } = (value ?? {}) as Record<string, unknown>;
  const known = taskIdSchema.safeParse(id);
  if (!known.success) return null;
  const { failureMarker } = (completion ?? {}) as { failureMarker?: unknown };
  return {
    id: known.data,
    objective: typeof objective === "string" ? objective : "",
    onlyDone: failureMarker === "done",
  };
}
