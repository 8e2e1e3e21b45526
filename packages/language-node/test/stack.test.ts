import { describe, expect, it } from "vitest";
import { rankPorts, readManifest, startedFiles } from "../src/index.ts";
import { projectOf } from "./project.ts";
import { stackOf } from "./stack-of.ts";

describe("readStack", () => {
  it("counts what code imports, with the place, and not what is only declared", () => {
    const stack = stackOf({
      "package.json": '{ "dependencies": { "mongoose": "8", "redis": "4", "jsonwebtoken": "9", "zod": "4" } }',
      "src/db.js": '// const redis = require("redis")\nconst mongoose = require("mongoose");\n',
      "src/auth.ts": 'import jwt from "jsonwebtoken";\nimport type { z } from "zod";\n',
    });

    expect(stack).toMatchObject({ databases: ["mongodb"], orms: ["mongoose"], auth: ["jwt"], validation: [] });
    expect(stack.evidence).toContainEqual({
      field: "databases",
      value: "mongodb",
      file: "src/db.js",
      line: 2,
      rule: "import",
    });
  });

  it("takes a header that a logger leaves out for no guard", () => {
    const redact = "export const hidden = [\n  'req.headers[\"x-api-key\"]',\n];\n";

    expect(stackOf({ "src/a.ts": redact }).auth).toEqual([]);
  });

  it("takes no visitors for people who sign in, where nothing is put into their sessions", () => {
    const kept = 'import session from "express-session";\napp.use(session({ secret }));\n';

    expect(stackOf({ "src/a.js": kept }).auth).toEqual([]);
    expect(stackOf({ "src/a.js": kept, "src/b.js": "request.session.user = user;\n" }).auth).toEqual(["session"]);
    expect(stackOf({ "src/a.js": `${kept}app.use(passport.session());\n` }).auth).toEqual(["session"]);
  });

  it("takes clients of other services for no way to be called, or to sign in", () => {
    const client = 'import grpc from "@grpc/grpc-js";\nimport oidc from "openid-client";\n';
    const server = "const server = new grpc.Server();\nclient.authorizationUrl();\n";

    expect(stackOf({ "src/a.js": client })).toMatchObject({ apiStyles: [], auth: [] });
    expect(stackOf({ "src/a.js": client + server })).toMatchObject({ apiStyles: ["grpc"], auth: ["oauth2"] });
  });

  it("reads the drivers of which one is chosen", () => {
    const stack = stackOf({
      "package.json": JSON.stringify({ dependencies: { knex: "3", pg: "8", mysql2: "3", mssql: "12" } }),
      "src/db.js": 'import knex from "knex";\n',
      "src/env.js": 'const supportedClients = ["pg", "mysql2"];\n',
    });

    expect(stack.databases).toEqual(["mysql", "postgresql"]);
  });

  it("reads guards that ask the browser for a name", () => {
    expect(stackOf({ "src/a.js": 'import basicAuth from "basic-auth-connect";\n' }).auth).toEqual(["basic"]);
  });

  it("reads providers that better-auth is given", () => {
    const options = 'import { betterAuth } from "better-auth";\nbetterAuth({ socialProviders: { google } });\n';

    expect(stackOf({ "src/a.ts": options }).auth).toEqual(["oauth2", "session"]);
  });

  it("takes a cookie that is read for a session, unless tokens are signed", () => {
    const guard = "export const guard = (request) => request.cookies.adminToken;\n";

    expect(stackOf({ "src/a.js": guard }).auth).toEqual(["session"]);
    expect(stackOf({ "src/a.js": `import jwt from "jsonwebtoken";\n${guard}` }).auth).toEqual(["jwt"]);
  });

  it("leaves out what is only used by scripts beside the application", () => {
    const stack = stackOf({
      "scripts/move.js": 'import mongoose from "mongoose";\n',
      "src/db.js": 'import pg from "pg";\n',
    });

    expect(stack).toMatchObject({ databases: ["postgresql"], orms: ["pg"] });
  });

  it("finds the driver of one ORM beside another that brings its own", () => {
    const stack = stackOf({
      "package.json": '{ "dependencies": { "mongoose": "8", "typeorm": "1", "pg": "8" } }',
      "src/a.ts": 'import mongoose from "mongoose";\nimport { DataSource } from "typeorm";\n',
    });

    expect(stack).toMatchObject({ databases: ["mongodb", "postgresql"], orms: ["mongoose", "typeorm"] });
  });

  it("reads the database of a Prisma schema", () => {
    const stack = stackOf({
      "src/a.ts": 'import { PrismaClient } from "@prisma/client";',
      "prisma/schema.prisma": 'datasource db {\n  url = env("X")\n  provider = "mysql"\n}\n',
    });

    expect(stack.databases).toEqual(["mysql"]);
    expect(stack.evidence.at(-1)).toMatchObject({ file: "prisma/schema.prisma", line: 3 });
  });

  it("takes the installed driver of an ORM that loads it by name, and of several the configured one", () => {
    const code = { "src/db.js": 'const { Sequelize } = require("sequelize");\nnew Sequelize({ dialect: "mysql" });' };

    const one = stackOf({ ...code, "package.json": '{ "dependencies": { "sequelize": "6", "pg": "8" } }' });
    const two = stackOf({
      ...code,
      "package.json": '{ "dependencies": { "sequelize": "6", "pg": "8", "mysql2": "3" } }',
    });

    expect([one.databases, two.databases]).toEqual([["postgresql"], ["mysql"]]);
  });

  it("reads a Prisma client that stands among the sources", () => {
    const stack = stackOf({
      "src/db.ts": 'import { PrismaClient } from "./generated/prisma/client";\n',
      "prisma/schema.prisma": 'datasource db {\n  provider = "sqlite"\n}\n',
    });

    expect(stack).toMatchObject({ databases: ["sqlite"], orms: ["prisma"] });
  });

  it("takes firebase-admin for a database where its store is asked for, and for logins where tokens are checked", () => {
    const imported = 'import admin from "firebase-admin";\n';

    expect(stackOf({ "a.ts": `${imported}admin.firestore().collection("a");` })).toMatchObject({
      databases: ["firestore"],
      auth: [],
    });
    expect(stackOf({ "a.ts": `${imported}admin.auth().verifyIdToken(token);` })).toMatchObject({
      databases: [],
      auth: ["jwt"],
    });
  });

  it("knows packages around Redis by their names", () => {
    expect(stackOf({ "a.js": 'require("cache-engine-redis")' }).databases).toEqual(["redis"]);
    expect(stackOf({ "a.js": 'require("predistribute")' }).databases).toEqual([]);
  });

  it("takes a key in a header for a login, and not its name in documents and lists of headers", () => {
    expect(stackOf({ "a.ts": "enum Header { KEY = 'x-api-key' }" }).auth).toEqual(["apikey"]);
    expect(
      stackOf({
        "a.ts":
          'doc.addApiKey({ name: "x-api-key" });\nconst headers = {\n  "x-api-key": key,\n};\ncors([\n  "X-API-Key",\n]);',
      }).auth,
    ).toEqual([]);
  });

  it.each([
    ["a guard for keys", "class ApiKeyGuard {}", ["apikey"]],
    ["the page of another's login", "const url = `https://accounts.google.com/o/oauth2/v2/auth?x=${y}`;", ["oauth2"]],
    ["a cookie whose name is set elsewhere", "request.cookies[cookieName];", ["session"]],
    ["a comment", "// request.cookies.token", []],
  ])("takes %s for a way to sign in", (_what, text, auth) => {
    expect(stackOf({ "a.ts": text }).auth).toEqual(auth);
  });

  it("takes of several installed drivers the one that the environment names, and none that is there for tests", () => {
    const code = { "src/db.ts": 'import { DataSource } from "typeorm";\nnew DataSource({ type: env.type });' };
    const manifest =
      '{ "dependencies": { "typeorm": "1", "mysql2": "3", "pg": "8" }, "devDependencies": { "sqlite3": "6" } }';

    expect(stackOf({ ...code, "package.json": manifest }).databases).toEqual(["postgresql", "mysql"].toSorted());
    expect(
      stackOf({ ...code, "package.json": manifest, ".env.example": "TYPEORM_CONNECTION=postgres\n" }).databases,
    ).toEqual(["postgresql"]);
  });

  it("names a driver that is used without an ORM", () => {
    expect(stackOf({ "a.js": 'const { Pool } = require("pg");' })).toMatchObject({
      databases: ["postgresql"],
      orms: ["pg"],
    });
  });
});

