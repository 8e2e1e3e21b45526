import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { inFull } from "../../../src/plan/api/build/sugar.ts";
import { plannedOperations } from "../../../src/plan/planned.ts";
import { planTask } from "../../../src/plan/planner.ts";
import { checkTask } from "../../../src/task/check.ts";
import type { Task } from "../../../src/task/schema.ts";
import { readYaml } from "../../../src/task/yaml-source.ts";
import { planOf } from "../plan-of.ts";
import { apiOf, blog, changed, operation, refusal } from "./blog.ts";

const examples = new URL("../../../../../examples/tasks/", import.meta.url);
const place = { file: "task.yaml", lineOf: () => null };

function taskIn(name: string): Task {
  return checkTask(readYaml({ text: readFileSync(new URL(name, examples), "utf8"), file: name }).value, place);
}

describe("the short form", () => {
  it.each(["express-empty.yaml", "express-notes.yaml"])("says in %s what it says in full", (name) => {
    const task = taskIn(name);
    const convention = { invalid: { status: 400 }, malformed: { status: 400 } };

    const short = planTask(task, { backend: null, errors: null, ...place });
    const full = planTask({ ...inFull(task).task, errors: convention }, { backend: null, errors: null, ...place });

    expect(full.api?.operations.length).toBeGreaterThan(8);
    expect(plannedOperations(full)).toEqual(
      plannedOperations(short).map((each) => ({ ...each, verb: each.verb === "me" ? "get" : each.verb })),
    );
    expect(new Set(full.api?.entities.map(({ table }) => table))).toEqual(
      new Set(["users", ...short.entities.map(({ table }) => table)]),
    );
    for (const entity of short.entities) {
      const whole = full.api?.entities.find(({ name: other }) => other === entity.name);
      const columns = whole?.fields.filter(({ generated }) => generated === null);
      expect(columns).toMatchObject(entity.fields);
    }
  });

  it("stands beside entities, for what is plain", () => {
    const api = apiOf(
      `${blog}resources: { Page: { owner: true, fields: { text: string }, list: { order: [text] } } }\n`,
    );

    expect(operation(api, { id: "createPage", verb: "create" }).set).toMatchObject([{ property: "ownerId" }]);
    expect(operation(api, { id: "listPages", verb: "list" }).sort?.keys.map(({ value }) => value)).toEqual([
      "text",
      "-text",
      "id",
      "-id",
    ]);
  });

  it("brings accounts, where entities name none", () => {
    const api = apiOf(
      "{ id: T-1, objective: x, auth: jwt, entities: { Tag: { fields: { name: string }, policies: { read: authenticated } } }, operations: { listTags: { request: GET /tags, do: list, entity: Tag, page: none } } }",
    );

    expect(api.operations.map(({ id, path }) => `${id} ${path}`)).toEqual([
      "register /auth/register",
      "login /auth/login",
      "me /auth/me",
      "listTags /tags",
    ]);
    expect(api.views.find(({ name }) => name === "User.session")?.members).toEqual([
      { kind: "token", name: "token" },
      { kind: "self", name: "user", view: "User.account" },
    ]);
  });

  it("is named with its own place when something in it is wrong", () => {
    expect(refusal(`${blog}resources: { Page: { owner: true, fields: { createdAt: string } } }\n`)).toContain(
      "resources.Page.fields.createdAt: Every row has this field already",
    );
    expect(refusal(`${blog}resources: { Post: { fields: { text: string } } }\n`)).toContain(
      "resources.Post: It is an entity too",
    );
    expect(refusal(changed("auth: { kind: jwt, subject: User }", "auth: jwt"))).toContain("`subject: User`");
  });

  it("keeps the plan that it has, alone", () => {
    expect(
      planOf("{ id: T-1, objective: x, resources: { Page: { fields: { text: string }, operations: [list] } } }"),
    ).toMatchObject({
      api: null,
      entities: [{ name: "Page" }],
    });
  });
});
