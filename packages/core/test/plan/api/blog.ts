import { BackwrightError } from "../../../src/errors.ts";
import type { ApiOperation } from "../../../src/plan/api/operation.ts";
import type { ApiPlan } from "../../../src/plan/api/schema.ts";
import type { PlanContext } from "../../../src/plan/planner.ts";
import { planOf } from "../plan-of.ts";

/** A whole API that is in order: each test changes one thing of it. */
export const blog = `id: T-1
objective: A blog
auth: { kind: jwt, subject: User }
entities:
  User:
    fields:
      email: { required: true, unique: true, format: email, private: true }
      password: { required: true, secret: true }
      name: { required: true, unique: true, maxLength: 40 }
      role: { enum: [member, admin], default: member, readOnly: true }
    relations:
      likes: { manyToMany: Post, inverse: likedBy }
      posts: { hasMany: Post }
    views:
      session: { fields: [id, email], add: { token: { token: true } } }
      person: { fields: [id, name] }
    policies: { create: anyone, read: anyone }
  Post:
    owner: author
    fields:
      slug: { unique: true, slug: title }
      title: { required: true, maxLength: 200 }
      state: { enum: [draft, published], default: draft, readOnly: true }
      stars: { type: integer, minimum: 1, maximum: 5 }
      publishedAt: { type: date-time, readOnly: true }
    relations:
      author: { belongsTo: User }
      tags: { tags: Tag }
      comments: { hasMany: Comment }
    views:
      full: { fields: [slug, title, tags], add: { author: { view: User.person }, likes: count(likedBy) } }
    policies: { read: anyone, create: authenticated, update: owner, delete: [owner, admin] }
  Comment:
    owner: author
    fields:
      text: { required: true }
    relations:
      author: { belongsTo: User }
      post: { belongsTo: Post, set: parent }
    policies: { read: anyone, create: authenticated, delete: owner }
  Tag:
    fields:
      name: { required: true, unique: true, maxLength: 30 }
    policies: { read: anyone }
operations:
  register: { request: POST /users, do: register, input: [email, password, name], view: session }
  login: { request: POST /sessions, do: login, view: session }
  getMe: { request: GET /me, do: get, entity: User, row: auth, view: session }
  listPosts:
    request: GET /posts
    do: list
    entity: Post
    where: state == "published"
    filter: { author: author.name == query.author, tag: tags has query.tag, stars: stars >= query.stars }
    page: offset
  createPost: { request: POST /posts, do: create, entity: Post }
  updatePost: { request: "PATCH /posts/:slug", do: update, entity: Post }
  deletePost: { request: "DELETE /posts/:slug", do: delete, entity: Post }
  likePost: { request: "PUT /posts/:slug/like", do: link, relation: likes }
  publishPost:
    request: POST /posts/:slug/publish
    do: transition
    entity: Post
    field: state
    from: [draft]
    to: published
    set: { publishedAt: now() }
  listComments: { request: "GET /posts/:slug/comments", do: list, entity: Comment, parent: { post: slug }, page: cursor }
  createComment: { request: "POST /posts/:slug/comments", do: create, entity: Comment, parent: { post: slug } }
  giveStars:
    request: POST /stars
    do: effects
    policy: authenticated
    input: { postId: { type: integer, required: true }, stars: { type: integer, required: true, minimum: 1, maximum: 5 } }
    load: { post: { entity: Post, by: { id: input.postId } } }
    require:
      - { that: post.state == "published", message: is not published }
    steps:
      - { set: post, with: { stars: input.stars } }
    result: post
    view: Post.full
`;

/** The blog with one text in the place of another, which has to stand there once. */
export function changed(from: string, to: string): string {
  if (blog.split(from).length !== 2) throw new Error(`\`${from}\` stands there ${blog.split(from).length - 1} times`);
  return blog.replace(from, () => to);
}

/** What planning says of a task that contradicts itself. */
export function refusal(text: string): string {
  try {
    planOf(text);
  } catch (error) {
    if (error instanceof BackwrightError && error.code === "PLAN_CONTRADICTION") return error.message;
    throw error;
  }
  throw new Error("The task was planned.");
}

export function apiOf(text: string, context: Partial<PlanContext> = {}): ApiPlan {
  const { api } = planOf(text, context);
  if (api === null) throw new Error("The task is in the short form.");
  return api;
}

/** An operation of a verb that it surely has. */
export function operation<Verb extends ApiOperation["verb"]>(
  api: ApiPlan,
  { id, verb }: { readonly id: string; readonly verb: Verb },
): Extract<ApiOperation, { verb: Verb }> {
  const found = api.operations.find((each) => each.id === id);
  if (found?.verb !== verb) throw new Error(`${id} is no ${verb}`);
  return found as Extract<ApiOperation, { verb: Verb }>;
}
