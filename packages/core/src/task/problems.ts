import type * as z from "zod";
import { taskJsonSchema } from "../json-schemas.ts";
import { allowedKeys } from "./allowed-keys.ts";
import { didYouMean, wordList } from "./suggest.ts";
import type { ValuePath } from "./yaml-source.ts";

/** Something in a task that is wrong, and what would be right. */
export interface TaskProblem {
  readonly path: ValuePath;
  readonly text: string;
  /** How many characters into a text of one line it is. */
  readonly at?: number;
}

type Issue = z.core.$ZodIssue;

/** Turns what the schema found into sentences about the task file. */
export function taskProblems(issues: readonly Issue[], task: unknown): TaskProblem[] {
  return issues.flatMap((issue) => problemsOf(issue, task));
}

function problemsOf(issue: Issue, task: unknown): TaskProblem[] {
  const path = issue.path as ValuePath;
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(path, key));
  if (issue.code === "invalid_union") return problemsOfUnion(issue, task);
  return [{ path, text: sentence(issue, valueAt(task, path)) }];
}

function unknownKey(parent: ValuePath, key: string): TaskProblem {
  const keys = allowedKeys(taskJsonSchema(), parent);
  return {
    path: [...parent, key],
    text: `there is no such field${didYouMean(key, keys)} Allowed here: ${wordList(keys)}.`.replace(
      "field Allowed",
      "field. Allowed",
    ),
  };
}

/** Of several forms that a value may have, only the one that was meant is worth talking about. */
function problemsOfUnion(issue: Extract<Issue, { code: "invalid_union" }>, task: unknown): TaskProblem[] {
  const path = issue.path as ValuePath;
  const value = valueAt(task, path);
  const meant = issue.errors.find((branch) => !branch.some((inner) => isOtherForm(inner, value)));
  if (meant !== undefined) {
    return meant.flatMap((inner) => problemsOf({ ...inner, path: [...issue.path, ...inner.path] }, task));
  }

  const forms = [...new Set(issue.errors.flatMap((branch) => branch.flatMap(formsOf)))];
  return [{ path, text: `${show(value)} stands where ${forms.join(" or ")} belongs.` }];
}

function isOtherForm(issue: Issue, value: unknown): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === "invalid_value") return typeof value !== "string";
  if (issue.code === "invalid_union")
    return issue.errors.every((branch) => branch.some((inner) => isOtherForm(inner, value)));
  return issue.code === "invalid_type";
}

function formsOf(issue: Issue): string[] {
  if (issue.code === "invalid_type") return [typeNames[issue.expected] ?? issue.expected];
  if (issue.code === "invalid_value") return [`one of ${wordList(issue.values.map(String))}`];
  if (issue.code === "invalid_union") return issue.errors.flatMap((branch) => branch.flatMap(formsOf));
  return [];
}

const typeNames: Partial<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "`true` or `false`",
  array: "a list",
  object: "a mapping",
  record: "a mapping",
};

function sentence(issue: Issue, value: unknown): string {
  if (value === undefined && issue.code !== "invalid_key") return "it is missing.";
  switch (issue.code) {
    case "invalid_type": {
      const plain = typeof value === "number" || typeof value === "boolean";
      const quote = issue.expected === "string" && plain ? `; put it in quotes: "${value}"` : "";
      const colon = issue.expected === "string" && isMapping(value) ? "; a text with `: ` in it needs quotes" : "";
      return `${show(value)} stands where ${typeNames[issue.expected] ?? issue.expected} belongs${quote}${colon}.`;
    }
    case "invalid_value": {
      const words = issue.values.map(String);
      const guess = typeof value === "string" ? didYouMean(value, words) : "";
      return `${show(value)} is not allowed${guess || "."} Allowed: ${wordList(words)}.`;
    }
    case "invalid_key":
      return `${issue.issues[0]?.message ?? "the name is not allowed"}.`;
    case "invalid_format":
      return `${show(value)} is not allowed: ${issue.message}.`;
    case "too_small":
      return value === "" ? "it is empty." : `${show(value)} is too small: at least ${String(issue.minimum)}.`;
    case "too_big":
      return `${show(value)} is too big: at most ${String(issue.maximum)}.`;
    default:
      return `${issue.message}.`;
  }
}

function isMapping(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "a mapping";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return `\`${text.length > 60 ? `${text.slice(0, 60)}…` : text}\``;
}

function valueAt(task: unknown, path: ValuePath): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<string | number, unknown> | null)?.[step], task);
}
