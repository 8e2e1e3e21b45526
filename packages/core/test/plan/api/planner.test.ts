import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { makePlanOf } from "./example.ts";
import { planSchema } from "../../../src/plan/schema.ts";
import { renderPlan } from "../../../src/plan/render.ts";
import { lint } from "../plan-of.ts";
import { apiOf, blog, changed, operation } from "./blog.ts";

const examples = ["conduit", "ledger"];

describe("planTask of a whole API", () => {
  it.each(examples)("plans examples/tasks/%s.yaml", async (name) => {
    const plan = await makePlanOf(name);

    await expect(`${JSON.stringify(plan.api, null, 1)}\n`).toMatchFileSnapshot(`__snapshots__/${name}.api.json`);
    await expect(renderPlan(plan)).toMatchFileSnapshot(`__snapshots__/${name}.plan.md`);
    expect(planSchema.parse(plan)).toEqual(plan);
  });

  it.each(examples)("writes a contract for %s that passes the recommended rules", async (name) => {
    const plan = await makePlanOf(name);

    expect(plan.api?.operations.length).toBeGreaterThan(9);
    expect(await lint(plan)).toEqual([]);
  });

  it("has every operation of the contract, as it says", async () => {
    const contract = readFileSync(
      fileURLToPath(new URL("../../../../../examples/tasks/conduit.openapi.yaml", import.meta.url)),
      "utf8",
    );

    const plan = await makePlanOf("conduit");

    const ids = [...contract.matchAll(/operationId: (\w+)/g)].map(([, id]) => id);
    expect(new Set(plan.api?.operations.map(({ id }) => id))).toEqual(new Set(ids));
    expect(plan.api?.basePath).toBe("/api");
  });

  it("keeps a key of another row where it is", () => {
    const api = apiOf(changed('where: state == "published"', "where: author.id == 7"));

    expect(operation(api, { id: "listPosts", verb: "list" }).where).toMatchObject({
      left: { steps: [], property: "authorId", column: "author_id" },
      right: { value: 7, type: "integer" },
    });
  });

  it("gives a parameter the type of what it is compared with", () => {
    const { queryParameters } = operation(apiOf(blog), { id: "listPosts", verb: "list" });

    expect(queryParameters.find(({ name }) => name === "stars")).toMatchObject({
      type: "integer",
      minimum: 1,
      maximum: 5,
    });
    expect(queryParameters.find(({ name }) => name === "author")).toMatchObject({ type: "string", maxLength: 40 });
    expect(queryParameters.map(({ name }) => name)).toEqual(["limit", "offset", "author", "tag", "stars"]);
  });

  it("checks an owner on the row, in a list within the query, and a role before anything", () => {
    const api = apiOf(
      changed(
        "policies: { read: anyone, create: authenticated, update: owner, delete: [owner, admin] }",
        "policies: { read: owner, create: admin, update: owner, delete: [owner, admin] }",
      ),
    );

    expect(operation(api, { id: "listPosts", verb: "list" }).policy.when).toBe("query");
    expect(operation(api, { id: "createPost", verb: "create" }).policy.when).toBe("before");
    expect(operation(api, { id: "updatePost", verb: "update" }).policy.when).toBe("row");
    expect(operation(api, { id: "deletePost", verb: "delete" }).policy.check).toMatchObject({ kind: "or" });
  });

  it("takes a token where the answer depends on who asks", () => {
    const api = apiOf(
      changed("likes: count(likedBy) }", 'likes: count(likedBy), liked: "exists(likedBy[id == auth.id])" }'),
    );

    expect(operation(api, { id: "listPosts", verb: "list" }).auth).toBe("optional");
    expect(operation(apiOf(blog), { id: "listPosts", verb: "list" }).auth).toBe("none");
  });

  it("needs somebody signed in where a row is found by the account or belongs to it, whatever the policy", () => {
    const open = changed(
      "policies: { read: anyone, create: authenticated, delete: owner }",
      'policies: { read: anyone, create: parent.state == "published", delete: owner }',
    );
    const stars = changed(
      "policy: authenticated\n    input: { postId: { type: integer, required: true }, stars:",
      "policy: anyone\n    input: { stars:",
    )
      .replace(
        "{ post: { entity: Post, by: { id: input.postId } } }",
        "{ caller: { entity: User, by: { id: auth.id } } }",
      )
      .replace(
        'that: post.state == "published", message: is not published',
        'that: caller.name != "bot", message: is none',
      )
      .replace("{ set: post, with: { stars: input.stars } }", "{ set: caller, with: { name: caller.name } }")
      .replace("result: post\n    view: Post.full", "result: caller\n    view: User.person");

    expect(operation(apiOf(open), { id: "createComment", verb: "create" }).auth).toBe("required");
    expect(operation(apiOf(stars), { id: "giveStars", verb: "effects" }).auth).toBe("required");
  });

  it("finds the row of effects by a parameter of the path, which has the type of the field", () => {
    const api = apiOf(
      changed("request: POST /stars", "request: POST /posts/:id/stars")
        .replace("input: { postId: { type: integer, required: true }, stars:", "input: { stars:")
        .replace("by: { id: input.postId }", "by: { id: path.id }"),
    );

    expect(operation(api, { id: "giveStars", verb: "effects" }).pathParameters).toMatchObject([
      { name: "id", type: "integer" },
    ]);
  });

  it("sets owner and parent of a new row, and takes neither as input", () => {
    const create = operation(apiOf(blog), { id: "createComment", verb: "create" });

    expect(create.input.fields.map(({ name }) => name)).toEqual(["text"]);
    expect(create.set.map(({ property }) => property)).toEqual(["authorId", "postId"]);
    expect(create.parent).toMatchObject({ relation: "post", property: "postId" });
  });

  it("knows every status with its cause", () => {
    const api = apiOf(blog);

    expect(causes(operation(api, { id: "publishPost", verb: "transition" }).outcomes)).toEqual([
      "200 success",
      "401 missingToken",
      "401 invalidToken",
      "403 forbidden",
      "404 notFound",
      "409 state",
      "429 tooMany",
    ]);
    expect(causes(operation(api, { id: "register", verb: "register" }).outcomes)).toEqual([
      "201 success",
      "400 invalid",
      "409 conflict",
      "409 conflict",
      "422 invalid",
      "429 tooMany",
    ]);
    expect(causes(operation(api, { id: "createComment", verb: "create" }).outcomes)).toContain("404 parentNotFound");
    expect(causes(operation(api, { id: "giveStars", verb: "effects" }).outcomes)).toContain("409 requirement");
  });

  it("ends every order with what is unique", () => {
    expect(operation(apiOf(blog), { id: "listPosts", verb: "list" }).order).toEqual([
      { property: "createdAt", column: "created_at", direction: "desc" },
      { property: "id", column: "id", direction: "desc" },
    ]);
  });

  it("makes tables in an order in which each finds those that it refers to", () => {
    expect(apiOf(blog).entities.map(({ name }) => name)).toEqual(["User", "Tag", "Post", "Comment"]);
  });

  it("answers every question of every operation", () => {
    for (const { decisions } of apiOf(blog).operations) {
      expect(decisions).toHaveLength(10);
      expect(decisions.every(({ decision, reason }) => decision !== "" && reason !== "")).toBe(true);
    }
  });
});

function causes(outcomes: readonly { readonly status: number; readonly cause: string }[]): string[] {
  return outcomes.map(({ status, cause }) => `${status} ${cause}`);
}
