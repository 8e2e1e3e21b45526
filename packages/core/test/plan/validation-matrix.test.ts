import { describe, expect, it } from "vitest";
import { validationMatrix } from "../../src/plan/validation-matrix.ts";
import type { MatrixRow } from "../../src/plan/validation-matrix.ts";
import { change, planOfResource } from "./plan-of.ts";

const resource = "{ fields: { title: { required: true }, token: { secret: true } }, list: { filter: [title] } }";

interface Damage {
  readonly path: string;
  /** Left out: what is there is taken away. */
  readonly value?: unknown;
}

function rowOf(id: string, damage?: Damage): MatrixRow | undefined {
  const plan = structuredClone(planOfResource(resource));
  if (damage !== undefined) change(plan.openapi, damage.path.split(" "), damage.value);
  return validationMatrix(plan).find(({ operation }) => operation === id);
}

describe("validationMatrix", () => {
  it("says what validates each input, and what each response can hold", () => {
    expect(rowOf("updateThing")).toEqual({
      operation: "updateThing",
      inputs: [
        { in: "path", name: "path.id", validatedBy: "a whole number from 1 to 2147483647" },
        { in: "body", name: "body.title", validatedBy: "a text of 1 to 255 characters" },
        { in: "body", name: "body.token", validatedBy: "a text of 0 to 255 characters or null" },
      ],
      outputs: ["id", "title", "createdAt", "updatedAt"],
      leaks: [],
    });
    expect(rowOf("listThings")?.inputs.map(({ name }) => name)).toEqual([
      "query.limit",
      "query.offset",
      "query.sort",
      "query.title",
    ]);
    expect(rowOf("register")?.outputs).toEqual(["token", "user.id", "user.email", "user.role", "user.createdAt"]);
    expect(rowOf("deleteThing")?.outputs).toEqual([]);
  });

  it("finds a text of any length", () => {
    const row = rowOf("createThing", { path: "components schemas ThingCreate properties title maxLength" });

    expect(row?.inputs.find(({ name }) => name === "body.title")?.validatedBy).toBeNull();
  });

  it("finds a body that lets any field through", () => {
    const row = rowOf("createThing", { path: "components schemas ThingCreate additionalProperties" });

    expect(row?.inputs.at(-1)).toEqual({ in: "body", name: "body.*", validatedBy: null });
  });

  it("finds a path parameter that the contract does not describe", () => {
    const row = rowOf("getThing", { path: "paths /things/{id} get parameters" });

    expect(row?.inputs).toEqual([{ in: "path", name: "path.id", validatedBy: null }]);
  });

  it("finds an operation that the contract does not hold", () => {
    const row = rowOf("getThing", { path: "paths /things/{id} get" });

    expect(row?.inputs).toEqual([
      { in: "path", name: "GET /things/:id, which the contract does not hold,", validatedBy: null },
    ]);
  });

  it("finds a secret field, a password and an open object in a response", () => {
    const text = { type: "string" };
    const secret = rowOf("listThings", { path: "components schemas Thing properties token", value: text });
    const password = rowOf("me", { path: "components schemas Account properties password", value: text });
    const open = rowOf("getThing", { path: "components schemas Thing additionalProperties", value: true });

    expect(secret?.leaks).toEqual(["items.token"]);
    expect(password?.leaks).toEqual(["password"]);
    expect(open?.leaks).toEqual(["*"]);
  });
});
