import { describe, expect, it } from "vitest";
import { memoryProject } from "@backwright/core/testing";
import { chunksOf } from "../src/chunks.ts";

function read(text: string): unknown[] {
  return chunksOf(memoryProject({ "a.go": text }), "a.go").map(({ keyword, receiver, name, line, node }) => {
    const { start } = node().range();
    return [keyword, receiver, name, line, text.slice(start.index).split(/\s/, 1)[0], start.line + 1];
  });
}

describe("chunksOf", () => {
  it("finds declarations where they stand in the file", () => {
    const found = read(
      'package a\n\nimport "fmt"\n\ntype T struct{}\n\n// Run runs.\nfunc (t *T[K]) Run() {\n\tfmt.Println()\n}\n\nvar (\n\ta = 1\n)\n\nconst b = 2\n\nfunc f() {}\n',
    );

    expect(found).toEqual([
      ["type", null, "T", 5, "type", 5],
      ["func", "T", "Run", 8, "func", 8],
      ["var", null, "", 12, "var", 12],
      ["const", null, "b", 16, "const", 16],
      ["func", null, "f", 18, "func", 18],
    ]);
  });

  it.each([
    ["a text of several lines", "func f() string {\n\treturn `\nfunc g() {\n}\n`\n}\n"],
    ["a comment", "/*\nfunc g() {}\n*/\nfunc f() {}\n"],
    ["statements that are not indented", "func f() {\na := 1\nvar g = a\n_ = g\n}\n"],
  ])("takes nothing inside of %s for a declaration", (_what, text) => {
    expect(read(`package a\n\n${text}`)).toEqual([["func", null, "f", expect.any(Number), "func", expect.any(Number)]]);
  });

  it("finds methods that are indented themselves", () => {
    expect(read("package a\n\n  func (t T) Run() {\n  }\n")).toEqual([["func", "T", "Run", 3, "func", 3]]);
  });
});
