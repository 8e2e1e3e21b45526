import { describe, expect, it } from "vitest";
import { readConventions } from "../src/index.ts";
import type { MongoosePractice } from "../src/index.ts";
import { projectOf } from "./project.ts";

type Files = Readonly<Record<string, string>>;

const manifest = { dependencies: { express: "^5.3.0", mongoose: "^8.19.0" } };

function practiceOf(files: Files, more: object = {}): MongoosePractice | null {
  const project = projectOf({ "package.json": JSON.stringify({ ...manifest, ...more }), ...files });
  const layer = readConventions({ project, appDir: ".", framework: "express" })?.database?.layer;
  return layer?.kind === "mongoose" ? layer : null;
}

const required: Files = {
  "src/app.js": "const express = require('express');\nconst app = express();\nmodule.exports = app;\n",
  "src/server.js":
    "const app = require('./app');\nconst connectDB = require('./config/db');\nconnectDB().then(() => app.listen(3000));\n",
  "src/config/db.js":
    "const mongoose = require('mongoose');\nconst connectDB = async () => {\n  await mongoose.connect(process.env.MONGO_URI);\n};\nmodule.exports = connectDB;\n",
  "src/models/User.js":
    "const mongoose = require('mongoose');\nconst UserSchema = new mongoose.Schema({ email: String }, { timestamps: true });\nmodule.exports = mongoose.model('User', UserSchema);\n",
  "src/models/BlogPost.js":
    "const mongoose = require('mongoose');\nconst BlogPostSchema = new mongoose.Schema({ user: { type: mongoose.Schema.Types.ObjectId, ref: 'User' } });\nmodule.exports = mongoose.model('BlogPost', BlogPostSchema);\n",
};

describe("an app with models in a folder of their own", () => {
  const practice = practiceOf(required);

  it("tells where models stand, how they are named and how they leave their modules", () => {
    expect(practice?.models).toEqual({
      dir: "src/models",
      file: "{name}.js",
      number: "singular",
      case: "pascal",
      exported: "default",
      namespace: true,
      schema: "pascal",
      versionKey: true,
      owner: "object-id",
    });
    expect(practice?.defined).toEqual([
      { name: "BlogPost", module: "src/models/BlogPost.js" },
      { name: "User", module: "src/models/User.js" },
    ]);
    expect(practice?.major).toBe(8);
  });

  it("tells which module connects, to what, and which modules make it do so", () => {
    expect(practice?.connection).toEqual({
      module: "src/config/db.js",
      onLoad: ["src/server.js"],
      variables: ["MONGO_URI"],
      composed: false,
      indexes: "automatic",
      inTests: [],
      closedIn: [],
    });
  });
});

describe("an app that is laid out by feature", () => {
  const practice = practiceOf({
    "src/app.ts": 'import express from "express";\nimport "./db.js";\nexport const app = express();\n',
    "src/db.ts":
      'import { connect } from "mongoose";\nimport { settings } from "./settings.js";\nawait connect(settings.address, { autoIndex: false });\n',
    "src/settings.ts":
      'import { z } from "zod";\nexport const settings = { address: z.object({ DATABASE_URL: z.string() }).parse(process.env).DATABASE_URL };\n',
    "src/users/user.model.ts":
      'import { model, Schema } from "mongoose";\nconst userSchema = new Schema({ email: String }, { versionKey: false });\nexport const User = model("User", userSchema);\n',
    "src/notes/note.model.ts":
      'import { model, Schema } from "mongoose";\nconst noteSchema = new Schema({ ownerId: { type: String, required: true } });\nexport const Note = model("Note", noteSchema);\n',
  });

  it("has each model beside its feature", () => {
    expect(practice?.models).toMatchObject({
      dir: null,
      file: "{name}.model.ts",
      number: "singular",
      case: null,
      exported: "named",
      namespace: false,
      schema: "camel",
      versionKey: false,
      owner: "string",
    });
  });

  it("connects when it is loaded, to an address among its settings, and builds no indexes", () => {
    expect(practice?.connection).toMatchObject({
      module: "src/db.ts",
      onLoad: ["src/db.ts"],
      variables: ["DATABASE_URL"],
      indexes: "by-hand",
    });
  });
});

