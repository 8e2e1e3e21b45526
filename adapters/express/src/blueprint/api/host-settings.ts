import type { BlueprintInput } from "@backwright/core";
import { inCase } from "@backwright/language-node";
import type { ExistingApp } from "../existing-surroundings.ts";
import { withoutGenerated } from "../without-generated.ts";
import type { ApiModel } from "./model.ts";

const settings = ["DATABASE_URL", "JWT_SECRET", "RATE_LIMIT_MAX", "AUTH_RATE_LIMIT_MAX", "LOG_LEVEL"] as const;

/** Renames the API's settings wherever a text names them: those that the app has for itself get the API's name in front. */
export type Rename = (text: string) => string;

export function renameSettings(input: BlueprintInput, { sourceDir }: ExistingApp, { plan }: ApiModel): Rename {
  const project = withoutGenerated(input);
  const sources = project.list().filter((path) => path.startsWith(`${sourceDir}/`) || sourceDir === ".");
  const text = sources
    .filter((path) => /\.[cm]?[jt]s$/.test(path))
    .map((path) => project.read(path) ?? "")
    .join("\n");
  const prefix = inCase(plan.app.name, "snake").toUpperCase();
  const taken = settings.filter((name) => new RegExp(String.raw`\b${name}\b`).test(text));
  return (one) =>
    taken.reduce(
      (renamed, name) => renamed.replaceAll(new RegExp(String.raw`\b${name}\b`, "g"), `${prefix}_${name}`),
      one,
    );
}
