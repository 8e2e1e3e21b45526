import { extname } from "node:path";
import { fileURLToPath } from "node:url";

/** The program of the supervisor process. It stands beside this file, compiled or not as this file is. */
export function supervisorEntry(): string {
  const extension = extname(fileURLToPath(import.meta.url));
  return fileURLToPath(new URL(`supervisor-main${extension}`, import.meta.url));
}
