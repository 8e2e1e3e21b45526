import { describe, expect, it } from "vitest";
import { stackOf } from "./stack-of.ts";

const drivers = { mysql: "mysql2", postgres: "pg", mongo: "mongodb", oracle: "oracledb" };

describe("databases of others", () => {
  const own = {
    "package.json": JSON.stringify({ dependencies: { knex: "3", mysql2: "3", pg: "8", mongodb: "6", sqlite3: "5" } }),
    "src/store.js": 'import knex from "knex";\nexport default knex({ client: "sqlite3" });\n',
  };

  it.each([
    ["files", (name: string) => `src/checks-of/${name}.js`],
    ["folders", (name: string) => `src/sources/${name}/index.js`],
  ])("says nothing of an application's own, where a folder has %s for many", (_what, place) => {
    const others = Object.entries(drivers).map(([name, driver]) => [place(name), `import ${name} from "${driver}";\n`]);

    expect(stackOf({ ...own, ...Object.fromEntries(others) })).toMatchObject({ databases: ["sqlite"], orms: ["knex"] });
  });

  it("keeps the few that an application can be kept in", () => {
    const two = { "src/db/mysql.js": 'import "mysql2";\n', "src/db/postgres.js": 'import pg from "pg";\n' };

    expect(stackOf(two).databases).toEqual(["mysql", "postgresql"]);
  });

  it("reads drivers that an ORM for SQL loads beside another store", () => {
    const manifest = JSON.stringify({ dependencies: { knex: "3", pg: "8", mysql2: "3", tedious: "18", mongodb: "6" } });
    const chosen = "switch (type) {\n  case 'a':\n    dbClient = 'pg'\n  case 'b':\n    dbClient = 'mysql2'\n}\n";
    const stack = stackOf({
      "package.json": manifest,
      "src/db.js": `const knex = require("knex");\n${chosen}`,
      "src/old.js": 'const mongo = require("mongodb");\n',
    });

    expect(stack.databases).toEqual(["mongodb", "mysql", "postgresql"]);
  });

  it("reads a choice of the environment that is commented out, of those that are installed", () => {
    const stack = stackOf({
      "package.json": JSON.stringify({ dependencies: { typeorm: "1", pg: "8", mysql: "2", mssql: "12" } }),
      "src/db.ts": 'import { DataSource } from "typeorm";\n',
      ".env.example": "DB_TYPE=postgres\n# DB_TYPE=mysql\n",
    });

    expect(stack.databases).toEqual(["mysql", "postgresql"]);
  });

  it("knows copies of a driver that somebody keeps", () => {
    expect(stackOf({ "src/db.js": 'require("@anna/better-sqlite3");\n' }).databases).toEqual(["sqlite"]);
  });
});

describe("ways to be called", () => {
  it("takes a client for none, whatever another package makes in other files", () => {
    const client = 'import { credentials } from "@grpc/grpc-js";\nimport WebSocket from "ws";\nnew WebSocket(url);\n';
    const socket = { "src/b.js": 'import { Server } from "socket.io";\nnew Server(http);\n' };

    expect(stackOf({ "src/a.js": client }).apiStyles).toEqual([]);
    expect(stackOf({ "src/a.js": client, ...socket }).apiStyles).toEqual(["websocket"]);
  });

  it("reads services that decorators declare", () => {
    const controller =
      'import { GrpcMethod } from "@nestjs/microservices";\nclass Notes {\n  @GrpcMethod()\n  find() {}\n}\n';

    expect(stackOf({ "src/a.ts": controller }).apiStyles).toEqual(["grpc"]);
  });
});
