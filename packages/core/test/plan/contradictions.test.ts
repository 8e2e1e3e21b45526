import { describe, expect, it } from "vitest";
import { BackwrightError } from "../../src/errors.ts";
import type { PlanContext } from "../../src/plan/planner.ts";
import { backendWith, route } from "./backend-with.ts";
import { planOf } from "./plan-of.ts";

function refusal(text: string, context: Partial<PlanContext> = {}): BackwrightError {
  try {
    planOf(text, context);
  } catch (error) {
    if (error instanceof BackwrightError) return error;
    throw error;
  }
  throw new Error("The task was planned.");
}

/** A task whose line 4 is `fields` of the one resource, and whose line 5 is what `more` adds to it. */
function task({
  fields,
  more = "{}",
  auth = "{ kind: jwt, roles: [member, admin] }",
}: {
  fields: string;
  more?: string;
  auth?: string;
}): string {
  const lines = [
    "id: T-1",
    "objective: x",
    `resources: { Thing: { fields:`,
    `  ${fields},`,
    `  ${more.slice(1, -1)} } }`,
  ];
  return [...lines, auth === "" ? "" : `auth: ${auth}`].join("\n");
}

const contradictions: [title: string, fields: string, line: number, text: string][] = [
  ["a field that every row has", "{ createdAt: date-time }", 4, "fields.createdAt: Every row has this field already"],
  ["another writing of one", "{ ownerID: string }", 4, "fields.ownerID: Every row has this field already"],
  ["a field that every object has", "{ constructor: string }", 4, "Every object has a member of this name"],
  ["two fields of one column", "{ userId: string, userID: string }", 4, "`userId` would be one column, `user_id`"],
  ["no fields", "{}", 3, "has no fields"],
  [
    "a default outside the enum",
    "{ a: { enum: [fresh, old], default: frsh } }",
    4,
    "a.default: `frsh` is not one of `fresh` or `old`; did you mean `fresh`?",
  ],
  ["a default below the minimum", "{ a: { type: integer, minimum: 3, default: 2 } }", 4, "2 is less than `minimum`, 3"],
  [
    "a default above the maximum",
    "{ a: { type: number, maximum: 3, default: 3.5 } }",
    4,
    "3.5 is more than `maximum`, 3",
  ],
  ["a default of the wrong type", "{ a: { type: boolean, default: 1 } }", 4, "neither `true` nor `false`"],
  ["a default that is no whole number", "{ a: { type: integer, default: 1.5 } }", 4, "1.5 is not a whole number"],
  ["a default that is too long", "{ a: { maxLength: 2, default: abc } }", 4, "longer than `maxLength`, 2"],
  ["a default that is no such day", "{ a: { type: date, default: 2026-02-30 } }", 4, "`2026-02-30` is not a date"],
  ["a default that is no time", "{ a: { type: date-time, default: today } }", 4, "`today` is not a time"],
  ["a default that is no UUID", "{ a: { type: uuid, default: x } }", 4, "`x` is not a UUID"],
  ["a default that is no email", "{ a: { format: email, default: x } }", 4, "`x` is not of the format email"],
  ["a default of a required field", "{ a: { required: true, default: x } }", 4, "a.default: The field is required"],
  ["a field without any value", "{ a: { nullable: false } }", 4, "Make it required, give a default, or let it be null"],
  [
    "lengths the wrong way round",
    "{ a: { minLength: 5, maxLength: 4 } }",
    4,
    "a.minLength: It is more than `maxLength`, 4",
  ],
  [
    "bounds the wrong way round",
    "{ a: { type: number, minimum: 5, maximum: 4 } }",
    4,
    "a.minimum: It is more than `maximum`, 4",
  ],
  ["a bound that is no whole number", "{ a: { type: integer, minimum: 0.5 } }", 4, "0.5 is not a whole number"],
  ["a minimum beyond the default maximum", "{ a: { type: integer, minimum: 3000000000 } }", 4, "Give `maximum` too"],
  ["a unique boolean", "{ a: { type: boolean, unique: true } }", 4, "a.unique: A unique boolean allows two rows"],
  ["a length of a number", "{ a: { type: integer, maxLength: 4 } }", 4, "a.maxLength: It is for a string"],
  ["a minimum of a text", "{ a: { minimum: 4 } }", 4, "a.minimum: It is for an integer or a number"],
  ["a length of an enum", "{ a: { enum: [x], maxLength: 4 } }", 4, "a.maxLength: `enum` names every value"],
  ["an email that cannot be so short", "{ a: { format: email, maxLength: 5 } }", 4, "No email is that short"],
  ["a value twice", "{ a: { enum: [x, x] } }", 4, "a.enum: A value stands in it twice"],
];

