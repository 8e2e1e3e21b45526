import { describe, expect, it } from "vitest";
import { memoryProject } from "@backwright/core/testing";
import { createInterpreter, envOf, goPackages, nativeFunction, textOf, unknown } from "@backwright/language-go";
import type { Host } from "@backwright/language-go";

interface Seen {
  readonly texts: (string | null)[];
  readonly env: (string | null)[];
}

/** What a program hands to `see.It(…)` of a package of others. */
function seen(body: string, rest = "", files: Readonly<Record<string, string>> = {}): Seen & { exhausted: boolean } {
  const all: Seen = { texts: [], env: [] };
  const host: Host = {
    concerns: /"example\.org\/see"/,
    foreign: (path, name) =>
      path === "example.org/see" && name === "It"
        ? nativeFunction(({ args }) => {
            all.texts.push(...args.map(({ value }) => textOf(value)));
            all.env.push(...args.map(({ value }) => envOf(value)));
            return args[0]?.value ?? unknown;
          })
        : null,
    typed: () => null,
    called: () => null,
    made: () => null,
    intercept: () => null,
    returned: () => null,
    empty: () => null,
  };
  const project = memoryProject({
    "go.mod": "module example.com/a\n",
    "main.go": `package main\n\nimport (\n"fmt"\n"os"\n"strings"\n"example.org/see"\n"example.com/a/other"\n)\n\nfunc main() {\n${body}\n}\n\n${rest}\n`,
    ...files,
  });
  const interpreter = createInterpreter({ project, host });
  const main = goPackages(project).get(".");
  if (main !== undefined) {
    interpreter.runMain(main);
  }
  return { ...all, exhausted: interpreter.exhausted() };
}

describe("interpreter", () => {
  it.each([
    ["constants and joined strings", "see.It(base + `/x`)", "const base = `/api`", ["/api/x"]],
    ["formatting", 'see.It(fmt.Sprintf("/v%d/%s", 2, "a"))', "", ["/v2/a"]],
    ["functions of strings", 'see.It(strings.TrimSuffix(strings.ToLower("A/"), "/"))', "", ["a"]],
    [
      "functions and several results",
      "a, b := two()\nsee.It(a, b)",
      "func two() (string, string) { return `1`, `2` }",
      ["1", "2"],
    ],
    ["named results", "see.It(named())", "func named() (s string) { s = `n`; return }", ["n"]],
    ["closures", "p := `x`\nf := func(s string) { see.It(p + s) }\nf(`1`)\nf(`2`)", "", ["x1", "x2"]],
    [
      "methods and fields",
      "t := &T{p: `a`}\nt.do(`b`)",
      "type T struct{ p string }\n\nfunc (t *T) do(s string) { see.It(t.p + s) }",
      ["ab"],
    ],
    [
      "embedded structs",
      "U{T{p: `a`}}.do()",
      "type T struct{ p string }\ntype U struct{ T }\n\nfunc (t T) do() { see.It(t.p) }",
      ["a"],
    ],
    [
      "interfaces",
      "var d Doer = T{}\nd.do()",
      "type Doer interface{ do() }\ntype T struct{}\n\nfunc (T) do() { see.It(`t`) }",
      ["t"],
    ],
    [
      "loops over lists and maps",
      "for _, s := range []string{`a`, `b`} {\nsee.It(s)\n}\nfor k, v := range map[string]string{`k`: `v`} {\nsee.It(k, v)\n}",
      "",
      ["a", "b", "k", "v"],
    ],
    ["append and indexing", "l := append([]string{`a`}, `b`)\nsee.It(l[1])", "", ["b"]],
    [
      "variadic functions",
      "all(`a`, `b`)\nall([]string{`c`}...)",
      "func all(s ...string) { for _, x := range s { see.It(x) } }",
      ["a", "b", "c"],
    ],
    ["both ways of a branch", "if os.Args[0] == `x` {\nsee.It(`a`)\n} else {\nsee.It(`b`)\n}", "", ["a", "b"]],
    ["cases", "switch os.Args[0] {\ncase `x`:\nsee.It(`a`)\ndefault:\nsee.It(`b`)\n}", "", ["a", "b"]],
    ["goroutines and defer", "go see.It(`a`)\ndefer func() { see.It(`b`) }()", "", ["a", "b"]],
    ["generic functions", "see.It(same[string](`a`))", "func same[T any](t T) T { return t }", ["a"]],
    ["package variables and init", "see.It(v, w)", "var v = `a`\nvar w string\n\nfunc init() { w = `b` }", ["a", "b"]],
    [
      "functions inside of functions of one kind",
      "in(func() { in(func() { in(func() { see.It(`a`) }) }) })",
      "func in(f func()) { f() }",
      ["a"],
    ],
    ["recursion, which ends", "again(`a`)", "func again(s string) { see.It(s); again(s) }", ["a", "a"]],
  ])("follows %s", (_what, body, rest, expected) => {
    expect(seen(body, rest).texts).toEqual(expected);
  });

  it("follows other packages and their variables", () => {
    const files = {
      "other/other.go":
        'package other\n\nimport "example.org/see"\n\nvar Prefix = "/p"\n\nfunc Do(s string) { see.It(Prefix + s) }\n',
    };

    expect(seen("other.Do(`/x`)\nother.Prefix = `/q`\nother.Do(`/y`)", "", files).texts).toEqual(["/p/x", "/q/y"]);
  });

  it("remembers the variable of the environment behind a value and its fallback", () => {
    const body = 'p := os.Getenv("PORT")\nsee.It(p)\nif p == "" {\np = "8080"\n}\nsee.It(":" + p)';

    expect(seen(body)).toMatchObject({ texts: [null, ":8080"], env: ["PORT", "PORT"] });
  });

  it("takes a variable of the environment that stands before a text for empty", () => {
    expect(seen('see.It(os.Getenv("PREFIX") + "/a")')).toMatchObject({ texts: ["/a"], env: ["PREFIX"] });
  });

  it("gives up where there is more than can be followed, without hanging", () => {
    const chain = Array.from(
      { length: 60 },
      (_, i) => `func f${i}() { for _, x := range l { f${i + 1}(); f${i + 1}(); _ = x } }`,
    );
    const rest = `var l = []string{${'"a", '.repeat(60)}}\n${chain.join("\n")}\nfunc f60() { see.It("end") }`;
    const started = performance.now();

    seen("f0()", rest);

    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it.each([
    ["brackets", `see.It(${"(".repeat(20_000)}"a"${")".repeat(20_000)})`],
    ["operators", `see.It(${'"a" +\n'.repeat(20_000)}"a")`],
    ["branches", `${"if x {} else ".repeat(3000)} {}`],
    ["blocks", `${"{\n".repeat(3000)}${"}\n".repeat(3000)}`],
  ])("does not follow %s that stand deeper than people write", (_what, body) => {
    expect(seen(body).texts.filter((text) => text !== null)).toEqual([]);
  });

  it("survives broken code", () => {
    expect(seen('see.It("a"\nfunc (((\nsee.', "type T struct {").exhausted).toBe(false);
  });
});