describe("rankPorts", () => {
  const listens = [{ file: "src/a.ts", line: 4, port: 3000, env: "PORT" }];

  it("ranks code before environment files before containers", () => {
    const project = projectOf({ ".env.example": "PORT=4000\n", Dockerfile: "FROM node\nEXPOSE 80\n" });

    expect(rankPorts({ project, dir: ".", listens, files: [] })).toEqual([
      { port: 3000, source: "src/a.ts:4" },
      { port: 4000, source: ".env.example:1" },
      { port: 80, source: "Dockerfile:2" },
    ]);
  });

  it.each([
    ["zod", "const shape = z.object({ PORT: z.coerce.number().default(3100) });"],
    ["convict", 'const config = convict({ port: { format: "port", default: 3100, env: "PORT" } });'],
    ["envalid", "cleanEnv(process.env, { PORT: port({ default: 3100 }) });"],
    ["a JSON schema", "const schema = {\n  PORT: {\n    type: 'number', default: 3100 } };"],
    ["a schema in calls", "S.object().prop('PORT', S.number().default(3100));"],
    ["env-var", 'const port = env.get("PORT").default(3100).asPortNumber();'],
  ])("reads the default of %s", (_library, text) => {
    const project = projectOf({ "src/config.ts": text });

    const line = text.slice(0, text.indexOf("3100")).split("\n").length;
    expect(rankPorts({ project, dir: ".", listens: [], files: ["src/config.ts"] })).toEqual([
      { port: 3100, source: `src/config.ts:${line}` },
    ]);
  });

  it("reads the port from files of settings, and takes no database's for it", () => {
    const project = projectOf({
      "package.json": "{}",
      "config/default.json": '{\n  "database": { "port": 5432 },\n  "port": 3100\n}\n',
    });

    expect(rankPorts({ project, dir: ".", listens: [], files: [] })).toEqual([
      { port: 3100, source: "config/default.json:3" },
    ]);
  });

  it("reads the variable that a container sets before what it exposes", () => {
    const project = projectOf({ "package.json": "{}", Dockerfile: 'EXPOSE 80\nENV HOST=a SERVER_PORT="8090"\n' });
    const listens = [{ file: "a.ts", line: 1, port: null, env: "SERVER_PORT" }];

    expect(rankPorts({ project, dir: ".", listens, files: [] })).toEqual([
      { port: 8090, source: "Dockerfile:2" },
      { port: 80, source: "Dockerfile:1" },
    ]);
  });

  it("takes the beginning of an address for no port", () => {
    const project = projectOf({
      "src/a.ts": "listen({ port: process.env.PORT, host: process.env.HOST ?? '127.0.0.1' });",
    });

    expect(rankPorts({ project, dir: ".", listens: [], files: ["src/a.ts"] })).toEqual([]);
  });

  it("reads ports of folders with environments where nothing else tells, and none of databases", () => {
    const project = projectOf({
      "env/test.app.env": "API_PORT=3102\n",
      "env/local.app.env": "DB_PORT=5454\nAPI_PORT=3101\n",
      "compose.yaml": 'services:\n  db:\n    build: ./db\n    ports: ["5454:5432"]\n',
    });

    expect(rankPorts({ project, dir: ".", listens: [], files: [] })).toEqual([
      { port: 3101, source: "env/local.app.env:2" },
      { port: 3102, source: "env/test.app.env:1" },
    ]);
  });

  it("reads the ports of services that a compose file builds, not those of images", () => {
    const project = projectOf({
      "compose.yaml":
        'services:\n  db:\n    image: postgres\n    ports: ["5432:5432"]\n  api:\n    build: .\n    ports:\n      - "80:3100"\n',
    });

    expect(rankPorts({ project, dir: ".", listens: [], files: [] })).toEqual([
      { port: 3100, source: "compose.yaml:8" },
    ]);
  });
});

