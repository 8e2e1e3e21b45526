import { describe, expect, it } from "vitest";
import { createInterpreter, createSources, native, nativeFunction, unknown } from "../src/index.ts";
import type { Host, Value } from "../src/index.ts";
import { projectOf } from "./project.ts";

/** Runs `main`, in which `note(…)` of the package `probe` writes down what its arguments are. */
function noted(files: Readonly<Record<string, string>>, main = Object.keys(files)[0] ?? ""): string[] {
  const notes: string[] = [];
  const probe = native({
    get: (name) =>
      name === "note"
        ? nativeFunction((site) => (notes.push(site.args.map((arg) => show(arg.value())).join(" ")), unknown))
        : null,
  });
  const host: Host = { importPackage: (specifier) => (specifier === "probe" ? probe : null) };
  const project = projectOf(files);
  createInterpreter({ project, sources: createSources(project), host, budget: 50_000 }).run(main);
  return notes;
}

function show(value: Value): string {
  switch (value.kind) {
    case "text":
      return value.env === null ? value.text : `${value.text}(${value.env})`;
    case "env":
      return `env ${value.name}`;
    case "list":
      return `[${value.items.map((item) => show(item)).join(",")}]`;
    case "foreign":
      return `${value.module}${value.path}`;
    default:
      return value.kind;
  }
}

const esm = 'import { note } from "probe";\n';

