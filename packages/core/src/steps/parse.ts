import { fromMarkdown } from "mdast-util-from-markdown";
import { type Piece, type Skipped, type Split, splitFrames } from "./frame.ts";
import { splitLoose } from "./loose.ts";

type Node = ReturnType<typeof fromMarkdown>["children"][number];
type Heading = Extract<Node, { type: "heading" }>;
type List = Extract<Node, { type: "list" }>;

/** A program of a section: what stands in one fenced `bash` block. */
export interface StepsBlock {
  /** The heading above it: Build Verification, Runtime Verification. */
  readonly title: string;
  readonly line: number;
  readonly program: string;
}

export interface StepsSection {
  readonly taskId: string;
  readonly line: number;
  /** The table under the heading. */
  readonly fields: Readonly<Record<string, string>>;
  readonly blocks: readonly StepsBlock[];
  readonly outcomes: readonly string[];
  /** As it stands in the file. */
  readonly text: string;
}

export interface ParsedSteps {
  /** In the order of the file; the last of an id is the one that counts. */
  readonly sections: readonly StepsSection[];
  readonly skipped: readonly Skipped[];
}

/** Reads verification_steps.md, whoever wrote into it. What was cut off is skipped and said, and takes nothing else with it. */
export function parseSteps(content: Uint8Array): ParsedSteps {
  const { pieces, skipped } = splitSections(content);
  const sections: StepsSection[] = [];
  const left = [...skipped];
  for (const piece of pieces) {
    const section = parseSection(piece);
    if (section === null) continue;
    if (section.blocks.length > 0) sections.push(section);
    else left.push({ line: section.line, reason: `the section ${section.taskId} has no bash block` });
  }
  return { sections, skipped: left.toSorted((a, b) => a.line - b.line) };
}

/** The text of each section, by its heading; nothing is parsed yet. */
export function splitSections(content: Uint8Array): Split {
  const { pieces, skipped } = splitFrames(content);
  const splits = pieces.map((piece) => (piece.framed ? { pieces: [piece], skipped: [] } : splitLoose(piece)));
  return {
    pieces: splits.flatMap((split) => split.pieces),
    skipped: [...skipped, ...splits.flatMap((split) => split.skipped)],
  };
}

/** The id in the heading of a section. */
export function taskIdOf(heading: string): string | null {
  return /^## +\[?([A-Za-z0-9_-][A-Za-z0-9._-]{0,127}?)\]?(?:[:\s]|$)/.exec(heading)?.[1] ?? null;
}

/** The section that counts for each id, in the order of the file. */
export function latestSections(sections: readonly StepsSection[]): StepsSection[] {
  const latest = new Map<string, StepsSection>();
  for (const section of sections) {
    latest.delete(section.taskId);
    latest.set(section.taskId, section);
  }
  return [...latest.values()];
}

/** `null` where the heading names no task and nothing else makes it a section. */
function parseSection({ text, line: firstLine }: Piece): StepsSection | null {
  const { children } = fromMarkdown(text);
  const [first] = children;
  if (first?.type !== "heading" || first.depth !== 2) return null;
  const taskId = taskIdOf(source(first, text));
  const fields = readFields(text);
  const blocks: StepsBlock[] = [];
  const outcomes: string[] = [];
  let title = "";
  for (const node of children) {
    if (node.type === "heading" && node.depth >= 3) title = headingText(node, text);
    if (node.type === "code" && /^(bash|sh|shell)$/i.test(node.lang ?? "")) {
      blocks.push({ title, line: firstLine + startLine(node), program: node.value });
    }
    if (node.type === "list" && /outcome/i.test(title)) outcomes.push(...listTexts(node, text));
  }
  if (taskId === null || (blocks.length === 0 && Object.keys(fields).length === 0)) return null;
  return { taskId, line: firstLine + startLine(first), fields, blocks, outcomes, text };
}

function headingText(node: Heading, text: string): string {
  return source(node, text)
    .replace(/^#+\s*/, "")
    .trim();
}

/** Zero for the first line of the text. */
function startLine(node: Node): number {
  return (node.position?.start.line ?? 1) - 1;
}

function source(node: Node, text: string): string {
  return text.slice(node.position?.start.offset, node.position?.end.offset);
}

/** The lowest items: one that only introduces a list below it says nothing itself. */
function listTexts(list: List, text: string): string[] {
  return list.children.flatMap((item) => {
    const below = item.children.filter((child) => child.type === "list");
    if (below.length > 0) return below.flatMap((child) => listTexts(child, text));
    const words = item.children.map((child) => source(child, text)).join(" ");
    return words === "" ? [] : [words.replaceAll(/\s+/g, " ")];
  });
}

function readFields(text: string): Record<string, string> {
  const rows = text.matchAll(/^\|\s*([A-Za-z][A-Za-z ]*?)\s*\|\s*(.*?)\s*\|\s*$/gm);
  return Object.fromEntries(
    [...rows].map(([, name = "", value = ""]) => [name, value]).filter(([name]) => name !== "Field"),
  );
}
