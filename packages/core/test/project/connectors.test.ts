import { describe, expect, it } from "vitest";
import { withoutConnectors } from "../../src/project/connectors.ts";

const many = Array.from({ length: 8 }, (_item, index) => `app/engines/service${index}.py`);

describe("withoutConnectors", () => {
  it("leaves out where many services of others are spoken to", () => {
    expect(withoutConnectors(["app/main.py", ...many])).toEqual(["app/main.py"]);
  });

  it("keeps a folder of such a name that holds little", () => {
    expect(withoutConnectors(["app/engines/db.py", "app/main.py"])).toEqual(["app/engines/db.py", "app/main.py"]);
  });
});
