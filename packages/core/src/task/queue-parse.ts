import { fromMarkdown } from "mdast-util-from-markdown";

type Node = ReturnType<typeof fromMarkdown>["children"][number];

/** A text of the queue and the line on which it begins. */
export interface QueueText {
  readonly text: string;
  readonly line: number;
}

export interface QueueBlock extends QueueText {
  readonly language: string;
  /** Label that it stands under, in lower case; `""` before the first one. */
  readonly label: string;
}

/** What stands under one heading of the queue. */
export interface QueueSection {
  readonly heading: string;
  readonly depth: number;
  readonly line: number;
  /** Rows of its tables by their first cell, in lower case. */
  readonly fields: ReadonlyMap<string, QueueText>;
  /** `**Objective:** …` and what follows, by the label in lower case; a list gives one text an item. */
  readonly parts: ReadonlyMap<string, readonly QueueText[]>;
  readonly blocks: readonly QueueBlock[];
}

/** Reads a Markdown file as its headings with fields, labelled parts and fenced blocks. Refuses nothing. */
export function parseQueue(markdown: string): QueueSection[] {
  const lines = markdown.split(/\r?\n/);
  const nodes = fromMarkdown(markdown).children;
  const headings = nodes.map((node) => headingOf(node, lines));

  return headings.flatMap((heading, start) => {
    if (heading === null) return [];
    let end = start + 1;
    while (end < nodes.length && (headings[end]?.depth ?? 7) > heading.depth) end += 1;
    return [{ ...heading, ...readSection(nodes.slice(start + 1, end), lines) }];
  });
}

/** Only `#` headings: a text with `---` right below it is a text and a rule here. */
function headingOf(node: Node, lines: readonly string[]): Pick<QueueSection, "heading" | "depth" | "line"> | null {
  if (node.type !== "heading" || node.position === undefined) return null;
  const { line } = node.position.start;
  const match = /^\s*#{1,6}\s+(.*?)\s*#*\s*$/.exec(lines[line - 1] ?? "");
  return match === null ? null : { heading: match[1] ?? "", depth: node.depth, line };
}

const labelPattern = /^\*\*([^*]+?)(?::\*\*|\*\*\s*:)\s*(.*)$/;

class SectionReader {
  readonly fields = new Map<string, QueueText>();
  readonly parts = new Map<string, QueueText[]>();
  readonly blocks: QueueBlock[] = [];
  label = "";

  open(label: string): void {
    this.label = label.trim().replace(/:$/, "").toLowerCase();
    if (!this.parts.has(this.label)) this.parts.set(this.label, []);
  }

  addText(text: string, line: number): void {
    const row = /^\|\s*([^|]+?)\s*\|\s*(.*?)\s*\|?\s*$/.exec(text.trim());
    if (row !== null) return this.addRow({ name: row[1] ?? "", value: row[2] ?? "", line });

    const labelled = labelPattern.exec(text.trim());
    if (labelled !== null) this.open(labelled[1] ?? "");
    const words = (labelled === null ? text : (labelled[2] ?? "")).trim().replace(/^\[[ xX]\]\s+/, "");
    if (words !== "" && !/^[-=]{3,}$/.test(words)) this.parts.get(this.label)?.push({ text: words, line });
  }

  addRow({ name, value, line }: { name: string; value: string; line: number }): void {
    if (/^:?-+:?$/.test(name)) return;
    const plain = value.replaceAll("\\|", "|").replace(/^`([^`]+)`$/, "$1");
    this.fields.set(name.replaceAll("*", "").toLowerCase(), { text: plain, line });
  }
}

function readSection(
  nodes: readonly Node[],
  lines: readonly string[],
): Omit<QueueSection, "heading" | "depth" | "line"> {
  const reader = new SectionReader();
  for (const node of nodes) readNode({ node, lines, reader });
  return { fields: reader.fields, parts: reader.parts, blocks: reader.blocks };
}

function readNode({ node, lines, reader }: { node: Node; lines: readonly string[]; reader: SectionReader }): void {
  const start = node.position?.start.line ?? 1;
  const heading = headingOf(node, lines);
  if (heading !== null) reader.open(heading.heading);
  else if (node.type === "code") {
    reader.blocks.push({ text: node.value, line: start + 1, language: node.lang ?? "", label: reader.label });
  } else if (node.type === "list") {
    for (const item of node.children) readItem({ node: item, lines, reader });
  } else if (node.type !== "thematicBreak") {
    const end = node.position?.end.line ?? start;
    for (let line = start; line <= end; line += 1) reader.addText(lines[line - 1] ?? "", line);
  }
}

function readItem({ node, lines, reader }: { node: Node; lines: readonly string[]; reader: SectionReader }): void {
  if (node.type !== "listItem") return;
  for (const child of node.children) {
    if (child.type !== "paragraph") {
      readNode({ node: child, lines, reader });
      continue;
    }
    const { start, end } = child.position ?? { start: { line: 1 }, end: { line: 0 } };
    readItemLines({
      texts: lines.slice(start.line - 1, end.line).map((line) => line.trim()),
      line: start.line,
      reader,
    });
  }
}

/** A label or a row right below a list belongs to the section, though Markdown counts it to the last item. */
function readItemLines({
  texts,
  line,
  reader,
}: {
  texts: readonly string[];
  line: number;
  reader: SectionReader;
}): void {
  const after = texts.findIndex((text, index) => index > 0 && (labelPattern.test(text) || text.startsWith("|")));
  const item = after < 0 ? texts : texts.slice(0, after);
  reader.addText(item.join(" ").replace(/^(?:[-*+]|\d+[.)])\s+/, ""), line);
  for (const [index, text] of texts.slice(item.length).entries()) reader.addText(text, line + item.length + index);
}
