import { describe, expect, it } from "vitest";
import { planOf } from "../plan-of.ts";
import { blog, changed, refusal } from "./blog.ts";

/** The line of the blog, as it is written, that holds a text. */
function lineWith(text: string): number {
  return blog.split("\n").findIndex((line) => line.includes(text)) + 1;
}

const contradictions: [title: string, from: string, to: string, message: string][] = [
  [
    "a relation to an entity that is not there",
    "{ hasMany: Comment }",
    "{ hasMany: Coment }",
    "There is no entity `Coment`; did you mean `Comment`?",
  ],
  [
    "a relation of two kinds",
    "{ hasMany: Comment }",
    "{ hasMany: Comment, tags: Tag }",
    "one of `belongsTo`, `hasMany`",
  ],
  [
    "a hasMany without its other side",
    "posts: { hasMany: Post }",
    "posts: { hasMany: Tag }",
    "Tag has no belongsTo User",
  ],
  ["a relation of a field's name", "tags: { tags: Tag }", "title: { tags: Tag }", "has a field of this name too"],
  [
    "tags without a unique text",
    "name: { required: true, unique: true, maxLength: 30 }",
    "name: { required: true, maxLength: 30 }",
    "Tag needs a unique text field `name`",
  ],
  [
    "a required relation that becomes null",
    "{ belongsTo: Post, set: parent }",
    "{ belongsTo: Post, set: parent, onDelete: setNull }",
    "cannot become null",
  ],
  ["an inverse that is taken", "inverse: likedBy", "inverse: title", "Post has a member `title` already"],
  [
    "an owner that is no account",
    "owner: author\n    fields:\n      text",
    "owner: post\n    fields:\n      text",
    "`post` leads to Post, and accounts are User",
  ],
  ["a slug of nothing", "slug: title }", "slug: titel }", "Post has no field `titel`"],
  ["a slug that is not unique", "slug: { unique: true, slug: title }", "slug: { slug: title }", "`unique: true`"],
  ["a default outside the enum", "default: draft", "default: drft", "`drft` is not one of"],
  ["accounts that are no entity", "subject: User", "subject: Usr", "There is no entity `Usr`; did you mean `User`?"],
  ["accounts that nobody named", "{ kind: jwt, subject: User }", "{ kind: jwt }", "Say which entity accounts are"],
  [
    "a path of the short form",
    "{ kind: jwt, subject: User }",
    "{ kind: jwt, subject: User, path: /auth }",
    "belongs to accounts without a `subject`",
  ],
  [
    "a password that is no secret",
    "password: { required: true, secret: true }",
    "password: { required: true }",
    "has to be a text with `secret: true`",
  ],
  [
    "a name that can change as the subject of a token",
    "subject: User }",
    "subject: User, claims: { sub: name } }",
    "`sub` is the key",
  ],
  [
    "a secret in a view",
    "person: { fields: [id, name] }",
    "person: { fields: [id, password] }",
    "`password` is secret and never part of an answer",
  ],
  [
    "a field that is not there in a view",
    "[slug, title, tags]",
    "[slug, titel, tags]",
    "Post has no field `titel`; did you mean `title`?",
  ],
  [
    "a view that is not there",
    "view: User.person }",
    "view: User.persn }",
    "User has no view `User.persn`; did you mean `User.person`?",
  ],
  [
    "a token for what is no account",
    "likes: count(likedBy) } }",
    "likes: { token: true } } }",
    "A token is for an account",
  ],
  [
    "a private field on a public route",
    "person: { fields: [id, name] }",
    "person: { fields: [id, name, email] }",
    "shows User.email, which is private",
  ],
  [
    "views without an end",
    "{ fields: [id, name] }",
    "{ fields: [id], add: { posts: { view: Post.full } } }",
    "an answer would have no end",
  ],
  [
    "an unknown name",
    "author.name == query.author",
    "author.nme == query.author",
    "User has no `nme`; did you mean `name`?",
  ],
  ["another type", "author.name == query.author", "author.name == 3", "string and integer cannot be compared"],
  [
    "a secret that is compared",
    "author.name == query.author",
    "author.password == query.author",
    "`password` is secret",
  ],
  [
    "a word that an enum does not have",
    'state == "published"\n    filter',
    'state == "publishd"\n    filter',
    '`state` is never "publishd"',
  ],
  ["a list where a value belongs", "count(likedBy)", "likedBy", "`likedBy` is a list; use exists or count"],
  [
    "an account where nobody says who",
    "author.name == query.author",
    "author.name == path.author",
    "there is no `path.author` here",
  ],
  [
    "a filter that ignores what is asked",
    "author.name == query.author",
    'author.name == "ada"',
    "does not look at `query.author`",
  ],
];

describe("a whole API that contradicts itself", () => {
  it.each(contradictions)("is refused for %s", (_, from, to, message) => {
    expect(refusal(changed(from, to))).toContain(message);
  });

  it("is in order without these changes", () => {
    expect(planOf(blog).api?.operations).toHaveLength(12);
  });

  it("names file, line and column within an expression", () => {
    const line = lineWith("filter:");
    const [text = ""] = blog.split("\n").slice(line - 1);
    const column = text.indexOf("author.name") + 1;

    const message = refusal(changed("author.name == query.author", "author.nme == query.author"));

    expect(message).toBe(
      `task.yaml:${line}:${column}: operations.listPosts.filter.author: in \`author.nme == query.author\`: User has no \`nme\`; did you mean \`name\`?`,
    );
  });

  it("counts the column from the fault within the expression, in quotes too", () => {
    const line = lineWith("that:");
    const text = '      - { that: "post.state = 3", message: is not published }';

    const message = refusal(changed('      - { that: post.state == "published", message: is not published }', text));

    expect(message).toContain(`task.yaml:${line}:${text.indexOf("= 3") + 1}: `);
  });

  it("names all of it at once, in the order of the file", () => {
    const text = changed("author.name == query.author", "author.nme == query.author").replace(
      "{ hasMany: Comment }",
      "{ hasMany: Coment }",
    );

    const lines = refusal(text).split("\n");

    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain("entities.Post.relations.comments");
    expect(lines[1]).toContain("operations.listPosts");
  });

  it("says both what it is about and what it does", () => {
    expect(refusal("{ id: T-1, objective: x, operations: {} }")).toContain("`entities` are missing");
  });
});