describe("createInterpreter", () => {
  it.each([
    ["constants, templates and concatenation", "const a = '/x'; const b = `${a}/y`; note(b + '/z');", ["/x/y/z"]],
    [
      "members of objects and arrays",
      "const c = { api: { prefix: '/v1' }, list: ['a', 'b'] }; note(c.api.prefix, c.list[1]);",
      ["/v1 b"],
    ],
    [
      "the environment and its fallbacks",
      "note(process.env.A || '1', process.env.B, Number(process.env['C'] ?? 3));",
      ["1(A) env B 3(C)"],
    ],
    [
      "a condition on the environment",
      "note(process.env.PORT ? parseInt(process.env.PORT) : 8080, ok ? unknownThing : '/b');",
      ["8080(PORT) /b"],
    ],
    ["enums", "enum E { A = '/a', B } note(E.A, E.B);", ["/a 1"]],
    [
      "paths beside the module, however they are joined",
      "import { join, dirname } from 'node:path'; import { fileURLToPath } from 'url'; note(join(import.meta.dirname, 'r'), dirname(fileURLToPath(import.meta.url)), new URL('./r', import.meta.url).pathname);",
      ["//r / /r"],
    ],
    ["what is written to a function", "function f() {} f.prefix = '/p'; note(f.prefix);", ["/p"]],
    ["defaults and destructuring", "const { a = 'x', b: [c] } = { b: ['y'] }; note(a, c);", ["x y"]],
    ["loops over lists", "for (const x of ['a', 'b']) note(x); ['c'].forEach((x) => note(x));", ["a", "b", "c"]],
    [
      "entries of an object",
      "Object.entries({ '/u': 'users' }).forEach(([path, name]) => note(path, name));",
      ["/u users"],
    ],
    ["both branches", "if (Math.random() > 1) { note('yes'); } else { note('no'); }", ["yes", "no"]],
    ["functions with what they return", "function join(a, b = '/d') { return a + b; } note(join('/c'));", ["/c/d"]],
    [
      "callbacks of what is not known",
      "connect().then(() => note('ready')); start(async () => { note('go'); });",
      ["ready", "go"],
    ],
    [
      "classes, inheritance, fields and this",
      "class A { p = '/a'; say() { note(this.p, this.q); } } class B extends A { constructor(q) { super(); this.q = q; this.say(); } } new B('/b');",
      ["/a /b"],
    ],
    ["static members", "class A { static p = '/s'; static go() { note(A.p); } } A.go();", ["/s"]],
    [
      "parameters that are members",
      "class A { constructor(private readonly p: string) { note(this.p); } } new A('/t');",
      ["/t"],
    ],
    ["spread arguments and elements", "const a = ['1', '2']; note(...a, [...a, '3']);", ["1 2 [1,2,3]"]],
    ["nothing where it cannot know", "note(somewhere(), req.query.x, `${y}/z`);", ["unknown unknown unknown"]],
  ])("follows %s", (_what, code, expected) => {
    expect(noted({ "main.ts": esm + code })).toEqual(expected);
  });

  it("ends with expressions in expressions, and goes on behind them", () => {
    const deep = "[".repeat(4_000) + "]".repeat(4_000);

    expect(noted({ "a.js": `${esm}const x = ${deep};\nnote("/after");` })).toEqual(["/after"]);
  });

  it.each([
    ["data of any depth", "const walk = (value) => { value.map(walk); walk(value); walk(value.a); };\nwalk(given);\n"],
    [
      "known data by others",
      "const code = (value) => { part(value); whole(value); return [value]; };\nconst part = (value) => { code(value); code([value]); return ['b']; };\nconst whole = (value) => { code({ value }); code(value); return ['c']; };\ncode(['a']);\n",
    ],
    [
      "long ways for nothing, many times",
      `const long = (value) => { ${"value.a(value.b);".repeat(40)} };\nconst longer = (value) => { ${"long([value]);".repeat(40)} };\n${"longer('a');".repeat(40)}`,
    ],
  ])("goes on behind functions that walk %s", (_what, walks) => {
    expect(noted({ "a.js": `${esm}${walks}note("behind");` })).toEqual(["behind"]);
  });

  it("takes what holds at work before what holds in production", () => {
    expect(noted({ "a.js": `${esm}note(process.env.NODE_ENV === "production" ? "80" : "4000");` })).toEqual(["4000"]);
  });

  it("follows modules: named, default, star, re-exports and `.js` for `.ts`", () => {
    const files = {
      "main.ts": `${esm}import d, { a as b } from "./one.js"; import * as all from "./two"; import { c } from "./index.js"; note(d, b, all.c, c);`,
      "one.ts": 'export const a = "A"; export default "D";',
      "two/index.ts": 'export * from "../three.ts";',
      "three.ts": 'export const c = "C";',
      "index.ts": 'export { c } from "./three.ts";',
    };

    expect(noted(files)).toEqual(["D A C C"]);
  });

  it("follows CommonJS: module.exports, exports, require at once", () => {
    const files = {
      "main.js":
        'const { note } = require("probe");\nconst one = require("./one"); note(one.a, require("./two")("x"), one.b);',
      "one.js": 'exports.a = "A"; module.exports.b = "B";',
      "two.js": "module.exports = function (x) { return x + '2'; };",
    };

    expect(noted(files)).toEqual(["A x2 B"]);
  });

  it("finds modules by tsconfig's paths and base folder, and by package.json's imports", () => {
    const files = {
      "src/main.ts": `${esm}import { a } from "@/a"; import { b } from "lib/b"; import { c } from "#c"; note(a, b, c);`,
      "src/a.ts": 'export const a = "A";',
      "src/lib/b.ts": 'export const b = "B";',
      "src/c.ts": 'export const c = "C";',
      "tsconfig.json": '{ "compilerOptions": { "baseUrl": "./src", "paths": { "@/*": ["./*"] } } }',
      "package.json": '{ "imports": { "#c": "./src/c.ts" } }',
    };

    expect(noted(files)).toEqual(["A B C"]);
  });

  it("loads what a folder holds", () => {
    const files = {
      "main.js":
        'const fs = require("fs"); const path = require("path"); const { note } = require("probe");\n' +
        'fs.readdirSync(path.join(__dirname, "parts")).forEach((file) => note(file, require(path.join(__dirname, "parts", file))));',
      "parts/a.js": 'module.exports = "A";',
      "parts/b.js": 'module.exports = "B";',
    };

    expect(noted(files)).toEqual(["a.js A", "b.js B"]);
  });

  it("keeps the origin of what comes from packages", () => {
    expect(noted({ "main.ts": `${esm}import cors from "cors"; note(cors({ a: 1 }), cors);` })).toEqual([
      "cors.default() cors.default",
    ]);
  });

  it.each([
    [
      "modules that import each other",
      {
        "main.ts": `${esm}import { b } from "./b.ts"; export const a = "A"; note(b());`,
        "b.ts": 'import { a } from "./main.ts"; export function b() { return a; }',
      },
    ],
    [
      "functions that call themselves",
      {
        "main.ts": `${esm}function f(x) { f(x); f(x); return g(x); } function g(x) { return f("y"); } f("a"); note("end");`,
      },
    ],
    [
      "loops in loops over long lists",
      {
        "main.ts": `${esm}const l = [${"'x',".repeat(300)}]; for (const a of l) for (const b of l) for (const c of l) { String(a); }`,
      },
    ],
    ["broken code", { "main.ts": `${esm}const = ; function ( { note("x" ` }],
  ])("ends for %s", (_what, files) => {
    const start = performance.now();

    noted(files);

    expect(performance.now() - start).toBeLessThan(5000);
  });
});
