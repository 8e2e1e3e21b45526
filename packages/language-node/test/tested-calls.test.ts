import { memoryProject } from "@backwright/core/testing";
import { describe, expect, it } from "vitest";
import { readTestedCalls } from "../src/tested-calls.ts";

const text = `
describe("notes", () => {
  async function add() {
    const res = await api.post("/notes").send({ title: "x".repeat(201) });
    expect(res.status).toBe(201);
  }
  it("refuses", async () => {
    expectProblem(await api.get(\`/notes/\${id}?full=1\`), 404);
  });
  it.each(["a", "b"])("races %s", async () => {
    const answers = await Promise.all([1, 2].map(() => request(app).delete("/notes/1")));
    expect(answers.map((res) => res.status)).toEqual([204, 404]);
  });
  it.each([[1, 404], ["x", 400]])("refuses %s", async (id, status) => {
    const res = await api.get(\`/notes\${query}\`);
    expectProblem(res, status);
  });
  for (const [title, id, status] of [["none", "x", 400], ["unknown", "9", 404]]) {
    it(\`answers \${title}\`, async () => expectProblem(await api.delete(\`/tags/\${id}\`), status));
  }
  it("injects", async (t) => {
    const made = await app.inject({ method: "PUT", url: \`/notes/\${id}\`, payload: {} });
    assert.equal(made.statusCode, 404);
  });
  it("expects", () => request(app).patch("/notes/1").expect(401));
});`;

describe("readTestedCalls", () => {
  it("ties the requests of a test or helper to the statuses that it expects", () => {
    const calls = readTestedCalls(memoryProject({ "test/notes.test.ts": text, "src/app.ts": text }));

    expect(calls.map(({ method, path, statuses, file }) => [method, path, statuses, file])).toEqual([
      ["POST", "/notes", [201], "test/notes.test.ts"],
      ["GET", "/notes/:value?full=1", [404], "test/notes.test.ts"],
      ["DELETE", "/notes/1", [204, 404], "test/notes.test.ts"],
      ["GET", "/notes?", [400, 404], "test/notes.test.ts"],
      ["DELETE", "/tags/:value", [400, 404], "test/notes.test.ts"],
      ["PUT", "/notes/:value", [404], "test/notes.test.ts"],
      ["PATCH", "/notes/1", [401], "test/notes.test.ts"],
    ]);
  });
});
