import { describe, expect, it } from "vitest";
import { plainListens } from "../src/detect/plain-listens.ts";
import { rankPorts } from "../src/index.ts";
import { projectOf } from "./project.ts";

describe("ports for want of a plain one", () => {
  it("reads files of the environment in folders, those of tests last", () => {
    const project = projectOf({ "config/test/.env.example": "PORT=3102\n", "src/.env.development": "PORT=3101\n" });

    expect(rankPorts({ project, dir: ".", listens: [], files: [] }).map(({ port }) => port)).toEqual([3101, 3102]);
  });

  it("reads a variable of the application's own, and none of what it speaks to", () => {
    const text =
      "const db = process.env.APP_DB_PORT || 5433;\nconst port = args.port || Number(process.env.NOTES_PORT) || 5001;\n";
    const project = projectOf({ "src/server.js": text });

    expect(rankPorts({ project, dir: ".", listens: [], files: ["src/server.js"] })).toEqual([
      { port: 5001, source: "src/server.js:2" },
    ]);
  });

  it("takes the port at work before the one in production", () => {
    const text =
      'const port = process.env.NODE_ENV === "production" ? (process.env.PORT || 80) : 4000;\napp.listen(port);\n';
    const project = projectOf({ "server.js": text });

    expect(plainListens(project, [{ file: "server.js", line: 2 }])).toEqual([
      { file: "server.js", line: 2, port: 4000, env: "PORT" },
    ]);
  });
});
