import { describe, expect, it } from "vitest";
import { refuseExistingApp, writeExistingApp } from "../../../src/blueprint/existing-app.ts";
import { asOneText, fixtureFiles, inputFor, reasons, tasks, write } from "./support.ts";
import type { Files } from "./support.ts";

const books = { files: fixtureFiles("mongoose-books"), task: tasks.library };
const projects = { files: fixtureFiles("mongoose-projects"), task: tasks.library };

function booksWith(changes: Readonly<Record<string, string | null>>): typeof books {
  return { ...books, files: fixtureFiles("mongoose-books", changes) };
}

/** The package.json of the books with more in it. */
function manifestWith(more: { dependencies?: object; devDependencies?: object; jest?: object }): Files {
  const own = JSON.parse(books.files["package.json"] ?? "{}") as typeof more;
  const manifest = {
    ...own,
    ...(more.jest === undefined ? {} : { jest: more.jest }),
    dependencies: { ...own.dependencies, ...more.dependencies },
    devDependencies: { ...own.devDependencies, ...more.devDependencies },
  };
  return { "package.json": JSON.stringify(manifest, null, 2) };
}

describe("an app in CommonJS that keeps its data with Mongoose", async () => {
  const files = await write(books);
  function text(path: string): string {
    return files.get(path) ?? `${path} is missing`;
  }

  it("gets what a person would write", async () => {
    await expect(asOneText(files)).toMatchFileSnapshot("__snapshots__/mongoose-books.txt");
  });

  it("keeps secrets out of what it reads", () => {
    expect(text("src/models/Review.js")).toContain("shareToken: { type: String, default: null, select: false }");
    expect(text("src/models/User.js")).toContain("passwordHash: { type: String, required: true, select: false }");
  });

  it("answers an id that is none as one that no document has, before it reaches a filter", () => {
    expect(text("src/lib/input.js")).toContain("!/^[0-9a-f]{24}$/.test(value)");
    expect(text("src/routes/reviewRoutes.js").match(/parseId\(req\.params\.id\)/g)).toHaveLength(3);
  });

  it("needs no packages beside the app's own", () => {
    const { dependencies } = JSON.parse(text("package.json")) as { dependencies: object };

    expect(Object.keys(dependencies)).toEqual([
      "@node-rs/argon2",
      "express",
      "express-rate-limit",
      "jose",
      "mongoose",
      "zod",
    ]);
  });

  it("holds every kind of field", async () => {
    const catalogue = await write({ ...books, task: tasks.catalogue });

    await expect(asOneText(catalogue)).toMatchFileSnapshot("__snapshots__/mongoose-books-catalogue.txt");
  });
});

describe("an app in TypeScript that connects when it is loaded", async () => {
  const files = await write(projects);

  it("gets what a person would write", async () => {
    await expect(asOneText(files)).toMatchFileSnapshot("__snapshots__/mongoose-projects.txt");
  });
});

describe("how the new tests reach a database", () => {
  async function setupOf(changes: Readonly<Record<string, string | null>>): Promise<string> {
    const { files } = await writeExistingApp(await inputFor(booksWith(changes)));
    return files.find(({ path }) => path === "test/apiSetup.js")?.content ?? "no setup";
  }

  it("is by a server of their own where the app has mongodb-memory-server", async () => {
    const setup = await setupOf(manifestWith({ devDependencies: { "mongodb-memory-server": "^11.3.0" } }));

    expect(setup).toContain("server = await MongoMemoryServer.create();");
    expect(setup).toContain("await server.stop();");
    expect(setup).not.toContain("MONGO_URI");
  });

  it("is by the connection that a setup of the app opens", async () => {
    const setup = await setupOf({
      ...manifestWith({ jest: { setupFilesAfterEnv: ["<rootDir>/test/connect.js"] } }),
      "test/connect.js":
        "const mongoose = require('mongoose');\nbeforeAll(() => mongoose.connect('mongodb://127.0.0.1/x'));\nafterAll(() => mongoose.disconnect());\n",
    });

    expect(setup).toContain("Review.init()");
    expect(setup).not.toMatch(/mongoose\.|randomUUID|afterAll/);
  });

  it("is opened once more where a test of the app has closed it", async () => {
    const closing = "const mongoose = require('mongoose');\nafterAll(() => mongoose.connection.close());\n";
    const onLoad = {
      "src/config/db.js": "require('mongoose').connect(process.env.MONGO_URI);\n",
      "src/app.js": `require('./config/db');\n${books.files["src/app.js"] ?? ""}`,
      "src/server.js": "require('./app').listen(3000);\n",
      "test/close.test.js": closing,
    };

    expect(await setupOf(onLoad)).toContain("await mongoose.connect(address.href);");
    expect(await reasons(booksWith({ "test/close.test.js": closing }))).toEqual([
      expect.stringContaining("test/close.test.js closes the connection"),
    ]);
  });

  it("builds indexes where the app does not let Mongoose do so", async () => {
    const setup = await setupOf({
      "src/config/db.js":
        "const mongoose = require('mongoose');\nmodule.exports = () => mongoose.connect(process.env.MONGO_URI, { autoIndex: false });\n",
    });

    expect(setup).toContain("Review.createIndexes()");
  });
});

