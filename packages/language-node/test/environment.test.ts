import { describe, expect, it } from "vitest";
import { readEnvironment } from "../src/index.ts";
import { projectOf } from "./project.ts";

function needs(files: Readonly<Record<string, string>>, databases: readonly string[] = []) {
  const project = projectOf(files);
  return readEnvironment({
    project,
    dir: ".",
    files: Object.keys(files).filter((path) => path.endsWith(".ts")),
    databases,
  });
}

describe("readEnvironment", () => {
  it("needs what a schema of settings demands, and leaves defaults alone", () => {
    const text =
      "const shape = z.object({ PORT: z.coerce.number(), JWT_SECRET: z.string().min(32), REGION: z.string(), LEVEL: z.string().default('info'), NICK: z.string().optional() });\n" +
      "export const settings = shape.parse(process.env);";

    expect(needs({ "config.ts": text, ".env.example": "REGION=eu\nLEVEL=debug\n" })).toEqual([
      { name: "JWT_SECRET", kind: "secret" },
      { name: "REGION", kind: "value", value: "eu" },
    ]);
  });

  it("reads direct uses; a fallback makes a variable optional", () => {
    const text =
      "const a = process.env.API_TOKEN;\nconst b = process.env.MODE || 'fast';\nconst c = process.env['SHOP'];";

    expect(needs({ "a.ts": text, ".env.example": 'SHOP="one" # which\n' })).toEqual([
      { name: "API_TOKEN", kind: "secret" },
      { name: "SHOP", kind: "value", value: "one" },
    ]);
  });

  it("puts a SQLite database into a file of its own, even where there is a default", () => {
    const files = {
      "a.ts": "open(process.env.DATABASE_FILE ?? 'notes.db'); connect(process.env.DATABASE_URL);",
      ".env.example": "DATABASE_URL=file:./dev.db\n",
    };

    expect(needs(files, ["sqlite"])).toEqual([
      { name: "DATABASE_FILE", kind: "database-file", value: "$FILE" },
      { name: "DATABASE_URL", kind: "database-file", value: "file:$FILE" },
    ]);
  });

  it("keeps the address of another database as the example gives it", () => {
    expect(
      needs(
        { "a.ts": "connect(process.env.DATABASE_URL);", ".env.example": "DATABASE_URL=postgres://localhost/app\n" },
        ["postgresql"],
      ),
    ).toEqual([{ name: "DATABASE_URL", kind: "value", value: "postgres://localhost/app" }]);
  });

  it("puts a MongoDB that Mongoose reaches into a database of its own, and can remove it", () => {
    const files = {
      "package.json": '{ "dependencies": { "mongoose": "^8.0.0" } }',
      "a.ts":
        "connect(process.env.MONGO_URI || 'mongodb://localhost/shop'); pool(process.env.DB_CONN_LIMIT); use(process.env.MONGO_URI_TESTS);",
      ".env.example": "DB_CONN_LIMIT=5\n",
    };

    expect(needs(files, ["mongodb"])).toEqual([
      { name: "DB_CONN_LIMIT", kind: "value", value: "5" },
      {
        name: "MONGO_URI",
        kind: "mongodb",
        value: "mongodb://localhost/shop",
        drop: {
          argv: ["node", "-e", expect.stringContaining("mongoose.connect(process.env.MONGO_URI)")],
          cwd: ".",
          env: {},
          source: "convention",
        },
      },
    ]);
    expect(needs({ ...files, "package.json": "{}" }, ["mongodb"])).toHaveLength(1);
  });

  it("names the file that the start script asks for, where git does not bring it along", () => {
    function script(start: string): Record<string, string> {
      return { "package.json": JSON.stringify({ scripts: { start } }) };
    }

    expect(needs(script("node --env-file=.env dist/index.js"), [])).toEqual([{ name: ".env", kind: "file" }]);
    expect(needs(script("node --env-file-if-exists=.env dist/index.js"), [])).toEqual([]);
    expect(needs({ ...script("node --env-file .env.local a.js"), ".env.local": "A=1" }, [])).toEqual([]);
  });
});
