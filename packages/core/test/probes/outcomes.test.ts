import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { routeScenario } from "../../src/probes/routes.ts";
import { runProbes } from "../../src/probes/run.ts";
import { planScenario } from "../../src/probes/scenario.ts";
import type { ServedRoute } from "../../src/understanding/schema.ts";
import { bookmarksPlan } from "../fixtures/bookmarks-plan.ts";
import { freePort, serveBookmarks } from "../fixtures/serve.ts";

let server: Server | null = null;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

const { steps } = planScenario(bookmarksPlan);
const signal = AbortSignal.timeout(30_000);

function route(path: string, changes: Partial<ServedRoute> = {}): ServedRoute {
  const { method = "GET" } = changes;
  return {
    method,
    methods: [method],
    path,
    handler: "h",
    guards: [],
    authenticated: false,
    file: "a.js",
    line: 1,
    confidence: 1,
    ...changes,
  };
}

async function answering(statuses: Readonly<Record<string, number>>): Promise<string> {
  server = createServer((request, response) => response.writeHead(statuses[request.url ?? ""] ?? 404).end("x"));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
}

describe("runProbes", () => {
  it("fails the step that nothing answers, and could not run those behind it", async () => {
    const baseUrl = `http://127.0.0.1:${await freePort()}`;

    const [first, ...others] = await runProbes({ baseUrl, steps, signal });

    expect(first).toMatchObject({ id: "probe:register:201", result: "failed" });
    expect(first?.detail).toContain("no answer: ");
    expect(new Set(others.map(({ result }) => result))).toEqual(new Set(["could_not_run"]));
    expect(others[0]?.detail).toBe("the server has not answered since register:201");
  });

  it("could not run a step whose precondition does not hold", async () => {
    const baseUrl = await answering({});

    const checks = await runProbes({ baseUrl, steps, signal });

    const get = checks.find(({ id }) => id === "probe:getBookmark:200");
    expect(get?.result).toBe("could_not_run");
    expect(get?.detail).toContain("no earlier step has given `bookmark_id`");
    expect(checks.some(({ id, result }) => id === "probe:getMe:401" && result === "failed")).toBe(true);
  });

  it("could not run what was interrupted", async () => {
    const checks = await runProbes({ baseUrl: "http://127.0.0.1:1", steps, signal: AbortSignal.abort() });

    expect(new Set(checks.map(({ result }) => result))).toEqual(new Set(["could_not_run"]));
  });

  it("writes no token, no password and no secret into what was seen", async () => {
    const served = await serveBookmarks("leaks-password");
    try {
      const text = JSON.stringify(await runProbes({ baseUrl: served.baseUrl, steps, signal }));

      expect(text).toContain("[token]");
      expect(text).toContain("[secret]");
      expect(text).not.toMatch(/eyJ/);
      expect(text).not.toMatch(/Pw-[0-9a-f]/);
      expect(text).not.toMatch(/canary-shareToken-[0-9a-f]/);
    } finally {
      await served.stop();
    }
  });
});

describe("routeScenario", () => {
  it("asks each GET route without parameters once, and says how many it left out", () => {
    const routes = [
      route("/"),
      route("/"),
      route("/a/b"),
      route("/a/:id"),
      route("/files/*"),
      route("/a", { method: "POST" }),
      route("/b", { methods: ["POST", "GET"] }),
    ];

    const scenario = routeScenario(routes);

    expect(scenario.steps.map(({ id }) => id)).toEqual(["GET /", "GET /a/b", "GET /b"]);
    expect(scenario.assumptions).toEqual(["4 of 7 routes were not probed: they are no GET, or take parameters."]);
  });

  it("passes what answers, fails server errors, and proves nothing where credentials are missing", async () => {
    const baseUrl = await answering({ "/ok": 200, "/moved": 302, "/broken": 500, "/closed": 401, "/login": 401 });
    const paths = ["/ok", "/moved", "/missing", "/broken", "/closed"].map((path) => route(path));
    const guarded = route("/login", { authenticated: true });

    const checks = await runProbes({ baseUrl, signal, steps: routeScenario([...paths, guarded]).steps });

    expect(Object.fromEntries(checks.map(({ id, result }) => [id, result]))).toEqual({
      "probe:GET /ok": "passed",
      "probe:GET /moved": "passed",
      "probe:GET /missing": "passed",
      "probe:GET /broken": "failed",
      "probe:GET /closed": "could_not_run",
      "probe:GET /login": "passed",
    });
  });

  it("does not wait for a stream that never ends", { timeout: 20_000 }, async () => {
    server = createServer((_, response) => response.writeHead(200).write("data: 1\n\n")).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const baseUrl = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;

    const [check] = await runProbes({ baseUrl, signal, steps: routeScenario([route("/events")]).steps });

    expect(check?.result).toBe("passed");
  });
});
