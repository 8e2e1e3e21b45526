import { describe, expect, it } from "vitest";
import { javascriptSecurityRules } from "../src/index.ts";

const cases = javascriptSecurityRules.flatMap((rule) => rule.examples.bad.map((text) => ({ rule, text })));

describe("javascriptSecurityRules", () => {
  it.each(javascriptSecurityRules.map((rule) => [rule.id, rule] as const))(
    "%s finds its bad examples only, in JavaScript too",
    (_id, rule) => {
      for (const path of ["src/a.ts", "src/a.js"]) {
        const missed = rule.examples.bad.filter((text) => rule.find({ path, text }).length === 0);
        const wrong = rule.examples.good.filter((text) => rule.find({ path, text }).length > 0);

        expect({ missed, wrong }).toEqual({ missed: [], wrong: [] });
      }
    },
  );

  it.each([
    "test/a.ts",
    "src/__tests__/a.ts",
    "src/a.spec.ts",
    "vitest.config.ts",
    "db/seed.ts",
    "public/app.js",
    "docs/a.md",
  ])("leaves %s alone", (path) => {
    expect(cases.flatMap(({ rule, text }) => rule.find({ path, text }))).toEqual([]);
  });

  it("never shows the secret itself", () => {
    const secret = "f3b9c1d2a7e8";

    const messages = javascriptSecurityRules.flatMap((rule) =>
      rule.find({
        path: "src/a.ts",
        text: `const JWT_SECRET = "${secret}";\nconst url = "postgres://a:${secret}@h/d";`,
      }),
    );

    expect(messages.map((finding) => finding.line)).toEqual([1, 2]);
    expect(JSON.stringify(messages)).not.toContain(secret);
  });
});
