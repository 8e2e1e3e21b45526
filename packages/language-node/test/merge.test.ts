import { describe, expect, it } from "vitest";
import { mergeModule } from "../src/edit/merge.ts";
import { defaultStyle } from "../src/style.ts";

const esm = { modules: "esm", style: defaultStyle } as const;
const cjs = { modules: "cjs", style: defaultStyle } as const;

describe("mergeModule", () => {
  it("adds declarations that are missing, with their comments and imports", () => {
    const text = 'import { a } from "./a.ts";\n\nexport const one = a;\n';
    const wanted = `import { a } from "./a.ts";
import type { B } from "./b.ts";
import { unused } from "./c.ts";

export const one = "another";

/** Two of them. */
export function two(b: B) {
  return a(b);
}

unused(one);
`;

    expect(mergeModule("m.ts", text, wanted, esm)).toBe(`import { a } from "./a.ts";
import type { B } from "./b.ts";

export const one = a;

/** Two of them. */
export function two(b: B) {
  return a(b);
}
`);
  });

  it("adds entries of a constant that are missing", () => {
    const text = "const config = {\n  a: 1,\n};\n\nmodule.exports = { config };\n";
    const wanted =
      "function b() {\n  return 2;\n}\n\nconst config = {\n  a: 3,\n  b: b(),\n};\n\nmodule.exports = { config };\n";

    expect(mergeModule("m.js", text, wanted, cjs)).toBe(
      "const config = {\n  a: 1, b: b()\n};\n\nfunction b() {\n  return 2;\n}\n\nmodule.exports = { config, b };\n",
    );
  });

  it("leaves a module alone that has everything, in whatever order and form", () => {
    const text = "// Ours.\nexport function b() { return 2 }\nexport const a = 1;\n";

    expect(mergeModule("m.ts", text, "export const a = 2;\nexport function b() {}\n", esm)).toBe(text);
  });

  it("adds settings to an object that both write", () => {
    const text = "const environment = z.object({\n  A: z.string(),\n});\n";
    const wanted = "const environment = z.object({ A: z.number(), B: z.string() });\n";

    expect(mergeModule("m.ts", text, wanted, esm)).toBe(
      "const environment = z.object({\n  A: z.string(), B: z.string()\n});\n",
    );
  });

  it("exports what it adds to a CommonJS module", () => {
    const text = 'const { a } = require("./a");\n\nconst one = a;\n\nmodule.exports = { one };\n';
    const wanted = `const { a } = require("./a");
const { b } = require("./b");

const one = a;
const two = b;

module.exports = { one, two };
`;

    expect(mergeModule("m.js", text, wanted, cjs)).toBe(`const { a } = require("./a");
const { b } = require("./b");

const one = a;

const two = b;

module.exports = { one, two };
`);
  });
});
