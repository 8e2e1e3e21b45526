import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "../lib/tools.mjs";
import { publishedPackages } from "../lib/workspace.mjs";

const bases = ["origin/main", "origin/master"];
// What users of a package can notice.
const visible = /^(src|templates|schemas|completions)\/|^package\.json$/;

/**
 * Every published package that changed since the base names its change in a changeset. Without a base there is
 * nothing to compare with, so then each package that was never released has to be named in one.
 */
export async function changesets() {
  const packages = publishedPackages();
  const covered = namesInChangesets();
  const changed = await changedPackages(packages);
  const missing = changed.filter(({ manifest }) => !covered.has(manifest.name)).map(({ manifest }) => manifest.name);
  const known = new Set(packages.map(({ manifest }) => manifest.name));
  const strangers = [...covered].filter((name) => !known.has(name));
  const problems = [
    ...missing.map((name) => `${name} changed, and no changeset names it: run \`pnpm changeset\`.`),
    ...strangers.map((name) => `A changeset names ${name}, which is no published package.`),
  ];
  return [{ name: "changesets", problems: problems.join("\n") || null, seen: packages.length, unit: "packages" }];
}

function namesInChangesets() {
  const folder = join(root, ".changeset");
  const files = readdirSync(folder).filter((file) => file.endsWith(".md") && file !== "README.md");
  const heads = files.map((file) => /^---\n([\s\S]*?)\n---/.exec(readFileSync(join(folder, file), "utf8"))?.[1] ?? "");
  return new Set(heads.flatMap((head) => [...head.matchAll(/^["']?([^"':\s]+)["']?\s*:/gm)].map((match) => match[1])));
}

async function changedPackages(packages) {
  for (const base of bases) {
    const { code, output } = await run(["git", "diff", "--name-only", `${base}...HEAD`], { quiet: true });
    if (code !== 0) continue;
    const files = output.split("\n");
    return packages.filter(({ folder }) =>
      files.some((file) => file.startsWith(`${folder}/`) && visible.test(file.slice(folder.length + 1))),
    );
  }
  return packages.filter(({ manifest }) => manifest.version === "0.0.0");
}
