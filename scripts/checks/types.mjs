import { run } from "../lib/tools.mjs";

/** tsc: the whole workspace, sources and tests, by project references. */
export async function types() {
  const { code, output } = await run(["tsc", "--build", "--verbose", "--pretty", "false"], { quiet: true });
  const seen = new Set([...output.matchAll(/Project '([^']+)'/g)].map((match) => match[1])).size;
  const errors = output.split("\n").filter((line) => /error TS\d+|^\s{2,}/.test(line) && !line.includes("Project '"));
  return [{ name: "types (tsc)", problems: code === 0 ? null : errors.join("\n") || output, seen, unit: "projects" }];
}
