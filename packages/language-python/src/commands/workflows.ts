import type { Command, ProjectReader } from "@backwright/core";

export interface WorkflowRequest {
  readonly project: ProjectReader;
  readonly dir: string;
  readonly pattern: RegExp;
  /** The files that are looked through. */
  readonly within: RegExp;
}

/** A plain command that the project's continuous integration or its documents run, without the package manager's `run` before it. */
export function workflowCommand({ project, dir, pattern, within }: WorkflowRequest): Command | null {
  const files = project.list().filter((path) => within.test(path));
  for (const file of files) {
    for (const [index, text] of (project.read(file) ?? "").split("\n").entries()) {
      const line = text
        .replace(/^\s*(?:-\s*)?(?:run:\s*)?\|?\s*(?:[$>] )?/, "")
        .replace(/^(?:poetry|uv|pipenv|pdm) run (?:--\S+ )*/, "")
        .replace(/^python3? -m /, "")
        .trim();
      if (pattern.test(line) && !/[|&;<>$`"'{}]|:$|--fix|--exit-zero/.test(line)) {
        const [head = "", ...rest] = line.split(/\s+/);
        const args = rest.filter((word) => !/^--(output-format|statistics|count)/.test(word));
        // Seen from the application's folder, that folder itself is everything.
        const own =
          dir === "." ? args : args.filter((word) => word !== dir && word !== `${dir}/` && word !== `./${dir}`);
        return { argv: [head, ...own], cwd: dir, env: {}, source: `${file}:${index + 1}` };
      }
    }
  }
  return null;
}
