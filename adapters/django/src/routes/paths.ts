/** `articles/<int:pk>/` as `articles/:pk/`. */
export function plainRoute(route: string): string {
  return route.replace(/<(?:\w+:)?(\w+)>/g, ":$1");
}

/** `^articles/(?P<slug>[\w-]+)/$` as `articles/:slug/`: groups by their names, optional parts as if they were there. */
export function regexRoute(pattern: string): string {
  let path = "";
  let unnamed = 0;
  for (let index = 0; index < pattern.length; index++) {
    const char = pattern[index] ?? "";
    if (char === "(") {
      const end = closing(pattern, index);
      const inside = pattern.slice(index + 1, end);
      path += groupPath(inside, () => ++unnamed);
      index = end + quantifier(pattern.slice(end + 1));
    } else if (char === "[") {
      const end = pattern.indexOf("]", index + 2);
      path += "*";
      index = (end === -1 ? pattern.length : end) + quantifier(pattern.slice(end + 1));
    } else if (char === "\\") {
      const next = pattern[index + 1] ?? "";
      path += /[wdsWDS]/.test(next) ? "*" : /[AZbB]/.test(next) ? "" : next;
      index += 1 + (/[wdsWDS]/.test(next) ? quantifier(pattern.slice(index + 2)) : 0);
    } else if (char === ".") {
      path += /^[*+]/.test(pattern.slice(index + 1)) ? "*" : ".";
      index += quantifier(pattern.slice(index + 1));
    } else if (!/[\^$?*+|]/.test(char)) {
      path += char;
    }
  }
  return path;
}

function groupPath(inside: string, count: () => number): string {
  const name = /^\?P<(\w+)>/.exec(inside)?.[1];
  if (name !== undefined) {
    return `:${name}`;
  }
  if (inside.startsWith("?:")) {
    return regexRoute(inside.slice(2).split("|")[0] ?? "");
  }
  return inside.startsWith("?") ? "" : `:arg${count()}`;
}

/** The index of the parenthesis that closes the one at an index. */
function closing(pattern: string, open: number): number {
  let depth = 0;
  let inClass = false;
  for (let index = open; index < pattern.length; index++) {
    const char = pattern[index];
    if (char === "\\") {
      index++;
    } else if (inClass) {
      inClass = char !== "]";
    } else if (char === "[") {
      inClass = true;
    } else if (char === "(") {
      depth++;
    } else if (char === ")" && --depth === 0) {
      return index;
    }
  }
  return pattern.length;
}

/** The length of `?`, `+`, `*` or `{1,2}` at the beginning of a text. */
function quantifier(text: string): number {
  return /^(?:[?*+]\??|\{[\d,]*\})/.exec(text)?.[0].length ?? 0;
}
