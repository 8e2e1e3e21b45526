/** What `--explain` can be asked about, by its name in the JSON document. */
export const explainedFields = [
  "framework",
  "entry",
  "databases",
  "orms",
  "apiStyles",
  "validation",
  "auth",
  "ports",
  "commands",
  "practices",
  "routes",
  "models",
  "unresolved",
] as const;

export type ExplainedField = (typeof explainedFields)[number];

export function isExplained(name: string): name is ExplainedField {
  return explainedFields.some((field) => field === name);
}
