import { describe, expect, it } from "vitest";
import { changed, refusal } from "./blog.ts";

const contradictions: [title: string, from: string, to: string, message: string][] = [
  [
    "an operation on a missing entity",
    "do: create, entity: Post }",
    "do: create, entity: Pst }",
    "There is no entity `Pst`; did you mean `Post`?",
  ],
  ["a list without pagination", "\n    page: offset", "", "A list needs pages"],
  [
    "a mutation without a policy",
    "policies: { read: anyone, create: authenticated, delete: owner }",
    "policies: { read: anyone, delete: owner }",
    "Nothing says who may call it",
  ],
  ["effects without a policy", "\n    policy: authenticated", "", "Nothing says who may call it"],
  ["a policy that is no word", "update: owner,", "update: ownr,", "`ownr` lets nobody in"],
  [
    "an owner of what is not there yet",
    "create: authenticated, update: owner",
    "create: owner, update: owner",
    "There is no row yet",
  ],
  [
    "a request that is said nowhere",
    'updatePost: { request: "PATCH /posts/:slug", do',
    "updatePost: { do",
    "Say its `request`",
  ],
  ["a parameter that names nothing", '"PATCH /posts/:slug"', '"PATCH /posts/:sl"', "Post has no field `sl`"],
  ["a row that is not named", '"PATCH /posts/:slug"', "PATCH /posts", "Nothing says which Post it is about"],
  [
    "a row that many have in common",
    '"DELETE /posts/:slug"',
    '"DELETE /posts/:title"',
    "Several rows of Post can have the same title",
  ],
  ["two operations of one request", '"PATCH /posts/:slug"', '"DELETE /posts/:slug"', "would be one: DELETE"],
  [
    "a parent that is no relation",
    "do: create, entity: Comment, parent: { post: slug }",
    "do: create, entity: Comment, parent: { pst: slug }",
    "Comment has no belongsTo `pst`; did you mean `post`?",
  ],
  [
    "a relation that nobody sets",
    "do: create, entity: Comment, parent: { post: slug }",
    "do: create, entity: Comment, by: slug",
    "belongs to get, update, delete",
  ],
  ["a link of something else", "relation: likes", "relation: posts", "Say which manyToMany of User it changes: likes"],
  [
    "input that may not be sent",
    "input: [email, password, name]",
    "input: [email, password, name, role]",
    "User has no `role` that may be sent",
  ],
  [
    "input that lacks what a row needs",
    "input: [email, password, name]",
    "input: [email, password]",
    "`name` is required to create a row",
  ],
  [
    "a view of another entity",
    "do: login, view: session",
    "do: login, view: Post.full",
    "User has no view `Post.full`",
  ],
  [
    "a member of another verb",
    "do: link, relation: likes }",
    "do: link, relation: likes, page: offset }",
    "`link` does not have it; it belongs to list",
  ],
  ["a state that is none", "from: [draft]", "from: [drafted]", "`state` is never `drafted`"],
  ["a transition to where it is", "from: [draft]", "from: [published]", "leads from `published` to itself"],
  [
    "a value of another type",
    "set: { publishedAt: now() }",
    "set: { publishedAt: 3 }",
    "of type date-time, and the value is of type integer",
  ],
  ["a key that the application makes", "set: { publishedAt: now() }", "set: { id: 3 }", "is filled by the application"],
  [
    "a page of more than the most",
    "page: offset",
    "page: { style: offset, limit: { default: 50, max: 20 } }",
    "The default of 50 is more than 20",
  ],
  [
    "an order of what is not there",
    "page: offset",
    "page: offset\n    order: [-createdOn]",
    "Post has no field `createdOn`",
  ],
  [
    "a parameter twice",
    "filter: { author:",
    "filter: { limit: author.name == query.limit, author:",
    "with the parameter `limit`",
  ],
  ["a row that is not loaded", "{ set: post,", "{ set: pst,", "No row is called `pst`; did you mean `post`?"],
  [
    "a change without a lock",
    "by: { id: input.postId } }",
    "by: { id: input.postId }, lock: false }",
    "it has to be locked",
  ],
  ["a load of many rows", "by: { id: input.postId }", "by: { title: input.postId }", "Say one unique field of Post"],
  ["a result that is none", "result: post", "result: pst", "No row is called `pst`"],
  ["a step of two kinds", "{ set: post,", "{ set: post, delete: post,", "A step is one of `set`, `create` or `delete`"],
  [
    "a new row that lacks something",
    "- { set: post, with: { stars: input.stars } }",
    "- { create: Tag }",
    "A Tag needs `name`",
  ],
];

describe("an operation that contradicts itself", () => {
  it.each(contradictions)("is refused for %s", (_, from, to, message) => {
    expect(refusal(changed(from, to))).toContain(message);
  });
});
