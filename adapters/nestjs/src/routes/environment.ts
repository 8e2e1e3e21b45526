import type { ProjectReader } from "@backwright/core";
import { dirOf, joinPath } from "@backwright/language-node";

const names = [".env", ".env.example", ".env.sample", ".env.template", ".env.dist", ".env.development", "env.example"];

/** What an environment file beside the code, or above it, gives a variable. */
export function environmentDefault(project: ProjectReader, files: readonly string[], name: string): string | null {
  const pattern = new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=\\s*["']?([^"'\\n#]*?)["']?\\s*(?:#.*)?$`, "m");
  for (let dir = dirOf(files[0] ?? "."); ; dir = dirOf(dir)) {
    for (const file of names) {
      const match = pattern.exec(project.read(joinPath(dir, file)) ?? "");
      if (match?.[1] !== undefined && match[1] !== "") {
        return match[1];
      }
    }
    if (dir === ".") {
      return null;
    }
  }
}
