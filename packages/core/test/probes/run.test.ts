import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { runProbes } from "../../src/probes/run.ts";
import { planScenario } from "../../src/probes/scenario.ts";
import type { Check } from "../../src/report/schema.ts";
import { bookmarksPlan } from "../fixtures/bookmarks-plan.ts";
import { serveBookmarks } from "../fixtures/serve.ts";

const { steps } = planScenario(bookmarksPlan);

async function probe(bug: string): Promise<Check[]> {
  const served = await serveBookmarks(bug);
  try {
    return await runProbes({ baseUrl: served.baseUrl, steps, signal: AbortSignal.timeout(20_000) });
  } finally {
    await served.stop();
  }
}

function failed(checks: readonly Check[]): string[] {
  return checks.filter((check) => check.result === "failed").map((check) => check.id);
}

describe("runProbes", () => {
  it("shows of a page what a person reads", async () => {
    const page =
      "<!DOCTYPE html><html><head><style>p { color: red }</style><title>OperationalError at /</title></head><body><!-- a <b> --><pre>no such table: &quot;note&quot;</pre><script>if (a < b) {}</script></body></html>";
    const server = createServer((_, answer) => answer.writeHead(500, { "content-type": "text/html" }).end(page));
    await once(server.listen(0, "127.0.0.1"), "listening");
    const step = steps.find(
      ({ keep, request }) => keep.length === 0 && request.token === null && !request.path.includes("{"),
    );

    const checks = await runProbes({
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      steps: step === undefined ? [] : [step],
      signal: AbortSignal.timeout(5_000),
    }).finally(() => server.close());

    expect(checks.map(({ result }) => result)).toEqual(["failed"]);
    expect(checks[0]?.detail).toMatch(/→ 500 OperationalError at \/ no such table: "note"$/);
  });

  it("passes every step on a correct server", async () => {
    const checks = await probe("");

    expect(checks.filter((check) => check.result !== "passed")).toEqual([]);
    expect(checks).toHaveLength(steps.length);
  });

  it.each([
    ["no-auth", "probe:createBookmark:401"],
    ["no-owner-check", "probe:updateBookmark:403"],
    ["no-role-check", "probe:createCategory:403"],
    ["deletes-then-refuses", "probe:getBookmark:200:unharmed"],
    ["accepts-unsigned", "probe:getBookmark:401:unsigned"],
    ["accepts-forged", "probe:getBookmark:401:forged"],
    ["leaks-secret", "probe:listBookmarks:200"],
    ["leaks-password", "probe:register:201"],
    ["any-password", "probe:login:401"],
    ["crashes-on-bad-input", "probe:createBookmark:400:rating-high"],
    ["crashes-on-bad-json", "probe:createBookmark:400:json"],
    ["wrong-invalid-status", "probe:createBookmark:400:missing"],
    ["accepts-unknown-fields", "probe:createBookmark:400:unknown-field"],
    ["no-conflict", "probe:createBookmark:409:url"],
    ["wrong-missing-status", "probe:getBookmark:404"],
    ["shows-stack", "probe:createBookmark:401"],
    ["ignores-limit", "probe:listBookmarks:200:first-page"],
    ["ignores-filters", "probe:listBookmarks:200:filter-status"],
    ["keeps-deleted", "probe:deleteBookmark:404:deleted"],
    ["loses-updates", "probe:getBookmark:200:unharmed"],
    ["no-rate-limit", "probe:login:429"],
  ])("catches a server with the fault %s", async (bug, id) => {
    expect(failed(await probe(bug))).toContain(id);
  });
});