const more: [title: string, more: string, line: number, text: string][] = [
  [
    "an owner where there is none",
    "{ policies: { update: owner } }",
    5,
    "policies.update: Thing has no owner. Add `owner: true`",
  ],
  [
    "an unknown role",
    "{ policies: { update: admn } }",
    5,
    "There is no role `admn`; did you mean `admin`? `auth.roles` has `member` or `admin`.",
  ],
  [
    "an owner that nobody need be",
    "{ owner: true, policies: { create: anyone } }",
    5,
    "A Thing belongs to the account that makes it, so somebody must be logged in",
  ],
  [
    "a create by the owner",
    "{ owner: true, policies: { create: owner } }",
    5,
    "A row has no owner before it is created",
  ],
  ["anyone beside others", "{ policies: { read: [anyone, admin] } }", 5, "`anyone` stands alone"],
  [
    "an operation for nobody",
    "{ operations: [get, delete], policies: { delete: nobody } }",
    5,
    "`operations` names `delete`",
  ],
  ["nothing that may be called", "{ operations: [get], policies: { read: nobody } }", 5, "Nobody may call it"],
  ["an operation twice", "{ operations: [get, list, get] }", 5, "operations.2: `get` stands there twice"],
  [
    "a filter by an unknown field",
    "{ list: { filter: [titel] } }",
    5,
    "list.filter.0: There is no field `titel`; did you mean `title`?",
  ],
  ["a filter by a secret", "{ list: { filter: [token] } }", 5, "`token` is secret"],
  ["an order by a secret", "{ list: { order: [-token] } }", 5, "`token` is secret"],
  ["an order by an unknown field", "{ list: { order: [x] } }", 5, "There is no field `x`. It can be"],
  ["an order twice", "{ list: { order: [title, -title] } }", 5, "list.order.1: `title` stands there twice"],
  ["a filter named like a parameter", "{ list: { filter: [limit] } }", 5, "a parameter `limit` of its own"],
  [
    "a page larger than the largest",
    "{ list: { limit: { default: 50, max: 20 } } }",
    5,
    "limit.default: It is more than `max`, 20",
  ],
  ["a list that is not one", "{ operations: [get], list: { filter: [title] } }", 5, "Thing is not listed"],
  ["the path of the accounts", "{ path: /auth }", 5, "GET /auth/:id cannot be told from GET /auth/me of the accounts"],
];

