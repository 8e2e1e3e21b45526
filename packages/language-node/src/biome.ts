import type { ProjectReader } from "@backwright/core";
import { asObject, readJson } from "./json.ts";
import { joinPath } from "./manifest.ts";

type Options = Readonly<Record<string, unknown>>;

/** How Biome formats a folder's JavaScript, in the words of prettier's options; `null` where it does not. */
export function readBiomeConfig(project: ProjectReader, folder: string): { options: Options; source: string } | null {
  const path = ["biome.json", "biome.jsonc"].map((name) => joinPath(folder, name)).find((name) => project.has(name));
  if (path === undefined) {
    return null;
  }
  const config = asObject(readJson(project, path)?.value);
  const general = asObject(config["formatter"]);
  if (general["enabled"] === false) {
    return null;
  }
  const own: Options = { ...general, ...asObject(asObject(config["javascript"])["formatter"]) };
  const options = {
    singleQuote: own["quoteStyle"] === "single",
    semi: own["semicolons"] !== "asNeeded",
    useTabs: own["indentStyle"] !== "space",
    tabWidth: own["indentWidth"],
    trailingComma: own["trailingCommas"],
    printWidth: own["lineWidth"],
    bracketSpacing: own["bracketSpacing"],
    arrowParens: own["arrowParentheses"] === "asNeeded" ? "avoid" : "always",
    endOfLine: own["lineEnding"],
  };
  return { options, source: `${path}:1` };
}
