import { defaultStyle } from "./style.ts";
import type { Style } from "./style.ts";

const endings = new Set(["ts", "mts", "cts", "tsx", "js", "mjs", "cjs", "jsx", "json", "jsonc", "md", "yaml", "yml"]);

/**
 * Formats a text by its path's ending, as prettier would; other endings come back as they are. Reads no configuration from
 * disk, so the same text and style give the same bytes anywhere. Throws where the text does not parse.
 */
export async function formatSource(text: string, path: string, style: Style = defaultStyle): Promise<string> {
  if (!endings.has(path.slice(path.lastIndexOf(".") + 1))) {
    return text;
  }
  // Reading a project formats nothing, and loading this takes longer than reading most.
  const { format } = await import("oxfmt");
  const { code, errors } = await format(path, text, { ...style, sortPackageJson: false });
  const [first] = errors;
  if (first !== undefined) {
    throw new SyntaxError(`${path} cannot be formatted: ${first.message}`);
  }
  return code;
}

/** True where formatting would change nothing: the file is kept in this style. */
export async function isFormatted(text: string, path: string, style: Style): Promise<boolean> {
  try {
    return (await formatSource(text, path, style)) === text;
  } catch {
    return false;
  }
}
