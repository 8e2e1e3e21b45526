import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { conduit } from "./mutations/conduit.mjs";
import { ledger } from "./mutations/ledger.mjs";
import { andThen, attempt, installApp, ownPostgres, writeApp } from "./support/generated-app.mjs";

// `pnpm bench:mutation [WORD…]`: breaks generated applications in one place at a time and asks their own tests whether they
// notice; first on SQLite, then on PostgreSQL where they did not. With words, only the changes whose names hold one.
const allowed = 2;
const unused = ["--noUnusedLocals", "false", "--noUnusedParameters", "false"];
const words = process.argv.slice(2);
const apps = [
  { name: "conduit", mutations: conduit },
  { name: "ledger", mutations: ledger },
].map(({ name, mutations }) => ({
  name,
  mutations: mutations.filter((one) => words.length === 0 || words.some((word) => one.name.includes(word))),
}));

const dir = mkdtempSync(join(tmpdir(), "backwright-mutation-"));
const postgres = await ownPostgres();

/** The text with one place changed an edit; throws where a place is missing, or is there twice without an `after`. */
function mutated(text, { name, after = "", edits }) {
  const begin = text.indexOf(after);
  if (begin === -1) throw new Error(`“${name}” does not apply: there is no “${after}”.`);
  let tail = text.slice(begin);
  for (const [find, replacement] of edits) {
    const places =
      typeof find === "string" ? tail.split(find).length - 1 : (tail.match(new RegExp(find, "g")) ?? []).length;
    if (places === 0 || (places > 1 && after === "")) {
      throw new Error(`“${name}” does not apply: “${find}” is there ${places} times.`);
    }
    tail = tail.replace(find, () => replacement);
  }
  return text.slice(0, begin) + tail;
}

/** Titles of the tests that fail; throws where the tests could not run. Without a filter, all tests run. */
function failures(folder, { databaseUrl = null, filter = null } = {}) {
  const report = join(folder, "tests.json");
  rmSync(report, { force: true });
  const env = databaseUrl === null ? {} : { TEST_DATABASE_URL: databaseUrl };
  const { status, output } = attempt(
    folder,
    [
      process.execPath,
      "node_modules/vitest/vitest.mjs",
      "run",
      ...(filter === null ? [] : [filter]),
      "--reporter=json",
      `--outputFile=${report}`,
    ],
    { env, timeout: 180_000 },
  );
  const { numTotalTests, testResults } = JSON.parse(readFileSync(report, "utf8"));
  const failed = testResults.flatMap((file) => file.assertionResults.filter((test) => test.status === "failed"));
  if (numTotalTests < (filter === null ? 100 : 1) || (status !== 0) !== failed.length > 0) {
    throw new Error(`The tests of ${folder} did not run as they should:\n${output}`);
  }
  return failed.map(({ fullName }) => fullName);
}

function judge(folder, mutation, databaseUrl) {
  const path = join(folder, mutation.file);
  const original = readFileSync(path, "utf8");
  writeFileSync(path, mutated(original, mutation));
  try {
    const { status, output } = attempt(folder, [
      process.execPath,
      "node_modules/typescript/bin/tsc",
      "--noEmit",
      ...unused,
    ]);
    if (status !== 0) throw new Error(`“${mutation.name}” does not compile:\n${output}`);
    // The tests beside the changed module are the likely ones, so the others often need not run.
    const beside = join("test", mutation.file.split("/")[1] ?? "");
    const runs = [
      ...(existsSync(join(folder, beside)) ? [{ filter: `${beside}/`, on: "SQLite" }] : []),
      { on: "SQLite" },
      ...(databaseUrl === null ? [] : [{ databaseUrl, on: "PostgreSQL" }]),
    ];
    for (const { on, ...options } of runs) {
      const seen = failures(folder, options);
      if (seen.length > 0) return { seen, on };
    }
    return { seen: [], on: "" };
  } finally {
    writeFileSync(path, original);
  }
}

async function cleanUp() {
  await postgres?.stop();
  rmSync(dir, { recursive: true, force: true });
}

await andThen(cleanUp, async () => {
  const missed = [];
  let count = 0;
  for (const { name, mutations } of apps.filter((app) => app.mutations.length > 0)) {
    const folder = join(dir, name);
    await writeApp(name, folder);
    installApp(folder, count === 0 ? undefined : join(dir, apps[0].name));
    postgres?.createDatabase(name);
    const url = postgres?.url(name) ?? null;
    for (const databaseUrl of url === null ? [null] : [null, url]) {
      const unexpected = failures(folder, { databaseUrl });
      if (unexpected.length > 0) throw new Error(`Tests of ${name} fail without any change: ${unexpected.join(", ")}`);
    }
    for (const mutation of mutations) {
      count += 1;
      const { seen, on } = judge(folder, mutation, url);
      if (seen.length === 0) missed.push(mutation);
      const verdict = seen.length > 0 ? `caught by ${seen.length} on ${on}, e.g. “${seen[0]}”` : "NOT CAUGHT";
      console.log(`${name.padEnd(8)} ${mutation.name}: ${verdict}`);
    }
  }
  console.log(`${count - missed.length} of ${count} changes were caught; ${allowed} may be missed.`);
  process.exitCode = missed.length <= allowed && count > 0 ? 0 : 1;
});