describe("refuseContradictions", () => {
  it.each(contradictions)("refuses %s", (_, fields, line, text) => {
    const { code, message } = refusal(task({ fields }));

    expect(code).toBe("PLAN_CONTRADICTION");
    expect(message).toContain(`task.yaml:${line}: resources.Thing`);
    expect(message).toContain(text);
    expect(message.split("\n")).toHaveLength(1);
  });

  it.each(more)("refuses %s", (_, addition, line, text) => {
    const fields = "{ title: string, token: { secret: true }, limit: integer }";
    const { code, message } = refusal(task({ fields, more: addition }));

    expect(code).toBe("PLAN_CONTRADICTION");
    expect(message).toContain(`task.yaml:${line}: `);
    expect(message).toContain(text);
    expect(message.split("\n")).toHaveLength(1);
  });

  it("refuses what needs accounts where there are none", () => {
    const fields = "{ title: string }";

    expect(refusal(task({ fields, more: "{ owner: true }", auth: "" })).message).toContain(
      "task.yaml:5: resources.Thing.owner: Rows can only have an owner",
    );
    expect(
      refusal(
        task({
          fields,
          more: "{ policies: { read: authenticated, create: anyone, update: anyone, delete: anyone } }",
          auth: "",
        }),
      ).message,
    ).toContain("policies.read: `authenticated` needs accounts");
  });

  it("refuses mutations that are open to anyone only because nothing was said", () => {
    const fields = "{ title: string }";
    const { message } = refusal(task({ fields, auth: "" }));
    const said = task({ fields, more: "{ policies: { create: anyone, update: anyone, delete: anyone } }", auth: "" });

    expect(message).toContain("Without accounts anyone could `create`, `update` or `delete` its rows");
    expect(message).toContain("policies: { create: anyone, update: anyone, delete: anyone }");
    expect(planOf(said).operations).toHaveLength(5);
    expect(planOf(task({ fields, more: "{ operations: [list, get] }", auth: "" })).operations).toHaveLength(2);
  });

  it("refuses roles that mean something else, or stand there twice", () => {
    const { message } = refusal("{ id: T-1, objective: x, auth: { kind: jwt, roles: [owner, admin, admin] } }");

    expect(message.split("\n")).toEqual([
      "task.yaml:1: auth.roles.0: `owner` has a meaning of its own in policies. Rename the role.",
      "task.yaml:1: auth.roles.2: `admin` stands there twice. Leave one of them out.",
    ]);
  });

  it.each([
    ["User: { fields: { a: string } }", "resources.User: Accounts are kept in `users` already"],
    ["Person: { fields: { a: string } }, People: { fields: { a: string } }", "one table, `people`"],
    [
      "A: { path: /x, fields: { a: string } }, B: { path: /x, fields: { a: string } }",
      "cannot be told from GET /x of A",
    ],
    [
      "A: { path: /x, fields: { a: string } }, B: { path: /x/y, fields: { a: string } }",
      "cannot be told from GET /x/:id of A",
    ],
    [
      "A: { fields: { a: string } }, AList: { fields: { a: string } }",
      "The contract describes A with a schema of this name",
    ],
  ])("refuses resources that cannot stand together: %s", (resources, text) => {
    const { message } = refusal(`{ id: T-1, objective: x, auth: jwt, resources: { ${resources} } }`);

    expect(message).toContain(text);
  });

  it("refuses what the application has already, with the place", () => {
    const text = "{ id: T-1, objective: x, auth: jwt, resources: { Note: { fields: { a: string } } } }";
    const model = { name: "notes", kind: "model" as const, file: "src/tables.ts", line: 3, fields: [] };

    expect(refusal(text, { backend: backendWith({ routes: [route("GET", "/notes/:noteId")] }) }).message).toContain(
      "resources.Note: The application answers GET /notes/:id already, with GET /notes/:noteId in src/routes.ts:7",
    );
    expect(refusal(text, { backend: backendWith({ routes: [route("GET", "/:page")] }) }).message).toContain(
      "GET /:page",
    );
    expect(refusal(text, { backend: backendWith({ routes: [route("POST", "/auth/login")] }) }).message).toContain(
      "auth.path: ",
    );
    expect(refusal(text, { backend: backendWith({ models: [model] }) }).message).toContain("src/tables.ts:3");
    expect(refusal(text, { backend: backendWith({ models: [{ ...model, name: "User" }] }) }).message).toContain(
      "task.yaml:1: auth: ",
    );
  });

  it("lets a task use the accounts that an earlier task has added, and not its resources", () => {
    const text = "{ id: T-2, objective: x, auth: jwt, resources: { Note: { fields: { a: string } } } }";
    const users = { name: "users", kind: "model" as const, file: "src/tables.ts", line: 3, fields: [] };
    const accounts = ["register", "login"].map((name) => route("POST", `/auth/${name}`));
    const backend = backendWith({ routes: accounts, models: [users] });
    const generatedByAny = new Set(["src/tables.ts", "src/routes.ts"]);

    expect(planOf(text, { backend, generatedByAny }).auth?.path).toBe("/auth");
    expect(refusal(text, { backend }).message).toContain("auth: ");
    expect(
      refusal(text, { backend: backendWith({ models: [{ ...users, name: "notes" }] }), generatedByAny }).message,
    ).toContain("resources.Note: ");
  });

  it("lets a task keep the models of its own routes, in whatever file they are", () => {
    const text = "{ id: T-2, objective: x, auth: jwt, resources: { Note: { fields: { a: string } } } }";
    const notes = { name: "notes", kind: "model" as const, file: "src/tables.ts", line: 3, fields: [] };
    const backend = backendWith({ routes: [route("GET", "/notes/:id", "src/notes.ts")], models: [notes] });

    expect(planOf(text, { backend, generated: new Set(["src/notes.ts"]) }).operations).toHaveLength(8);
    expect(refusal(text, { backend, generated: new Set(["src/others.ts"]) }).message).toContain("src/tables.ts:3");

    const user = { ...notes, name: "User" };
    const accounts = backendWith({ routes: [route("POST", "/auth/register", "src/auth.ts")], models: [user] });

    expect(planOf(text, { backend: accounts, generated: new Set(["src/auth.ts"]) }).auth?.path).toBe("/auth");
    expect(refusal(text, { backend: accounts, generated: new Set(["src/b.ts"]) }).message).toContain("auth: ");
  });

  it("lets stand what is only near to it", () => {
    const text = "{ id: T-1, objective: x, auth: jwt, resources: { Note: { fields: { a: string } } } }";
    const near = [
      route("PUT", "/notes/:id"),
      route("GET", "/notes/:id/parts"),
      route("GET", "*"),
      route("GET", "/notes/export"),
    ];

    expect(planOf(text, { backend: backendWith({ routes: near }) }).operations).toHaveLength(8);
  });

  it("reports all of them at once, in the order of the file", () => {
    const { message, hint, exitCode } = refusal(
      [
        "id: T-1",
        "objective: x",
        "resources:",
        "  Thing:",
        "    fields:",
        "      id: string",
        "      a: { enum: [x], default: y }",
        "    list: { filter: [b] }",
      ].join("\n"),
    );

    expect(message.split("\n").map((line) => /^task.yaml:(\d+)/.exec(line)?.[1])).toEqual(["4", "6", "7", "8"]);
    expect(hint).toContain("backwright plan task.yaml");
    expect(exitCode).toBe(2);
  });
});
