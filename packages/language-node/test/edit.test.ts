import { describe, expect, it } from "vitest";
import {
  addBraces,
  addImport,
  addRegistration,
  addToPackage,
  addUnionMembers,
  appendEntries,
  applyEdits,
  nodesOf,
  parseSource,
  relocateModule,
  sortImports,
  unionMembers,
} from "../src/index.ts";
import type { NewImport } from "../src/index.ts";

const esm: NewImport = {
  specifier: "./routers/books.ts",
  named: ["booksRouter"],
  modules: "esm",
  style: { singleQuote: false, semi: false, bracketSpacing: true },
};
const cjs: NewImport = { ...esm, modules: "cjs", style: { singleQuote: true, semi: true, bracketSpacing: true } };

describe("addImport", () => {
  it("keeps imports sorted where they are", () => {
    const text =
      'import express from "express"\nimport { a } from "./routers/a.ts"\nimport { c } from "./routers/c.ts"\n\nrun()\n';

    const result = addImport("app.ts", text, esm);

    expect(result).toBe(
      'import express from "express"\nimport { a } from "./routers/a.ts"\nimport { booksRouter } from "./routers/books.ts"\nimport { c } from "./routers/c.ts"\n\nrun()\n',
    );
    expect(addImport("app.ts", result, esm)).toBe(result);
  });

  it("goes behind the last where they are not sorted, with CRLF kept", () => {
    const text = 'import { c } from "./c.ts"\r\nimport { a } from "./a.ts"\r\nrun()\r\n';

    expect(addImport("app.ts", text, esm).split("\r\n")[2]).toBe('import { booksRouter } from "./routers/books.ts"');
  });

  it("extends an import of the same module", () => {
    const text = 'import { other } from "./routers/books.ts"\n';

    expect(addImport("app.ts", text, esm)).toBe('import { other, booksRouter } from "./routers/books.ts"\n');
  });

  it("writes require in a CommonJS module, behind the last one at the top level", () => {
    const text =
      "'use strict';\nconst express = require('express');\nfunction late() {\n  const x = require('./x');\n}\n";

    expect(addImport("app.js", text, { ...cjs, specifier: "./books" })).toBe(
      "'use strict';\nconst express = require('express');\nconst { booksRouter } = require('./books');\nfunction late() {\n  const x = require('./x');\n}\n",
    );
  });

  it("begins the imports of a module that has none", () => {
    expect(addImport("a.ts", "#!/usr/bin/env node\nrun()\n", esm)).toBe(
      '#!/usr/bin/env node\nimport { booksRouter } from "./routers/books.ts"\n\nrun()\n',
    );
  });
});

describe("addRegistration", () => {
  function register(text: string): string | null {
    return addRegistration("app.js", text, { variable: "app", statement: "app.use(books)" });
  }

  it.each([
    ["named handlers", "app.use('/a', a)\n@\napp.use(notFound)\napp.use(errorHandler)\n"],
    [
      "an inline 404 and an error handler",
      "app.get('/', h)\n@\n// nothing found\napp.use((req, res) => { res.status(404).end() })\napp.use((err, req, res, next) => {})\n",
    ],
    ["a star route", "app.use('/a', a)\n@\napp.all('*', (req, res) => res.sendStatus(404))\napp.listen(3000)\n"],
    ["no handlers", "app.use('/a', a)\n@\napp.listen(3000)\n"],
    ["a handler of four parameters with an odd name", "app.use(a)\n@\napp.use(oops)\nfunction oops(e, q, s, n) {}\n"],
    ["middleware with an odd name in front of mounts", "app.use(unknownAgents)\napp.use('/a', a)\n@\n"],
    ["nothing mounted yet", "@\napp.listen(3000)\n"],
  ])("finds the place with %s", (_case, text) => {
    const before = `const app = express()\n${text.replace("@\n", "")}`;

    const after = register(before);

    expect(after).toBe(`const app = express()\n${text.replace("@", "app.use(books)")}`);
    expect(register(after ?? "")).toBe(after);
  });

  it("keeps the indentation inside a function", () => {
    const text =
      "export function build() {\n\tconst app = express()\n\tapp.use(a)\n\n\tapp.use(handleError)\n\treturn app\n}\n";

    expect(register(text)).toContain("\tapp.use(a)\n\tapp.use(books)\n\n\tapp.use(handleError)");
  });

  it("returns null where there is no such application", () => {
    expect(register("server.use(a)\n")).toBeNull();
  });
});

