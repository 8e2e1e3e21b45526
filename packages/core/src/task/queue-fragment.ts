import { parseDocument } from "yaml";
import { BackwrightError } from "../errors.ts";
import type { QueueBlock } from "./queue-parse.ts";
import { readYaml } from "./yaml-source.ts";
import type { ColumnOf, LineOf } from "./yaml-source.ts";

export interface TaskFragment {
  readonly value: Record<string, unknown>;
  readonly lineOf: LineOf;
  readonly columnOf: ColumnOf;
}

/**
 * The fenced `yaml` block of a section that says what the API is: one with `resources`, `entities` or `auth` at its
 * top. Other blocks are examples and stay unread.
 *
 * @throws BackwrightError `TASK_UNREADABLE` where it is not YAML, `TASK_INVALID` where there are two
 */
export function findFragment({ blocks, file }: { blocks: readonly QueueBlock[]; file: string }): TaskFragment | null {
  const [block, second] = blocks.filter(isFragment);
  if (block === undefined) return null;
  if (second !== undefined) {
    throw new BackwrightError("TASK_INVALID", {
      message: `${file}:${second.line}: The section says twice what the API is; the other block begins on line ${block.line}.`,
      hint: "Put all resources into one `yaml` block.",
    });
  }

  const { value, lineOf, columnOf } = readYaml({ text: block.text, file, firstLine: block.line });
  return { value: value as Record<string, unknown>, lineOf, columnOf };
}

function isFragment({ text, language, label }: QueueBlock): boolean {
  if (!/^ya?ml$/i.test(language) || label === "test code") return false;
  if (parseDocument(text).errors.length > 0) return /^(resources|entities|auth):/m.test(text);
  const value: unknown = parseDocument(text).toJS();
  return typeof value === "object" && value !== null && ["resources", "entities", "auth"].some((key) => key in value);
}
