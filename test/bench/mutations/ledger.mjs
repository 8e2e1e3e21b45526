// One change each that a tired programmer might make, to code that the blueprint wrote for `ledger.yaml`.
const accounts = "src/accounts/accounts.repository.ts";
const transfers = "src/transfers/transfers.repository.ts";
const withoutTransaction =
  "(<Result>(work: (tx: Parameters<Parameters<typeof db.transaction>[0]>[0]) => Promise<Result>) => work(db as never))(";

export const ledger = [
  { name: "a transfer is no transaction", file: transfers, edits: [["db.transaction(", withoutTransaction]] },
  {
    name: "a transfer locks nothing",
    file: transfers,
    edits: [["await forUpdate(", "await (<Query>(query: Query) => query)("]],
  },
  {
    name: "accounts are locked in the order of the request",
    file: transfers,
    edits: [[".orderBy(asc(accounts.id))", ".orderBy(asc(sql`${accounts.id} <> ${input.sourceId}`))"]],
  },
  {
    name: "a balance has to be more than what is sent",
    file: transfers,
    edits: [["source.balance < input.amount", "source.balance <= input.amount"]],
  },
  {
    name: "money goes to a frozen account",
    file: transfers,
    edits: [["!(source.state === 'open' && target.state === 'open')", "source.state !== 'open'"]],
  },
  {
    name: "the other account may overflow",
    file: transfers,
    edits: [["if (target.balance + input.amount > 1000000000)", "if (target.balance + input.amount < 0)"]],
  },
  {
    name: "anybody sends money of others",
    file: transfers,
    edits: [["if (source.holderId !== viewer.id)", "if (source.holderId === 0)"]],
  },
  {
    name: "a transfer is kept the other way round",
    file: transfers,
    edits: [
      ["sourceId: source.id,", "sourceId: target.id,"],
      ["targetId: target.id,", "targetId: source.id,"],
    ],
  },
  {
    name: "the key of a repeated request is ignored",
    file: "src/idempotency.ts",
    edits: [["if (key === undefined) return work();", "if (key !== '') return work();"]],
  },
  {
    name: "a key answers another request too",
    file: "src/idempotency.ts",
    edits: [["if (earlier?.request !== request)", "if (!earlier)"]],
  },
  {
    name: "those who receive money do not see it",
    file: transfers,
    edits: [
      [
        "and(eq(accounts.id, transfers.targetId), eq(accounts.holderId, viewer.id))",
        "and(eq(accounts.id, transfers.targetId), eq(accounts.holderId, 0))",
      ],
    ],
  },
  {
    name: "a row is on two pages",
    file: transfers,
    edits: [
      ["desc, eq, exists, gte, lt,", "desc, eq, exists, gte, lt, lte,"],
      ["lt(transfers.id, query.cursor[1])", "lte(transfers.id, query.cursor[1])"],
    ],
  },
  {
    name: "any account can be frozen, whatever its state",
    file: accounts,
    edits: [["if (current.state !== 'open')", "if (current.state === 'closed')"]],
  },
  {
    name: "accounts of all are listed",
    file: accounts,
    edits: [["eq(accounts.holderId, viewer.id),", "viewer && undefined,"]],
  },
  {
    name: "anybody reads an account",
    file: accounts,
    after: "function getAccount(",
    edits: [["if (current.holderId !== viewer.id)", "if (current.holderId === 0)"]],
  },
  {
    name: "an account counts only what it sent",
    file: "src/accounts/accounts.views.ts",
    edits: [["${db.$count(transfers, eq(transfers.targetId, accounts.id))}", "0"]],
  },
];
