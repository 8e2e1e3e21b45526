import { run } from "../lib/tools.mjs";

/** knip: no file, export or dependency that nothing uses, and none used that is not declared. */
export async function unused() {
  const reporters = ["--reporter", "symbols", "--reporter", "./scripts/checks/knip-count.mjs"];
  const { code, output } = await run(["knip", "--no-progress", ...reporters], {
    quiet: true,
  });
  const seen = Number(/^knip saw (\d+) files$/m.exec(output)?.[1] ?? 0);
  return [{ name: "unused (knip)", problems: code === 0 ? null : output, seen, unit: "files" }];
}
