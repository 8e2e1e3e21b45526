import { describe, expect, it } from "vitest";
import {
  callsIn,
  createSources,
  importedFrom,
  importsOf,
  nodesOf,
  objectEntries,
  parseSource,
  stringValue,
} from "../src/index.ts";
import type { SourceFile } from "../src/index.ts";
import { projectOf } from "./project.ts";

function parsed(text: string, path = "a.ts"): SourceFile {
  const source = parseSource(path, text);
  if (source === null) {
    throw new Error("not parsed");
  }
  return source;
}

describe("importsOf", () => {
  it("reads every form of import, export and require", () => {
    const source = parsed(
      [
        'import a, { b, c as d } from "one"',
        'import type { T } from "two"',
        'import * as e from "three"',
        'export { f } from "four"',
        'const { g, h: i } = require("five")',
        'const j = require("six")',
        'const k = await import("seven")',
      ].join("\n"),
    );

    const records = importsOf(source);

    expect(records.map((record) => [record.kind, record.specifier, record.binding, record.line])).toEqual([
      ["import", "one", "a", 1],
      ["import", "two", null, 2],
      ["import", "three", "e", 3],
      ["export", "four", null, 4],
      ["require", "five", null, 5],
      ["require", "six", "j", 6],
      ["dynamic", "seven", "k", 7],
    ]);
    expect(records[1]?.typeOnly).toBe(true);
    expect(importedFrom(records, "d")).toEqual({ specifier: "one", name: "c" });
    expect(importedFrom(records, "i")).toEqual({ specifier: "five", name: "h" });
    expect(importedFrom(records, "nothing")).toBeNull();
  });
});

describe("callsIn", () => {
  it("splits a call into object, method and arguments", () => {
    const [call] = callsIn(parsed('app.use("/notes", /* guard */ guard, router)').root);

    expect(call?.object?.text()).toBe("app");
    expect(call?.method).toBe("use");
    expect(call?.args.map((arg) => arg.text())).toEqual(['"/notes"', "guard", "router"]);
  });
});

describe("stringValue", () => {
  it.each([
    ['"a\\n\\u{1F600}\\x41"', "a\n😀A"],
    ["'it\\'s'", "it's"],
    ["`plain`", "plain"],
    ["`a${b}`", null],
    ["a + 'b'", null],
  ])("reads %s", (text, value) => {
    const statement = nodesOf(parsed(text).root, "expression_statement")[0];

    expect(stringValue(statement?.children()[0] ?? null)).toBe(value);
  });
});

it("gives offsets that fit the text where it holds characters beyond the basic plane", () => {
  const source = parsed('const a = "😀é"; const b = call(1);');
  const range = nodesOf(source.root, "call_expression")[0]?.range();

  expect(source.text.slice(range?.start.index, range?.end.index)).toBe("call(1)");
});

it("names the entries of an object literal", () => {
  const object = nodesOf(parsed('f({ a: 1, "b-c": 2, d, ...rest })').root, "object")[0];

  expect(object === undefined ? [] : [...objectEntries(object).keys()]).toEqual(["a", "b-c", "d"]);
});

it("parses no other languages and no missing files", () => {
  const sources = createSources(projectOf({ "a.py": "x = 1", "b.d.ts": "declare const x: 1", "c.js": "let x = <a/>" }));

  expect(sources.get("a.py")).toBeNull();
  expect(sources.get("b.d.ts")).toBeNull();
  expect(sources.get("missing.ts")).toBeNull();
  expect(sources.get("c.js")).toBe(sources.get("c.js"));
});

it("parses broken code without throwing", () => {
  expect(callsIn(parsed("app.use(x); function {{{ ;;; ) app.get('/a')").root).length).toBeGreaterThan(0);
});

describe("createSources", () => {
  it("leaves out what a tool wrote for browsers, and keeps long files that people write", () => {
    const project = projectOf({
      "lib.js": `/* a library */\n!function(){${"var a=1;".repeat(3000)}}();\n`,
      "app.js": "const a = 1;\n".repeat(3000),
      "texts.js": `const text = "${"word ".repeat(1500)}";\n`,
    });
    const sources = createSources(project);

    expect(["lib.js", "app.js", "texts.js"].map((path) => sources.get(path) !== null)).toEqual([false, true, true]);
  });
});