describe("addToPackage", () => {
  const text =
    '{\n    "name": "a",\n    "scripts": {\n        "test": "vitest",\n        "build": "tsc"\n    },\n    "dependencies": {\n        "express": "^5.0.0",\n        "zod": "^4.0.0"\n    }\n}\n';

  it("sorts what is sorted, appends to what is not, and keeps the rest", () => {
    const result = addToPackage(
      text,
      {
        dependencies: { jose: "6.2.17", zod: "9.9.9" },
        scripts: { "set-role": "node a.js" },
        devDependencies: { vitest: "5.1.1" },
      },
      "caret",
    );

    expect(result).toBe(
      '{\n    "name": "a",\n    "scripts": {\n        "test": "vitest",\n        "build": "tsc",\n        "set-role": "node a.js"\n    },\n    "dependencies": {\n        "express": "^5.0.0",\n        "jose": "^6.2.17",\n        "zod": "^4.0.0"\n    },\n    "devDependencies": {\n        "vitest": "^5.1.1"\n    }\n}\n',
    );
    expect(addToPackage(result, { dependencies: { jose: "6.2.17" } }, "caret")).toBe(result);
  });
});

describe("addUnionMembers", () => {
  it("adds what is missing", () => {
    const text = 'export type Reason = "a" | "b"\n';

    expect(addUnionMembers("a.ts", text, "Reason", ["b", "c"])).toBe('export type Reason = "a" | "b" | "c"\n');
    expect(unionMembers("a.ts", "type Reason = string | 'a'", "Reason")).toBeNull();
  });
});

describe("appendEntries", () => {
  it.each([
    ["f({})", "f({ b: 1})"],
    ["f({ a: 1 })", "f({ a: 1, b: 1 })"],
    ["f({ a: 1, })", "f({ a: 1, b: 1 })"],
  ])("adds to %s", (text, expected) => {
    const node = nodesOf(parseSource("a.ts", text)?.root as never, "object")[0];

    expect(node && applyEdits(text, [appendEntries(node, ["b: 1"])])).toBe(expected);
  });
});

describe("relocateModule", () => {
  it("leads every import to the new place of its module", () => {
    const text =
      "import { db, type Tx } from '../db/client.ts';\nimport type { Row } from './books.schema.ts';\nimport * as z from 'zod';\nconst m = await import('../db/client.ts');\nexport { x } from './x.ts';\n";
    const places: Record<string, string> = {
      "src/books/books.repository.ts": "source/store/books.store.ts",
      "src/db/client.ts": "source/store/database.ts",
      "src/books/books.schema.ts": "source/schemas/books.schema.ts",
    };

    const result = relocateModule(text, "src/books/books.repository.ts", {
      pathOf: (path) => places[path] ?? null,
      nameOf: (_path, name) => (name === "db" ? "database" : null),
      importEnding: ".js",
    });

    expect(result).toBe(
      "import { database as db, type Tx } from './database.js';\nimport type { Row } from '../schemas/books.schema.js';\nimport * as z from 'zod';\nconst m = await import('./database.js');\nexport { x } from '../../src/books/x.js';\n",
    );
  });
});

describe("sortImports", () => {
  it("puts relative imports behind packages, in order", () => {
    const text =
      "import { b } from './b.ts';\nimport x from 'x';\nimport { a } from '../a.ts';\n\nimport { c } from './a.ts';\nrun();\n";

    expect(sortImports("m.ts", text)).toBe(
      "import x from 'x';\nimport { a } from '../a.ts';\nimport { c } from './a.ts';\n\nimport { b } from './b.ts';\nrun();\n",
    );
  });
});

describe("addBraces", () => {
  it("wraps statements that stand alone, also inside each other", () => {
    expect(addBraces("m.ts", "if (a) b(); else if (c) for (const d of e) f(); else { g(); }")).toBe(
      "if (a) { b(); } else if (c) { for (const d of e) { f(); } } else { g(); }",
    );
  });
});
