import { readFileSync } from "node:fs";

/** The commented task file that `backwright init` writes. It is a valid task itself. */
export function taskTemplate(): string {
  return readFileSync(new URL("../../templates/task.yaml", import.meta.url), "utf8");
}
