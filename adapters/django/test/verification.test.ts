import { describe, expect, it } from "vitest";
import adapter from "@backwright/adapter-django";
import { dataFiles } from "../src/data-files.ts";
import { applicationOf, example, withDjango } from "./fixtures.ts";

describe("verification", () => {
  it("gives the example a database file", async () => {
    const project = await example();

    expect(await adapter.verification.environment(project, applicationOf(project))).toEqual([
      { name: "JOURNAL_DATABASE_PATH", kind: "database-file", value: "$FILE" },
    ]);
  });

  it.each([
    ["a path", "BASE_DIR = Path(__file__).resolve().parent.parent", 'BASE_DIR / "db.sqlite3"', ["db.sqlite3"]],
    [
      "a joined path",
      "BASE_DIR = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))",
      "os.path.join(BASE_DIR, 'data', 'db.sqlite3')",
      ["data/db.sqlite3"],
    ],
    ["a folder by its number", "ROOT_DIR = Path(__file__).parents[1]", 'str(ROOT_DIR / "db.sqlite3")', ["db.sqlite3"]],
    ["the folder of the settings", "BASE_DIR = Path(__file__).parent", "BASE_DIR / 'db.sqlite3'", ["site/db.sqlite3"]],
    ["a name alone", "", '"db.sqlite3"', ["db.sqlite3"]],
    [
      "a variable of the environment",
      "BASE_DIR = Path(__file__).parent.parent",
      'os.getenv("DB", BASE_DIR / "db.sqlite3")',
      [],
    ],
    ["a folder that nothing tells", "from elsewhere import BASE_DIR", 'BASE_DIR / "db.sqlite3"', []],
    ["a place outside", "BASE_DIR = Path(__file__).parent", '"/var/lib/db.sqlite3"', []],
    ["memory", "", '":memory:"', []],
  ])("reads the database file of settings from %s", (_what, base, name, files) => {
    const settings = `${base}\nDATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ${name}}}\n`;

    expect(dataFiles(withDjango({ "site/settings.py": settings }), ".")).toEqual(files);
  });

  it("tells runserver its port as it wants to be told, and other commands nothing", async () => {
    const command = { cwd: ".", env: {}, source: "test" };

    expect(
      await adapter.verification.startArguments?.({ ...command, argv: ["python", "manage.py", "runserver"] }),
    ).toEqual(["127.0.0.1:$PORT"]);
    expect(await adapter.verification.startArguments?.({ ...command, argv: ["make", "run"] })).toEqual([]);
  });

  it("expects 400 for invalid input, in the form of the project's own handler", async () => {
    const project = await example();

    expect(await adapter.verification.errors(project, applicationOf(project))).toMatchObject({
      invalidStatus: 400,
      schema: { type: "object" },
    });
  });
});