describe("how an app connects", () => {
  it.each([
    [
      "a function that its own module calls",
      "async function start() {\n  await mongoose.connect(process.env.DB_URL);\n}\nstart();\n",
      ["src/db.js"],
    ],
    [
      "a function that is called where it stands",
      "(async () => {\n  await mongoose.connect(process.env.DB_URL);\n})();\n",
      ["src/db.js"],
    ],
    [
      "a function that nobody calls while it is loaded",
      "exports.connect = () => mongoose.connect(process.env.DB_URL);\n",
      [],
    ],
  ])("is told apart: %s", (_case, code, onLoad) => {
    const practice = practiceOf({ "src/db.js": `const mongoose = require('mongoose');\n${code}` });

    expect(practice?.connection).toMatchObject({ onLoad, variables: ["DB_URL"] });
  });

  it("is not understood without mongoose.connect", () => {
    expect(
      practiceOf({ "src/db.js": "const mongoose = require('mongoose');\nmongoose.createConnection('x');\n" }),
    ).toBeNull();
  });

  it.each([
    ["mongoose.connect(`${process.env.MONGODB_URI}/shop`)", true],
    ["mongoose.connect(process.env.MONGODB_URI + '/shop')", true],
    ["mongoose.connect(process.env.MONGODB_URI, { dbName: 'shop' })", true],
    ["mongoose.connect(`mongodb://${process.env.DB_HOST}`)", false],
    ["mongoose.connect(process.env.MONGODB_URI)", false],
  ])("names its database beside the address: %s", (call, composed) => {
    const practice = practiceOf({ "src/db.js": `const mongoose = require('mongoose');\n${call};\n` });

    expect(practice?.connection.composed).toBe(composed);
  });

  it("is by no variable where the address is put together of several", () => {
    const call = "mongoose.connect(`mongodb://${process.env.DB_USER}@${process.env.DB_URL}/shop`)";
    const practice = practiceOf({ "src/db.js": `const mongoose = require('mongoose');\n${call};\n` });

    expect(practice?.connection.variables).toEqual([]);
  });

  it("has the variable of tests beside the usual one", () => {
    const call =
      "mongoose.connect(process.env.NODE_ENV === 'test' ? process.env.MONGO_URI_TESTS : process.env.MONGO_URI)";
    const practice = practiceOf({ "src/db.js": `const mongoose = require('mongoose');\n${call};\n` });

    expect(practice?.connection.variables).toEqual(["MONGO_URI_TESTS", "MONGO_URI"]);
  });

  it("is seen in tests that connect for themselves, and in those that take the app's function for it", () => {
    const practice = practiceOf({
      ...required,
      "test/a.test.js": "const mongoose = require('mongoose');\nbefore(() => mongoose.connect('mongodb://x'));\n",
      "test/b.test.js": "const connectDB = require('../src/config/db');\nbefore(() => connectDB());\n",
      "test/c.test.js": "process.env.MONGO_URI = 'mongodb://127.0.0.1/shared';\n",
      "test/e.test.js": "afterAll(() => mongoose.connection.close());\n",
      "test/d.test.js": "if (process.env.MONGO_URI === '') throw new Error();\nconst app = require('../src/app');\n",
    });

    expect(practice?.connection.inTests).toEqual(["test/a.test.js", "test/b.test.js", "test/c.test.js"]);
    expect(practice?.connection.closedIn).toEqual(["test/e.test.js"]);
  });
});

it("takes no model for a repository", () => {
  const project = projectOf({
    ...required,
    "package.json": JSON.stringify(manifest),
    "src/routes/users.js": "const { Router } = require('express');\nmodule.exports = Router();\n",
  });

  const layout = readConventions({ project, appDir: ".", framework: "express" })?.layout;

  expect(layout?.repository).toEqual({ dir: "src/repositories", file: "{name}.js", number: "plural" });
});
