import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { need, pnpm, run, toolEnvironment } from "../lib/tools.mjs";
import { publishedPackages } from "../lib/workspace.mjs";

/** publint and attw on every package as it would be published. */
export async function packages() {
  const folder = mkdtempSync(join(tmpdir(), "backwright-pack-"));
  const shape = { name: "package shape (publint)", problems: [], seen: 0, unit: "packages" };
  const entries = { name: "package types (attw)", problems: [], seen: 0, unit: "packages" };
  try {
    for (const { manifest } of publishedPackages()) {
      const tarball = await pack(manifest.name, folder);
      await inspect(shape, ["publint", "--strict", tarball], manifest.name);
      // A package without entry points has no types that could be wrong.
      const hasEntries = Object.keys(manifest.exports).some((entry) => !entry.endsWith(".json"));
      if (hasEntries) await inspect(entries, ["attw", "--profile", "esm-only", "--no-color", tarball], manifest.name);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return [shape, entries].map((result) => ({ ...result, problems: result.problems.join("\n") || null }));
}

async function pack(name, folder) {
  const before = new Set(readdirSync(folder));
  const env = toolEnvironment();
  await need(pnpm(["--filter", name, "pack", "--pack-destination", folder]), { quiet: true, env });
  const made = readdirSync(folder).filter((file) => file.endsWith(".tgz") && !before.has(file));
  if (made.length !== 1) throw new Error(`Packing ${name} made ${made.length} files`);
  return join(folder, made[0]);
}

async function inspect(result, command, name) {
  const { code, output } = await run(command, { quiet: true });
  result.seen += 1;
  if (code !== 0) result.problems.push(`${name}:`, output.trimEnd());
}
