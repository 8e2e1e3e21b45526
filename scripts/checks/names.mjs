import { run } from "../lib/tools.mjs";

const kebab = /^\.?[a-z0-9]+([-.][a-z0-9]+)*$/;
const wellKnown = new Set([
  "ARCHITECTURE.md",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "LICENSE",
  "README.md",
  "SECURITY.md",
]);
// Names that somebody else gives: an example keeps to its own stack's style, a template to that of the file which it writes.
const given = [
  /^examples\//,
  /^packages\/cli\/completions\/_backwright$/,
  /\/templates\//,
  /(^|\/)(test\/)?fixtures\//,
  /__snapshots__\//,
];

/** Every folder and file that git knows is named in kebab-case. */
export async function names() {
  const { code, output } = await run(["git", "ls-files", "-z"], { quiet: true });
  const files = code === 0 ? output.split("\0").filter((file) => file !== "") : [];
  const wrong = files.filter((file) => {
    if (given.some((pattern) => pattern.test(file))) return false;
    const parts = file.split("/");
    return parts.some((part) => !kebab.test(part) && !wellKnown.has(part));
  });
  return [{ name: "names of files", problems: wrong.join("\n") || null, seen: files.length, unit: "files" }];
}
