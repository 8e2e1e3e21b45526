import { describe, expect, it } from "vitest";
import { caseOf, formatSource, inCase, inferStyle, readStyle, wordsOf } from "../src/index.ts";
import { projectOf } from "./project.ts";

describe("inferStyle", () => {
  it("measures no import of one name, which no formatter breaks", () => {
    const long = `import { ${"a".repeat(60)} } from './${"b".repeat(60)}.js';\n`;

    expect(inferStyle([long])).toMatchObject({ printWidth: 80 });
    expect(inferStyle([long.replace("import", "export")])).toMatchObject({ printWidth: 120 });
  });

  it("reads quotes, semicolons, indentation and commas", () => {
    const tabs = inferStyle([
      'import a from "b"\n\nfunction f(x) {\n\tconst y = {\n\t\tz: "1",\n\t\tw: 2\n\t}\n\treturn y\n}\n',
    ]);
    const spaces = inferStyle([
      "import a from 'b';\n\nfunction f() {\n    const y = [\n        1,\n        2,\n    ];\n    return y;\n}\n",
    ]);

    expect(tabs).toMatchObject({ singleQuote: false, semi: false, useTabs: true, trailingComma: "none" });
    expect(spaces).toMatchObject({ singleQuote: true, semi: true, useTabs: false, tabWidth: 4 });
    expect(spaces.trailingComma).not.toBe("none");
  });

  it("falls back to the defaults of prettier", () => {
    expect(inferStyle([])).toMatchObject({ semi: true, tabWidth: 2, singleQuote: false });
  });
});

describe("readStyle", () => {
  it.each([
    [".prettierrc", "semi: false\ntabWidth: 3\n"],
    [".prettierrc.json", '{ "semi": false, "tabWidth": 3 }'],
    ["prettier.config.js", "export default { semi: false, tabWidth: 3 }"],
    ["package.json", '{ "prettier": { "semi": false, "tabWidth": 3 } }'],
  ])("reads %s of a folder above", (name, text) => {
    const { style, source } = readStyle(projectOf({ [name]: text }), "apps/api", []);

    expect(style).toMatchObject({ semi: false, tabWidth: 3, singleQuote: false });
    expect(source).toBe(`${name}:1`);
  });

  it("reads Biome's configuration, which stands on tabs", () => {
    const biome = { formatter: { lineWidth: 100 }, javascript: { formatter: { quoteStyle: "single" } } };

    expect(readStyle(projectOf({ "biome.json": JSON.stringify(biome) }), ".", [])).toMatchObject({
      style: { useTabs: true, tabWidth: 2, printWidth: 100, singleQuote: true, semi: true },
      source: "biome.json:1",
    });
    expect(readStyle(projectOf({ "biome.json": '{ "formatter": { "enabled": false } }' }), ".", []).source).toBe(
      "code",
    );
  });

  it("has the commas that its prettier has by default", () => {
    function commas(version: string, config = "{}"): string {
      const manifest = JSON.stringify({ devDependencies: { prettier: version } });
      return readStyle(projectOf({ "package.json": manifest, ".prettierrc": config }), ".", []).style.trailingComma;
    }

    expect([commas("^2.0.5"), commas("^3.0.0"), commas("2.8.8", '{ "trailingComma": "none" }')]).toEqual([
      "es5",
      "all",
      "none",
    ]);
  });

  it("puts .editorconfig below prettier's own options and ignores values of a wrong type", () => {
    const project = projectOf({
      ".prettierrc": '{ "tabWidth": "wide", "semi": false }',
      ".editorconfig": "[*.md]\nindent_size = 9\n[*]\nindent_style = space\nindent_size = 8\n",
    });

    expect(readStyle(project, ".", []).style).toMatchObject({ tabWidth: 8, semi: false, useTabs: false });
  });
});

describe("formatSource", () => {
  it("formats TypeScript and JSON and leaves others alone", async () => {
    expect(await formatSource("const a = 'x';", "a.ts")).toBe('const a = "x";\n');
    expect(await formatSource('{"a":1}', "a.json")).toBe('{ "a": 1 }\n');
    expect(await formatSource("A=1", ".env.example")).toBe("A=1");
  });
});

it("changes the case of names", () => {
  expect(wordsOf("BlogPost")).toEqual(["blog", "post"]);
  expect(inCase("HTTPServer", "kebab")).toBe("http-server");
  expect(inCase("blog-post", "camel")).toBe("blogPost");
  expect(inCase("blog_post", "pascal")).toBe("BlogPost");
  expect(caseOf(["requireAuth", "user", "apiError", "a-b"])).toBe("camel");
});
