import type { QueueSection, QueueText } from "./queue-parse.ts";

/** Fields of a task that are rows of the section's table. */
const rows = {
  complexity: "complexity",
  "test file": "testFile",
  "source issue": "sourceIssue",
} as const;

/** Fields of a task, each with the line of the queue that it was read from. */
export type SectionValues = Record<string, { readonly value: unknown; readonly line: number }>;

interface ReadValuesOptions {
  readonly id: string;
  readonly section: QueueSection;
  readonly sections: readonly QueueSection[];
}

/** What a section and the head of the queue say in prose and tables. */
export function readSectionValues({ id, section, sections }: ReadValuesOptions): SectionValues {
  const values: SectionValues = { id: { value: id, line: section.line } };
  for (const [row, name] of Object.entries(rows)) {
    const field = given(section.fields.get(row));
    if (field !== null)
      values[name] = { value: name === "complexity" ? field.text.toLowerCase() : field.text, line: field.line };
  }

  const objective = section.parts.get("objective") ?? [];
  const title = titleOf(section.heading);
  const [first] = objective;
  if (first !== undefined) values.objective = { value: joined(objective), line: first.line };
  else if (title !== "") values.objective = { value: title, line: section.line };

  const criteria = section.parts.get("acceptance criteria") ?? [];
  if (criteria[0] !== undefined) {
    values.acceptanceCriteria = { value: criteria.map(({ text }) => text), line: criteria[0].line };
  }
  const notes = section.parts.get("notes") ?? [];
  if (notes[0] !== undefined) values.notes = { value: joined(notes), line: notes[0].line };
  const dependencies = [...(section.parts.get("dependencies") ?? []), ...present(section.fields.get("dependencies"))];
  const ids = dependencies.flatMap(({ text }) => text.match(/[A-Za-z0-9_][A-Za-z0-9._-]*\d[A-Za-z0-9_-]*/g) ?? []);
  if (dependencies[0] !== undefined && ids.length > 0) {
    values.dependencies = { value: ids, line: dependencies[0].line };
  }
  const test = section.blocks.find(({ label }) => label === "test code");
  if (test !== undefined) values.testCode = { value: test.text, line: test.line };

  const commands = readCommands({ section, sections });
  if (commands !== null) values.commands = commands;
  return values;
}

/** The section's own commands win over those in the head of the file. */
function readCommands({ section, sections }: Omit<ReadValuesOptions, "id">): { value: unknown; line: number } | null {
  const head = sections.find(({ heading }) => /^project commands:?$/i.test(heading));
  const found = (["build", "lint", "test", "start", "stop"] as const).flatMap((name) => {
    const row =
      given(section.fields.get(`${name} command`)) ??
      given(head?.fields.get(name)) ??
      given(head?.fields.get(`${name} command`));
    return row === null ? [] : [{ name, ...row }];
  });
  const [first] = found;
  if (first === undefined) return null;
  return { value: Object.fromEntries(found.map(({ name, text }) => [name, text])), line: first.line };
}

function titleOf(heading: string): string {
  return heading.replace(/^[[`*]*[A-Za-z0-9_-][A-Za-z0-9._-]*[\]`*]*\s*[:–—-]?\s*/, "");
}

/** A cell that holds something; `null` for an empty one, `-`, `N/A` and the like. */
export function given(field: QueueText | undefined): QueueText | null {
  return field === undefined || /^(|-+|–|—|n\/?a|none|null|todo)$/i.test(field.text.trim()) ? null : field;
}

function present(field: QueueText | undefined): QueueText[] {
  return field === undefined ? [] : [field];
}

function joined(texts: readonly QueueText[]): string {
  return texts.map(({ text }) => text).join("\n");
}
