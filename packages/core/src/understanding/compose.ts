import { isMap, isPair, isScalar, LineCounter, parseDocument } from "yaml";
import type { Understanding } from "./schema.ts";

/** The services of a compose file that have an image. */
export function readCompose(file: string, text: string): Understanding["services"] {
  const lines = new LineCounter();
  // Template placeholders make many compose files invalid; what could be parsed still counts.
  const services = parseDocument(text, { lineCounter: lines, uniqueKeys: false, logLevel: "silent" }).get(
    "services",
    true,
  );
  if (!isMap(services)) {
    return [];
  }
  return services.items.flatMap((item) => {
    if (!isPair(item) || !isScalar(item.key) || !isMap(item.value)) {
      return [];
    }
    const image: unknown = item.value.get("image");
    const offset = item.key.range?.[0] ?? 0;
    return typeof image === "string" && image !== ""
      ? [{ name: String(item.key.value), image, file, line: lines.linePos(offset).line }]
      : [];
  });
}