describe("startedFiles", () => {
  it.each([
    ["node --env-file=.env server.js", "server.js", "server.js"],
    ["NODE_ENV=production node ./dist/main.js", "src/main.ts", "src/main.ts"],
    ["nodemon -L app.js", "app.js", "app.js"],
    ["ts-node -r tsconfig-paths/register src/index.ts", "src/index.ts", "src/index.ts"],
    ["pm2 start ./src/index.js", "src/index.js", "src/index.js"],
    ["node ./bin/www", "bin/www", "bin/www"],
    ["node .", "index.js", "index.js"],
  ])("reads %s", (script, file, expected) => {
    const project = projectOf({ "package.json": JSON.stringify({ scripts: { start: script } }), [file]: "" });
    const manifest = readManifest(project, ".");

    expect(manifest === null ? [] : startedFiles(project, manifest).map((started) => started.file)).toEqual([expected]);
  });

  it("reads what a script runs beside a frontend", () => {
    const scripts = { start: "concurrently yarn:start:web yarn:start:api", "start:api": "yarn ts-node api/app.ts" };
    const project = projectOf({ "package.json": JSON.stringify({ scripts }), "api/app.ts": "" });
    const manifest = readManifest(project, ".");

    expect(manifest === null ? [] : startedFiles(project, manifest)).toMatchObject([
      { file: "api/app.ts", script: "start" },
    ]);
  });
});
