/** Comments, texts and regular expressions of JavaScript, the latter where no division can stand. */
const notCode =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`|(?<=[(,=:[!&|?{};]\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/*\\\n[])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])*\//g;

const anyLetter = /[^\n]/g;

/** Code as it was written, and of the same length without anything in which a bracket or a comma means nothing. */
export interface MaskedText {
  readonly text: string;
  /** Comments are blanks, what stands between quotes is dots. */
  readonly mask: string;
  /** Where each bracket that is closed is closed. */
  readonly closings: ReadonlyMap<number, number>;
}

/** Makes brackets and commas of code findable without parsing it. A template within a template is not told apart. */
export function maskedText(text: string): MaskedText {
  const mask = text.replace(notCode, (found) =>
    found.startsWith("//") || found.startsWith("/*")
      ? found.replace(anyLetter, " ")
      : `${found[0] ?? ""}${".".repeat(found.length - 2)}${found.at(-1) ?? ""}`,
  );
  return { text, mask, closings: closingsOf(mask) };
}

function closingsOf(mask: string): Map<number, number> {
  const closings = new Map<number, number>();
  const open: number[] = [];
  for (const { 0: sign, index } of mask.matchAll(/[()[\]{}]/g)) {
    if ("([{".includes(sign)) {
      open.push(index);
    } else {
      const start = open.pop();
      if (start !== undefined) closings.set(start, index);
    }
  }
  return closings;
}

const openOrComma = /[([{,]/g;

/** What stands between the commas of a part, in which brackets are closed, as offsets; parts that are blank are left out. */
export function splitAtCommas({ mask, closings }: MaskedText, start: number, end: number): [number, number][] {
  const parts: [number, number][] = [];
  let from = start;
  function close(to: number): void {
    if (mask.slice(from, to).trim() !== "") parts.push([from, to]);
    from = to + 1;
  }
  openOrComma.lastIndex = start;
  for (let found = openOrComma.exec(mask); found !== null && found.index < end; found = openOrComma.exec(mask)) {
    if (found[0] === ",") close(found.index);
    else openOrComma.lastIndex = closings.get(found.index) ?? openOrComma.lastIndex;
  }
  close(end);
  return parts;
}
