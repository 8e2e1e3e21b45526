import { buildCommand, run } from "../lib/tools.mjs";

/** turbo: every package builds. */
export async function built() {
  const { code, output } = await run(buildCommand, { quiet: true });
  const seen = Number(/^ *Tasks: +.*?(\d+) total/m.exec(output)?.[1] ?? 0);
  return [{ name: "build (turbo)", problems: code === 0 ? null : output, seen, unit: "packages" }];
}
