import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { planTask } from "../../../src/plan/planner.ts";
import { loadTask } from "../../../src/task/load.ts";

const examples = new URL("../../../../../examples/tasks/", import.meta.url);
const task = readFileSync(new URL("conduit.yaml", examples), "utf8");
const contract = readFileSync(new URL("conduit.openapi.yaml", examples), "utf8");

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "backwright-contract-"));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

interface Edit {
  readonly task?: readonly [from: string, to: string];
  readonly contract?: readonly [from: string, to: string];
}

/** What planning says of the example with one text in the place of another; "" where it is planned. */
async function problems(edit: Edit): Promise<string> {
  writeFileSync(join(dir, "conduit.yaml"), edited(task, edit.task));
  writeFileSync(join(dir, "conduit.openapi.yaml"), edited(contract, edit.contract));
  try {
    const { task: loaded, ...place } = await loadTask({ source: join(dir, "conduit.yaml"), dir });
    planTask(loaded, { backend: null, errors: null, ...place });
    return "";
  } catch (error) {
    return (error as Error).message.replaceAll(`${dir}/`, "");
  }
}

function edited(text: string, [from, to]: readonly [string, string] = ["", ""]): string {
  if (from !== "" && !text.includes(from)) throw new Error(`\`${from}\` is not there`);
  return from === "" ? text : text.replace(from, () => to);
}

const cases: [title: string, edit: Edit, message: string][] = [
  [
    "an operation that is bound to nothing",
    { contract: ["operationId: GetTags", "operationId: GetAllTags"] },
    "conduit.openapi.yaml has no operationId `GetTags`. Did you mean `GetAllTags`?",
  ],
  [
    "one of the contract that is not bound",
    { contract: ["operationId: GetTags", "operationId: GetAllTags"] },
    "Nothing says what `GetAllTags` does, which is in conduit.openapi.yaml:",
  ],
  [
    "a parameter that nothing uses",
    { task: ["      tag: tagList has query.tag\n", ""] },
    "takes `?tag=`, and nothing says what it means",
  ],
  [
    "a parameter that it does not take",
    { task: ["page: offset\n  GetArticlesFeed", "page: cursor\n  GetArticlesFeed"] },
    "does not take `?cursor=`",
  ],
  [
    "a token that it does not take",
    {
      contract: [
        "operationId: DeleteArticle\n      tags: [Articles]\n      summary: Delete an article\n      security: [{ Token: [] }]",
        "operationId: DeleteArticle\n      tags: [Articles]\n      summary: Delete an article\n      security: []",
      ],
    },
    "needs no token, and its policy asks who is signed in",
  ],
  [
    "a field that may be left out there",
    { contract: ["required: [title, description, body]", "required: [title, description]"] },
    "lets `body` be left out, and the entity requires it",
  ],
  [
    "a field that is not sent there",
    {
      contract: [
        "                    body: { type: string }\n                    tagList",
        "                    text: { type: string }\n                    tagList",
      ],
    },
    "Article has no `text` that may be sent",
  ],
  [
    "null that is not allowed",
    { task: ["bio: { nullable: true,", "bio: { default: none,"] },
    "lets `bio` be null, and the entity does not",
  ],
  [
    "an answer that lacks something",
    { task: ["fields: [username, bio, image]\n        add: {", "fields: [username, bio]\n        add: {"] },
    "`image` is required there, and the view `User.profile` has none",
  ],
  [
    "an answer that shows more",
    {
      task: [
        "[slug, title, description, body, tagList, createdAt",
        "[id, slug, title, description, body, tagList, createdAt",
      ],
    },
    "there is no `id`, which the view `Article.full` has",
  ],
  [
    "an answer of another name",
    { task: ["wrap: articles, total: articlesCount", "wrap: articles, total: count"] },
    "`articlesCount` is required there",
  ],
  [
    "a parameter of another type",
    {
      contract: [
        "description: Of the comment., schema: { type: integer }",
        "description: Of the comment., schema: { type: string }",
      ],
    },
    "`id` is of type string, and the field that it names is of type integer",
  ],
  [
    "a request that it says already",
    { task: ["Login: { do: login,", "Login: { request: POST /login, do: login,"] },
    "says it already: POST /users/login",
  ],
  [
    "an address in a reference",
    { contract: ['$ref: "#/components/schemas/Comment"', "$ref: https://example.com/comment.yaml"] },
    "files only",
  ],
  [
    "a reference that leads nowhere",
    { contract: ['$ref: "#/components/schemas/Comment"', '$ref: "#/components/schemas/Coment"'] },
    "conduit.openapi.yaml:",
  ],
  [
    "another version of OpenAPI",
    { contract: ["openapi: 3.1.0", "openapi: 3.0.3"] },
    'conduit.openapi.yaml:1: This is not an OpenAPI 3.1 document: `openapi` is "3.0.3"',
  ],
  [
    "a field that OpenAPI does not have",
    { contract: ["summary: Log in", "summry: Log in"] },
    "Property `summry` is not expected here",
  ],
];

describe("a contract", () => {
  it.each(cases)("is held against the task: %s", async (_, edit, message) => {
    expect(await problems(edit)).toContain(message);
  });

  it("is in order without these changes", async () => {
    expect(await problems({})).toBe("");
  });

  it("is named with the task's folder when it is missing", async () => {
    expect(await problems({ task: ["contract: conduit.openapi.yaml", "contract: other.yaml"] })).toContain(
      "other.yaml cannot be read",
    );
  });
});
