import type { Task } from "../task/schema.ts";
import { toSeconds } from "./duration.ts";
import type { Plan } from "./schema.ts";

/** How many requests of one address are answered. */
export function planRateLimits(task: Task): Plan["rateLimits"] {
  const { general, auth } = task.rateLimit ?? {};
  return {
    general: { max: general?.max ?? 300, windowSeconds: toSeconds(general?.window ?? "1m") },
    auth: { max: auth?.max ?? 20, windowSeconds: toSeconds(auth?.window ?? "1m") },
  };
}
