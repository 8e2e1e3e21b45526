/** Breaks comments of one line that are longer than code may be; formatted code stays as it is. */
export function wrapComments(text: string, { width, tabWidth }: { width: number; tabWidth: number }): string {
  return text
    .split("\n")
    .flatMap((line) => {
      const indent = /^[\t ]*/.exec(line)?.[0] ?? "";
      const room = width - indent.replaceAll("\t", " ".repeat(tabWidth)).length;
      const block = /^\/\*\* (.+) \*\/$/.exec(line.trim())?.[1];
      const plain = /^\/\/ (?!eslint|oxlint|biome)(.+)$/.exec(line.trim())?.[1];
      if (line.length - indent.length <= room || (block ?? plain) === undefined) {
        return [line];
      }
      return block === undefined
        ? words(plain ?? "", room - 3).map((part) => `${indent}// ${part}`)
        : [`${indent}/**`, ...words(block, room - 3).map((part) => `${indent} * ${part}`), `${indent} */`];
    })
    .join("\n");
}

/** A text in lines of at most some characters, broken between words. */
function words(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 1 <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}
