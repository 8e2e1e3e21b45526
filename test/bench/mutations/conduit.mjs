// One change each that a tired programmer might make, to code that the blueprint wrote for `conduit.yaml`.
const ownership = "if (current.authorId !== viewer.id) throw new ForbiddenError(";
const articles = "src/articles/articles.repository.ts";
const articleViews = "src/articles/articles.views.ts";
const comments = "src/comments/comments.repository.ts";
const users = "src/users/users.repository.ts";

export const conduit = [
  {
    name: "anybody changes an article",
    file: articles,
    after: "function updateArticle",
    edits: [[ownership, "if (current.authorId === 0) throw new ForbiddenError("]],
  },
  {
    name: "anybody deletes a comment",
    file: comments,
    after: "function deleteArticleComment",
    edits: [[ownership, "if (current.authorId === 0) throw new ForbiddenError("]],
  },
  {
    name: "a comment is deleted through another article",
    file: comments,
    edits: [
      [
        "and(eq(comments.id, path.id), eq(comments.articleId, article.id))",
        "and(eq(comments.id, path.id), article && undefined)",
      ],
    ],
  },
  {
    name: "articles are sorted by their key, not by when they were made",
    file: articles,
    after: "function getArticles(",
    edits: [["desc(articles.createdAt), desc(articles.id)", "desc(articles.id)"]],
  },
  {
    name: "the feed holds what anybody follows",
    file: articles,
    edits: [
      [
        "and(eq(follows.followedId, articles.authorId), eq(follows.followerId, viewer.id))",
        "and(eq(follows.followedId, articles.authorId), viewer && undefined)",
      ],
    ],
  },
  {
    name: "the total counts the page",
    file: articles,
    after: "function getArticles(",
    edits: [["total: await db.$count(articles, where)", "total: rows.length"]],
  },
  {
    name: "the total ignores the filters",
    file: articles,
    after: "function getArticles(",
    edits: [["total: await db.$count(articles, where)", "total: await db.$count(articles)"]],
  },
  {
    name: "the limit is ignored",
    file: articles,
    after: "function getArticles(",
    edits: [[".limit(query.limit)", ".limit(100)"]],
  },
  {
    name: "the offset is ignored",
    file: articles,
    after: "function getArticlesFeed(",
    edits: [[".offset(query.offset)", ".offset(0)"]],
  },
  {
    name: "a filter by tag finds whatever has one",
    file: articles,
    edits: [
      [
        "and(eq(articleTags.articleId, articles.id), eq(tags.name, query.tag))",
        "and(eq(articleTags.articleId, articles.id))",
      ],
    ],
  },
  { name: "slugs are not unique", file: articles, edits: [["taken === 0 ? slug", "taken >= 0 ? slug"]] },
  {
    name: "the slug stays when the title changes",
    file: articles,
    edits: [["title === current.title ? current.slug", "title !== '' ? current.slug"]],
  },
  {
    name: "tags are added, not replaced",
    file: articles,
    edits: [
      ["await tx.delete(articleTags).where(eq(articleTags.articleId, key));", ""],
      [
        ".values(rows.map((row) => ({ articleId: key, tagId: row.id })))",
        ".values(rows.map((row) => ({ articleId: key, tagId: row.id }))).onConflictDoNothing()",
      ],
    ],
  },
  {
    name: "an article is somebody's favorite, so it is mine",
    file: articleViews,
    after: "export function selectArticle(",
    edits: [
      [
        "and(eq(favorites.articleId, articles.id), eq(favorites.userId, orNull(viewer?.id)))",
        "and(eq(favorites.articleId, articles.id))",
      ],
    ],
  },
  {
    name: "each article counts the favorites of all",
    file: articleViews,
    after: "export function selectArticleList(",
    edits: [["db.$count(favorites, eq(favorites.articleId, articles.id))", "db.$count(favorites)"]],
  },
  {
    name: "comments of a missing article are an empty list",
    file: comments,
    after: "function getArticleRow(",
    edits: [["if (!article) throw new NotFoundError('article');", "if (!article) return { id: 0 } as ArticleRow;"]],
  },
  {
    name: "unfollowing forgets nothing",
    file: users,
    edits: [
      [
        "and(eq(follows.followerId, viewer.id), eq(follows.followedId, current.id))",
        "and(eq(follows.followerId, 0), eq(follows.followedId, current.id))",
      ],
    ],
  },
  {
    name: "unfollowing takes all followers away",
    file: users,
    edits: [
      [
        "and(eq(follows.followerId, viewer.id), eq(follows.followedId, current.id))",
        "and(eq(follows.followedId, current.id))",
      ],
    ],
  },
  {
    name: "a profile shows the private address",
    file: "src/users/users.views.ts",
    after: "export function userProfileView(",
    edits: [
      ["username: user.username,", "username: user.username, email: user.email,"],
      ["id: user.id,", "id: user.id, email: user.email,"],
    ],
  },
  {
    name: "any password logs in",
    file: "src/users/users.routes.ts",
    edits: [["if (!user || !matches)", "if (!user || matches === undefined)"]],
  },
  {
    name: "a new password is not kept",
    file: users,
    edits: [["...(password !== undefined && {", "...(password === '' && {"]],
  },
  {
    name: "a forged token is believed",
    file: "src/auth/tokens.ts",
    edits: [
      ["import { errors, jwtVerify, SignJWT }", "import { decodeJwt, errors, SignJWT }"],
      [/const \{ payload \} = await jwtVerify\(token, key, \{[^}]*\}\);/, "const payload = decodeJwt(token);"],
    ],
  },
  {
    name: "logins are not limited",
    file: "src/users/users.routes.ts",
    edits: [["'/users/login', authLimit,", "'/users/login',"]],
  },
  {
    name: "a title may have any length",
    file: "src/articles/articles.schema.ts",
    edits: [["title: text.min(1).max(256)", "title: text.min(1)"]],
  },
  {
    name: "tags that nothing has are listed",
    file: "src/tags/tags.repository.ts",
    edits: [[".where(where)", ".where(where && undefined)"]],
  },
];
