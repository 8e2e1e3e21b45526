import * as fc from "fast-check";

const roles = ["member", "admin"];
const resourceNames = ["Bookmark", "BlogPost", "Category", "Person", "APIKey", "News", "Problem", "Box2"];
const fieldNames = ["title", "dueDate", "isOpen", "html5Body", "amount", "email", "select", "x"];

const text = fc.record(
  {
    type: fc.constant("string"),
    format: fc.constantFrom("email", "uri", "slug"),
    required: fc.boolean(),
    unique: fc.boolean(),
    minLength: fc.nat(40),
    maxLength: fc.integer({ min: 41, max: 5000 }),
    secret: fc.boolean(),
  },
  { requiredKeys: [] },
);
const choice = fc.record(
  {
    enum: fc.uniqueArray(fc.constantFrom("red", "green", "true", "12", "null"), { minLength: 1 }),
    required: fc.boolean(),
  },
  { requiredKeys: ["enum"] },
);
const quantity = fc.record(
  {
    type: fc.constantFrom("integer", "number"),
    minimum: fc.integer({ min: -1000, max: 0 }),
    maximum: fc.integer({ min: 1, max: 1000 }),
    default: fc.constantFrom(0, 1),
    unique: fc.boolean(),
  },
  { requiredKeys: ["type"] },
);
const other = fc.record(
  { type: fc.constantFrom("boolean", "date", "date-time", "uuid"), required: fc.boolean(), secret: fc.boolean() },
  { requiredKeys: ["type"] },
);
const fields = fc.dictionary(fc.constantFrom(...fieldNames), fc.oneof(text, choice, quantity, other), { minKeys: 1 });

const operations = fc.uniqueArray(fc.constantFrom("list", "get", "create", "update", "delete"), { minLength: 1 });

interface Accounts {
  readonly auth: boolean;
  readonly owner: boolean;
}

function policies({ auth, owner }: Accounts) {
  const anyone = fc.constant<string | string[]>("anyone");
  const signedIn = fc.oneof(fc.constant("authenticated"), fc.constantFrom(...roles), fc.constant([...roles]));
  const anybody = fc.oneof(anyone, signedIn);
  const onRows = owner ? fc.oneof(anybody, fc.constant("owner"), fc.constant(["owner", "admin"])) : anybody;
  const word = auth ? onRows : anyone;
  // A row that belongs to somebody is made by somebody.
  const create = owner ? signedIn : anybody;
  return fc.record({ read: word, create: auth ? create : anyone, update: word, delete: word });
}

function resource({ auth, owner }: Accounts) {
  const base = { fields, operations, policies: policies({ auth, owner }) };
  return fc.record({ ...base, owner: fc.constant(auth && owner) }).chain((made) => {
    const names = Object.entries(made.fields).flatMap(([name, field]) =>
      "secret" in field && field.secret ? [] : [name],
    );
    if (!made.operations.includes("list") || names.length === 0) return fc.constant(made);
    const list = fc.record({
      filter: fc.uniqueArray(fc.constantFrom(...names)),
      order: fc.uniqueArray(fc.constantFrom(...names, "createdAt", "id"), { minLength: 1 }),
    });
    return list.map((chosen) => ({ ...made, list: chosen }));
  });
}

/** Valid tasks of the short form. */
export const randomTask = fc.record({ auth: fc.boolean(), owner: fc.boolean() }).chain((accounts) =>
  fc.record({
    id: fc.constant("T-1"),
    objective: fc.constantFrom("Things: a `list`", "# not a comment", "x | y\nz"),
    ...(accounts.auth ? { auth: fc.constant({ kind: "jwt", roles }) } : {}),
    resources: fc.dictionary(fc.constantFrom(...resourceNames), resource(accounts), { maxKeys: 4 }),
  }),
);
