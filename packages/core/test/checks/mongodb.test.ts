import { execFileSync } from "node:child_process";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { fillEnvironment } from "../../src/checks/environment.ts";
import { requireMongodb, withDatabase } from "../../src/checks/mongodb.ts";
import type { MongodbNeed } from "../../src/checks/mongodb.ts";
import { exportLine } from "../../src/steps/shell.ts";

function need(value: string | null): MongodbNeed {
  const drop = { argv: ["echo", "it's dropped"] as [string, ...string[]], cwd: ".", env: {}, source: "convention" };
  return { name: "MONGODB_URI", kind: "mongodb", value, drop };
}

async function listen(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  return (server.address() as AddressInfo).port;
}

describe("withDatabase", () => {
  it.each([
    ["mongodb://127.0.0.1:27017", "mongodb://127.0.0.1:27017/own"],
    ["mongodb://127.0.0.1:27017/shop?retryWrites=true", "mongodb://127.0.0.1:27017/own?retryWrites=true"],
    ["mongodb://a:b@one:1,two:2/shop", "mongodb://a:b@one:1,two:2/own"],
    ["mongodb+srv://cluster.example/?w=1", "mongodb+srv://cluster.example/own?w=1"],
  ])("names another database at %s", (address, expected) => {
    expect(withDatabase(address, "own")).toBe(expected);
  });
});

describe("the environment of a start", () => {
  const place = { dir: "/nowhere", port: 1 };

  it("has a database of its own at the address of the environment, else at the application's", () => {
    const given = fillEnvironment([need("mongodb://local/shop")], {
      ...place,
      environment: { MONGODB_URI: "mongodb://given/shop" },
    });
    const usual = fillEnvironment([need("mongodb://local/shop")], { ...place, environment: {} });

    expect(given.values["MONGODB_URI"]).toMatch(/^mongodb:\/\/given\/backwright_[0-9a-f]{12}$/);
    expect(usual.values["MONGODB_URI"]).toMatch(/^mongodb:\/\/local\/backwright_[0-9a-f]{12}$/);
    [given, usual].forEach(({ dispose }) => dispose());
  });
});

describe("requireMongodb", () => {
  it("passes where some server of the address answers", async () => {
    const port = await listen();

    await expect(
      requireMongodb([need(null)], { MONGODB_URI: `mongodb://u:p@127.0.0.1:1,127.0.0.1:${port}/x` }),
    ).resolves.toBeUndefined();
  });

  it("tells that nothing says where one is", async () => {
    await expect(requireMongodb([need(null)], {})).rejects.toMatchObject({
      code: "DATABASE_MISSING",
      message: expect.stringContaining("MONGODB_URI is not set"),
      hint: expect.stringContaining("in the `env` of the task"),
    });
  });

  it("tells that none answers, without the password", async () => {
    const failure: unknown = await requireMongodb([need("mongodb://u:hidden@127.0.0.1:1/x")], {}).catch(
      (error: unknown) => error,
    );

    expect(failure).toMatchObject({ code: "DATABASE_MISSING", message: expect.stringContaining("127.0.0.1:1") });
    expect((failure as Error).message).not.toContain("hidden");
  });
});

describe("the lines of a section", () => {
  function run(environment: Record<string, string>, value: string | null): string {
    const script = [
      "set -u",
      "server=''",
      'stop_all() { echo "ended with $?"; }',
      'give_up() { echo "FAIL $1"; exit 1; }',
      "random_hex() { printf abcdef; }",
      exportLine(need(value)).replace("</dev/null >/dev/null 2>&1", ""),
      'echo "$MONGODB_URI"',
      "exit 3",
    ].join("\n");
    try {
      return execFileSync("bash", ["-c", script], {
        env: { PATH: process.env["PATH"] ?? "", ...environment },
        encoding: "utf8",
      });
    } catch (cause) {
      return String((cause as { stdout: unknown }).stdout);
    }
  }

  it("name a database of the run's own, and drop it at the end, whose status stays", () => {
    expect(run({ MONGODB_URI: "mongodb://given:1/shop?w=1" }, null)).toBe(
      "mongodb://given:1/verification_abcdef?w=1\nit's dropped\nended with 3\n",
    );
    expect(run({}, "mongodb://local/shop")).toContain("mongodb://local/verification_abcdef\n");
  });

  it("ask for an address where there is none", () => {
    expect(run({}, null)).toContain("FAIL MONGODB_URI has to be set: the address of a MongoDB");
  });
});
