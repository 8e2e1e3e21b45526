import { describe, expect, it } from "vitest";
import { memoryProject } from "@backwright/core/testing";
import { readPractices, readTestedCalls } from "@backwright/language-python";

const files = {
  "requirements.txt": "pytest\n",
  "app.py": "async def a():\n    await b()\n\nclass Refused(Exception):\n    pass\n",
  "tests/test_notes.py":
    'def test_list(client):\n    response = client.get(f"/notes/{n}?page=1")\n    assert response.status_code in (200, 404)\n\ndef test_other(client):\n    assert client.post("/notes", json={"size": 500}).status_code == 201\n    helper.get("not-a-path")\n',
};

describe("readTestedCalls", () => {
  it("reads requests with the statuses of their own test", () => {
    expect(
      readTestedCalls(memoryProject(files)).map(({ method, path, statuses, line }) => [method, path, statuses, line]),
    ).toEqual([
      ["GET", "/notes/:value", [200, 404], 2],
      ["POST", "/notes", [201], 6],
    ]);
  });
});

describe("readPractices", () => {
  it("counts how errors are handled, what waits and how it is tested, with places", () => {
    expect(readPractices(memoryProject(files), ".")).toEqual({
      errorHandling: "exception classes: 1 (app.py:4)",
      async: "async def: 1 (app.py:1), await: 1 (app.py:2)",
      tests: "pytest: 2 cases in 1 files (tests/test_notes.py:1)",
    });
  });
});
