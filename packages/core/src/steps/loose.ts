import type { Piece, Split, Skipped } from "./frame.ts";

const heading = /^## +\S/;
/** The heading of a section, also where it was glued to what was cut off in front of it. */
const sectionHeading = /^.*(## +\[?[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}\]?(?:[:\s].*)?)$/;
const fence = /^ {0,3}(`{3,}|~{3,})(.*)$/;

/**
 * Splits what other writers appended at its headings. A code block that was never closed is not run, and does not take
 * the section behind it: a heading with a table of fields begins a section wherever it stands.
 */
export function splitLoose({ text, line: firstLine }: Piece): Split {
  const lines = text.split("\n");
  const pieces: Piece[] = [];
  const skipped: Skipped[] = [];
  let current: { from: number; lines: string[] } | null = null;
  let open: { mark: string; line: number } | null = null;

  function close(): void {
    if (current === null) return;
    if (open !== null) {
      skipped.push({
        line: firstLine + current.from,
        reason: `the section is cut off: its code block in line ${firstLine + open.line} has no end`,
      });
    } else {
      pieces.push({ text: `${current.lines.join("\n")}\n`, line: firstLine + current.from, framed: false });
    }
    open = null;
  }

  for (const [index, line] of lines.entries()) {
    const glued = startsTable(lines, index + 1) ? sectionHeading.exec(line)?.[1] : undefined;
    if (glued !== undefined || (open === null && heading.test(line))) {
      close();
      current = { from: index, lines: [glued ?? line] };
      continue;
    }
    current?.lines.push(line);
    open = nextFence(open, { line, index });
  }
  close();
  return { pieces, skipped };
}

function nextFence(
  open: { mark: string; line: number } | null,
  { line, index }: { line: string; index: number },
): { mark: string; line: number } | null {
  const [, mark = "", info = ""] = fence.exec(line) ?? [];
  if (mark === "") return open;
  if (open === null) return mark.startsWith("`") && info.includes("`") ? null : { mark, line: index };
  const closes = mark.startsWith(open.mark) && info.trim() === "";
  return closes ? null : open;
}

function startsTable(lines: readonly string[], from: number): boolean {
  const next = lines.slice(from, from + 4).find((line) => line.trim() !== "");
  return next !== undefined && /^\| *Field *\|/.test(next);
}
