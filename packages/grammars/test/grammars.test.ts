import { describe, expect, it } from "vitest";
import { parseGrammar } from "@backwright/grammars";

describe("parseGrammar", () => {
  it("parses both languages in one process, in any order", () => {
    const python = parseGrammar("python", "def greet(name):\n    return name\n");
    const go = parseGrammar("go", "package main\n\nfunc main() {}\n");

    expect(python.children().map((node) => node.kind())).toEqual(["function_definition"]);
    expect(go.children().map((node) => node.kind())).toContain("function_declaration");
  });

  it("keeps to what it can read of a broken text", () => {
    const root = parseGrammar("go", "package main\n\nfunc main() { x := ((\n}\n\nfunc other() {}\n");

    expect(root.kind()).toBe("source_file");
    expect(root.text()).toContain("func other");
  });
});
