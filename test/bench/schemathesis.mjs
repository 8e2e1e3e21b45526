import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { andThen, attempt, installApp, ownPostgres, run, startApp, writeApp } from "./support/generated-app.mjs";

// `pnpm bench:schemathesis`: holds generated applications against the OpenAPI documents that come with them, with requests
// that Schemathesis makes up from a fixed seed: right ones, wrong ones, and sequences of both.
const version = "4.32.5";
const seed = "20261123";
const examples = "60";
const checks = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
  "negative_data_rejection",
  "missing_required_header",
  "ignored_auth",
  "use_after_free",
  "ensure_resource_availability",
];
// Not asked: `unsupported_method` and `allow_header_conformance`, since a method that does not exist is a path that does not
// exist here (404), and Express answers OPTIONS for all paths that match; `positive_data_acceptance`, since a schema cannot
// say that two accounts differ or that a cursor came from a page.
const refusals = [400, 401, 403, 404, 409, 413, 422, 429];

const all = [
  {
    name: "conduit",
    scheme: "Token",
    register: {
      path: "/api/users",
      body: { user: { username: "ada", email: "ada@example.com", password: "long enough" } },
    },
    tokenOf: ({ user }) => user.token,
  },
  {
    name: "ledger",
    scheme: "Bearer",
    register: { path: "/auth/register", body: { email: "ada@example.com", password: "long enough" } },
    tokenOf: ({ token }) => token,
  },
  {
    name: "booking",
    header: "X-Auth",
    scheme: "Token",
    register: { path: "/members", body: { username: "ada", password: "long enough" } },
    tokenOf: ({ member }) => member.token,
  },
  {
    name: "forum",
    scheme: "Bearer",
    register: {
      path: "/v2/people",
      body: { handle: "ada", email: "ada@example.com", secretWord: "long enough for all" },
    },
    tokenOf: ({ accessToken }) => accessToken,
  },
];
// `pnpm bench:schemathesis NAME…` asks only these.
const names = process.argv.slice(2);
const unknown = names.find((name) => !all.some((app) => app.name === name));
if (unknown !== undefined) {
  console.error(`There is no API ${unknown}. There are: ${all.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}
const apps = names.length === 0 ? all : all.filter(({ name }) => names.includes(name));

if (attempt(tmpdir(), ["python3", "-c", "import ensurepip, venv"]).status !== 0) {
  console.log("Skipped: there is no Python 3 with venv and pip.");
  process.exit(0);
}

const dir = mkdtempSync(join(tmpdir(), "backwright-schemathesis-"));
const postgres = await ownPostgres();

async function signIn({ register, tokenOf, scheme, header = "Authorization" }, host) {
  const answer = await fetch(`${host}${register.path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(register.body),
  });
  if (answer.status !== 201) throw new Error(`Registering answered ${answer.status}: ${await answer.text()}`);
  return `${header}: ${scheme} ${tokenOf(await answer.json())}`;
}

/** Whether no check failed, with every operation tested. */
async function judge(app, { database, url }) {
  const folder = join(dir, app.name);
  // The limits stay on; the application lets whoever runs it set them.
  const limits = { RATE_LIMIT_MAX: "1000000", AUTH_RATE_LIMIT_MAX: "1000000" };
  const server = await startApp(folder, { env: { DATABASE_URL: url, ...limits } });
  try {
    const header = await signIn(app, server.host);
    const { status, output } = attempt(dir, [
      join(dir, "venv/bin/schemathesis"),
      `--config-file=${join(dir, "schemathesis.toml")}`,
      "run",
      join(folder, "openapi.yaml"),
      `--url=${server.host}`,
      `--header=${header}`,
      `--checks=${checks.join(",")}`,
      `--seed=${seed}`,
      `--max-examples=${examples}`,
    ]);
    const [, selected, tested] = /Selected: (\d+)\/\d+\s+Tested: (\d+)/.exec(output) ?? [];
    const cases = /(\d+) generated/.exec(output)?.[1] ?? "0";
    const passed = status === 0 && Number(tested) > 0 && tested === selected && server.isRunning();
    const what = `${tested ?? 0} of ${selected ?? "?"} operations, ${cases} requests`;
    console.log(`${`${app.name} on ${database}`.padEnd(24)}${passed ? "passed" : "FAILED"}  ${what}`);
    if (!passed) console.log(`${output}\n${readFileSync(join(folder, "server.log"), "utf8").slice(-4000)}`);
    return passed;
  } finally {
    await server.stop();
  }
}

async function cleanUp() {
  await postgres?.stop();
  rmSync(dir, { recursive: true, force: true });
}

await andThen(cleanUp, async () => {
  run(dir, ["python3", "-m", "venv", "venv"]);
  run(dir, [join(dir, "venv/bin/pip"), "install", "--quiet", `schemathesis==${version}`]);
  const expected = refusals.map((status) => `"${status}"`).join(", ");
  writeFileSync(
    join(dir, "schemathesis.toml"),
    `[checks]\nnegative_data_rejection.expected-statuses = [${expected}]\n`,
  );
  const passed = [];
  for (const app of apps) {
    const folder = join(dir, app.name);
    await writeApp(app.name, folder);
    installApp(folder, app === apps[0] ? undefined : join(dir, apps[0].name));
    run(folder, ["npm", "run", "build"]);
    passed.push(await judge(app, { database: "SQLite", url: ":memory:" }));
    if (postgres !== null) {
      postgres.createDatabase(app.name);
      passed.push(await judge(app, { database: "PostgreSQL", url: postgres.url(app.name) }));
    }
  }
  process.exitCode = passed.every(Boolean) ? 0 : 1;
});