it("adds a second task beside the first, on its accounts", async () => {
  const first = await write(books);
  const after = { ...books.files, ...Object.fromEntries(first) };
  const second = await write({ files: after, task: tasks.bookcases });

  expect(second.get("src/models/Bookcase.js")).toContain("ref: 'User'");
  expect([...second.keys()].filter((path) => /User|auth/i.test(path))).toEqual([]);
  expect(second.get("test/bookcasesSetup.js")).not.toContain("mongoose.connect");
});

it("says what it takes for granted", async () => {
  const { notes } = await writeExistingApp(await inputFor(books));

  expect(notes.assumptions).toEqual(
    expect.arrayContaining([
      expect.stringContaining("need not be a replica set"),
      expect.stringContaining("builds the new indexes when the app connects"),
      expect.stringContaining("Each file has a database of its own there and drops it"),
    ]),
  );
});

it("refuses a field that documents have of their own", async () => {
  const { project, plan, ...rest } = await inputFor(books);
  const entities = plan.entities.map((entity) => ({
    ...entity,
    fields: entity.fields.map((field) => (field.name === "note" ? { ...field, name: "errors" } : field)),
  }));

  expect(refuseExistingApp({ project, plan: { ...plan, entities }, ...rest })).toEqual([
    expect.objectContaining({ reason: expect.stringContaining("Shelf has a field errors") }),
  ]);
});

describe("refusing", () => {
  function connect(call: string): string {
    return `const mongoose = require('mongoose');\nmodule.exports = () => ${call};\n`;
  }

  it.each([
    ["an old Mongoose", manifestWith({ dependencies: { mongoose: "^5.13.0" } }), "Mongoose 5 and jest"],
    [
      "jest over a Mongoose that it cannot load anew",
      manifestWith({ dependencies: { mongoose: "^6.13.0" } }),
      "Mongoose 6 and jest",
    ],
    [
      "a connection that is not the package's own",
      { "src/config/db.js": connect("mongoose.createConnection(process.env.MONGO_URI)") },
      "calls `mongoose.connect`",
    ],
    [
      "an address that cannot be set",
      { "src/config/db.js": connect("mongoose.connect('mongodb://db/books')") },
      "cannot be set by the environment",
    ],
    [
      "a database whose name the app adds when it is loaded",
      {
        "src/config/db.js": "require('mongoose').connect(`${process.env.MONGO_URI}/books`);\n",
        "src/server.js": "require('./app').listen(3000);\n",
        "src/app.js": `require('./config/db');\n${books.files["src/app.js"] ?? ""}`,
      },
      "does not stand in MONGO_URI",
    ],
    [
      "tests that connect each for themselves",
      {
        "test/books.test.js":
          "const mongoose = require('mongoose');\nbeforeAll(() => mongoose.connect('mongodb://127.0.0.1/x'));\n",
      },
      "each for itself (test/books.test.js)",
    ],
    [
      "a model that is there",
      {
        "src/models/Account.js":
          "const mongoose = require('mongoose');\nmodule.exports = mongoose.model('User', new mongoose.Schema({ email: String }));\n",
      },
      "a model User already",
    ],
  ] as const)("refuses %s", async (_case, changes, reason) => {
    expect(await reasons(booksWith(changes))).toEqual([expect.stringContaining(reason)]);
  });
});
