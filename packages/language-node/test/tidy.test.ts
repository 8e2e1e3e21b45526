import { describe, expect, it } from "vitest";
import { wrapComments } from "../src/edit/comments.ts";
import { defineBeforeUse } from "../src/edit/order.ts";
import { sortImports } from "../src/edit/tidy.ts";

describe("defineBeforeUse", () => {
  it("moves what is used below what it uses, with its comment", () => {
    const text = `import a from "a";

/** Uses b. */
export function first() {
  return b(a);
}

/** Is used. */
function b(value) {
  return value;
}
`;

    expect(defineBeforeUse("a.js", text)).toBe(`import a from "a";

/** Is used. */
function b(value) {
  return value;
}

/** Uses b. */
export function first() {
  return b(a);
}
`);
  });

  it("leaves a module alone that is in order, and functions that use each other", () => {
    const text = "const a = 1;\nfunction f() { return g() + a; }\nfunction g() { return f(); }\n";

    expect(defineBeforeUse("a.js", "const a = 1;\n\nuse(a);\n")).toBe("const a = 1;\n\nuse(a);\n");
    expect(defineBeforeUse("a.js", text)).toContain("function f()");
  });
});

describe("wrapComments", () => {
  it("breaks long comments between words and nothing else", () => {
    const text = '  /** One two three four. */\n  // five six seven\n  const a = "eight nine ten eleven";\n';

    expect(wrapComments(text, { width: 18, tabWidth: 2 })).toBe(
      '  /**\n   * One two three\n   * four.\n   */\n  // five six\n  // seven\n  const a = "eight nine ten eleven";\n',
    );
  });
});

describe("sortImports", () => {
  it("puts modules behind an alias between packages and neighbours", () => {
    const text = 'import a from "./a";\nimport b from "@/b";\nimport c from "c";\n';

    expect(sortImports("a.ts", text, "@/")).toBe('import c from "c";\nimport b from "@/b";\nimport a from "./a";\n');
  });
});
