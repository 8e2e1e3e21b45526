import type { Task } from "../task/schema.ts";
import type { PlanAuth } from "./schema.ts";
import { toSeconds } from "./duration.ts";

/** How accounts work, with everything that the task left to the defaults; `null` where it has none. */
export function planAuth({ task, basePath }: { task: Task; basePath: string }): PlanAuth | null {
  const { auth } = task;
  if (auth === undefined) return null;

  return {
    kind: "jwt",
    path: `${basePath}${auth.path ?? "/auth"}`,
    expiresInSeconds: toSeconds(auth.expires ?? "1h"),
    roles: auth.roles ?? [],
    password: { minLength: auth.password?.minLength ?? 8, maxLength: 128 },
  };
}
