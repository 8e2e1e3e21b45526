import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { createRedactor } from "../../src/index.ts";
import { createLineStream } from "../../src/logs/line-stream.ts";
import { openLogFile } from "../../src/logs/log-file.ts";
import { createTail } from "../../src/logs/tail.ts";
import { makeWorkspace } from "../support/workspace.ts";

describe("createRedactor", () => {
  const redact = createRedactor({
    JWT_SECRET: "correct-horse",
    DATABASE_URL: "postgres://app:p%40ssw0rd!@db:5432/app",
    PORT: "3000",
    API_TOKEN: "abc",
    EMPTY_SECRET: undefined,
    PRIVATE_KEY: "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----",
  });

  it.each([
    ["signed with correct-horse.", "signed with [redacted]."],
    ["the password p@ssw0rd! leaked", "the password [redacted] leaked"],
    ["at postgres://app:p%40ssw0rd!@db:5432/app", "at postgres://app:[redacted]@db:5432/app"],
    ["redis://:hunter2hunter2@cache", "redis://:[redacted]@cache"],
    ["Authorization: Bearer abcdef0123456789", "Authorization: Bearer [redacted]"],
    ["token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl end", "token [redacted] end"],
    ["ghp_0123456789abcdef0123456789abcdef0123", "[redacted]"],
    ["AKIAIOSFODNN7EXAMPLE", "[redacted]"],
    ['{"password":"hello world","name":"x"}', '{"password":[redacted],"name":"x"}'],
    ["client_secret=abc123&x=1", "client_secret=[redacted]&x=1"],
    ["MIIEvQIBADANBg", "[redacted]"],
  ])("hides %j", (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it.each([
    "listening on 3000 at http://localhost:3000/a?b=c",
    "abc is too short to hide",
    "password is required",
    "GET /users/42 401 in 3 ms",
    "at Object.<anonymous> (/srv/app/token.ts:12:3)",
  ])("leaves %j as it is", (text) => {
    expect(redact(text)).toBe(text);
  });

  it("takes time in proportion to the text", () => {
    const text = `${"a".repeat(60_000)}://${"b:".repeat(30_000)} ${"password".repeat(5_000)} ${"eyJ".repeat(20_000)}`;
    const began = performance.now();

    redact(text);

    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

it.each([
  ["DB_PASSWORD", true],
  ["dbPassword", true],
  ["PGPASSWORD", true],
  ["STRIPE_API_KEY", true],
  ["APIKEY", true],
  ["SESSION_SECRET", true],
  ["GITHUB_TOKEN", true],
  ["NPM_AUTH", true],
  ["GIT_AUTHOR_NAME", false],
  ["PWD", false],
  ["OLDPWD", false],
  ["SSL_KEY_FILE", false],
  ["TOKEN_EXPIRES_IN", false],
  ["NODE_ENV", false],
  ["KEYBOARD", false],
])("takes the value of %s for a secret: %s", (name, secret) => {
  expect(createRedactor({ [name]: "value-of-it" })("a value-of-it b")).toBe(
    secret ? "a [redacted] b" : "a value-of-it b",
  );
});

describe("createLineStream", () => {
  it("joins chunks into lines and keeps characters whole", () => {
    const lines = createLineStream((text) => text);
    const bytes = Buffer.from("grün\nblau");

    const out = [lines.push(bytes.subarray(0, 3)), lines.push(bytes.subarray(3)), lines.end()];

    expect(out).toEqual(["", "grün\n", "blau\n"]);
  });

  it("redacts a secret that arrives in two chunks", () => {
    const lines = createLineStream(createRedactor({ A_SECRET: "sesame-open" }));

    expect(lines.push(Buffer.from("say sesame-")) + lines.push(Buffer.from("open now\n"))).toBe("say [redacted] now\n");
  });
});

describe("openLogFile", () => {
  it("rotates once and stays bounded", () => {
    const path = join(makeWorkspace(), "logs/a.log");
    const log = openLogFile(path, 100);

    for (let index = 0; index < 100; index += 1) {
      log.write(`line ${index}\n`);
    }
    log.close();

    expect(readFileSync(path).length).toBeLessThanOrEqual(100);
    expect(readFileSync(`${path}.1`).length).toBe(100);
    expect(readFileSync(`${path}.1`, "utf8") + readFileSync(path, "utf8")).toMatch(/line 98\nline 99\n$/);
  });

  it("keeps the log of the run before", () => {
    const path = join(makeWorkspace(), "a.log");
    writeFileSync(path, "before\n");

    const log = openLogFile(path, 100);
    log.write("after\n");
    log.close();

    expect([readFileSync(`${path}.1`, "utf8"), readFileSync(path, "utf8")]).toEqual(["before\n", "after\n"]);
  });

  it("loses lines on a full disk, and nothing else", () => {
    const log = openLogFile("/dev/full", 1_000_000);

    expect(() => log.write("lost\n")).not.toThrow();
    log.close();
  });
});

it("keeps the last 64 KiB of text without cutting a character", () => {
  const tail = createTail();

  for (let index = 0; index < 200_000; index += 1) {
    tail.push("ü");
  }
  tail.push("end");

  expect(Buffer.byteLength(tail.read())).toBeLessThanOrEqual(64 * 1024);
  expect(tail.read()).toMatch(/^ü+end$/);
});
