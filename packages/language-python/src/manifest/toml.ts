import { parse } from "smol-toml";

/** A table of a TOML file. */
export type Table = Readonly<Record<string, unknown>>;

/** A parsed TOML file; `null` where it is broken. */
export function parseToml(text: string): Table | null {
  try {
    return parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return null;
  }
}

/** The table at a path of keys; an empty one where there is none. */
export function tableAt(table: Table | null, ...keys: readonly string[]): Table {
  let current: unknown = table;
  for (const key of keys) {
    current = isTable(current) ? current[key] : undefined;
  }
  return isTable(current) ? current : {};
}

/** The strings of a list. */
export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

export function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
