import { defaultStyle } from "./style.ts";
import type { Style } from "./style.ts";

const parsers: Readonly<Record<string, string>> = {
  ts: "typescript",
  mts: "typescript",
  cts: "typescript",
  tsx: "typescript",
  js: "babel",
  mjs: "babel",
  cjs: "babel",
  jsx: "babel",
  json: "json",
  jsonc: "jsonc",
  md: "markdown",
  yaml: "yaml",
  yml: "yaml",
};

/**
 * Formats a text by its path's ending; other endings come back as they are. Reads no configuration from disk, so the same
 * text and style give the same bytes anywhere. Throws where the text does not parse.
 */
export async function formatSource(text: string, path: string, style: Style = defaultStyle): Promise<string> {
  const parser = parsers[path.slice(path.lastIndexOf(".") + 1)];
  if (parser === undefined) {
    return text;
  }
  // Reading a project formats nothing, and loading this takes longer than reading most.
  const { format } = await import("prettier");
  return format(text, { ...style, parser });
}

/** True where formatting would change nothing: the file is kept in this style. */
export async function isFormatted(text: string, path: string, style: Style): Promise<boolean> {
  try {
    return (await formatSource(text, path, style)) === text;
  } catch {
    return false;
  }
}
