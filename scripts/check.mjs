import { built } from "./checks/built.mjs";
import { changesets } from "./checks/changesets.mjs";
import { format } from "./checks/format.mjs";
import { lint } from "./checks/lint.mjs";
import { names } from "./checks/names.mjs";
import { packages } from "./checks/packages.mjs";
import { types } from "./checks/types.mjs";
import { unused } from "./checks/unused.mjs";
import { install, isInstalled, main } from "./lib/tools.mjs";

// `pnpm check`: every tool that guards the repository. A tool that saw nothing has failed, whatever it says.
await main(async () => {
  if (!isInstalled()) await install();
  let passed = 0;
  const failed = [];
  for (const check of [built, format, lint, types, unused, packages, changesets, names]) {
    const began = Date.now();
    const results = await check();
    for (const { name, problems, seen, unit } of results) {
      const found = seen > 0 ? problems : `It saw no ${unit} at all.\n${problems ?? ""}`;
      const seconds = ((Date.now() - began) / 1000).toFixed(1);
      console.log(`${found === null ? "✓" : "✗"} ${name.padEnd(28)} ${String(seen).padStart(4)} ${unit}, ${seconds} s`);
      if (found === null) passed += 1;
      else {
        failed.push(name);
        console.log(found.trimEnd().replaceAll(/^/gm, "    "));
      }
    }
  }
  if (failed.length > 0) console.log(`\nFailed: ${failed.join(", ")}`);
  console.log(`${passed} passed, ${failed.length} failed, 0 skipped`);
  return failed.length === 0 ? 0 : 1;
});
