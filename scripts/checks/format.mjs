import { run } from "../lib/tools.mjs";

/** oxfmt: everything is formatted. */
export async function format() {
  const { code, output } = await run(["oxfmt", "--check"], { quiet: true });
  const seen = Number(/on (\d+) files/.exec(output)?.[1] ?? 0);
  return [{ name: "format (oxfmt)", problems: code === 0 ? null : output, seen, unit: "files" }];
}
