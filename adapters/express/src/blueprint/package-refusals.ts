import type { BlueprintInput, Refusal } from "@backwright/core";
import { asObject, detectPackageManager, parseJson, readManifest } from "@backwright/language-node";
import { intersects, lt, validRange } from "semver";

/** The oldest versions that new code can use, of packages that an app may have already. */
const least = {
  "drizzle-orm": "0.35.0",
  "express-rate-limit": "7.5.0",
  jest: "28.0.0",
  jose: "5.0.0",
  mocha: "8.0.0",
  pg: "8.0.0",
  pino: "7.0.0",
  vitest: "1.1.0",
  // Since then it holds zod 4.
  zod: "3.25.0",
} as const;

/** Why an app's own packages cannot be used: they are too old, and one app has one version of each. */
export function packageRefusals(
  { project }: Pick<BlueprintInput, "project">,
  appDir: string,
  names: readonly (keyof typeof least)[],
): Refusal[] {
  const dependencies = readManifest(project, appDir)?.dependencies;
  const { lockFile } = detectPackageManager(project, appDir);
  const lock = lockFile?.endsWith("package-lock.json") === true ? project.read(lockFile) : null;
  const locked = asObject(lock === null ? null : asObject(parseJson("package-lock.json", lock).value)["packages"]);
  return names.flatMap((name) => {
    const range = dependencies?.get(name)?.range;
    const version = asObject(locked[`node_modules/${name}`])["version"];
    const isOld =
      range !== undefined &&
      ((validRange(range) !== null && !intersects(range, `>=${least[name]}`)) ||
        (typeof version === "string" && lt(version, least[name])));
    return isOld
      ? [
          {
            reason: `The app has ${name} ${typeof version === "string" ? version : range}, and the new code needs ${least[name]} or later.`,
            hint: `Update ${name}, or use another implementer.`,
          },
        ]
      : [];
  });
}
