import { failed, judgeFixture } from "./support/fixture-app.mjs";
import { builtCommand } from "./support/generated-app.mjs";

// `pnpm bench:layers [FIXTURE …]`: takes a task through all phases on applications that keep their data with Knex, Prisma,
// Sequelize, TypeORM and drizzle, and once more on the result; those on PostgreSQL are skipped where Debian's PostgreSQL is not installed.
const task = { id: "TASK-012", file: "desk.yaml" };
const fixtures = {
  "knex-library": { server: false },
  "knex-desk": { server: true },
  "drizzle-desk": { server: true },
  "prisma-bakery": { server: false },
  "prisma-trips": { server: true },
  "sequelize-shop": { server: true },
  "sequelize-diary": { server: true },
  "typeorm-inventory": { server: true },
  "typeorm-tickets": { server: false },
};
// `prisma generate` downloads an engine that it never starts, unless a file is named for it.
const withoutEngine = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath };

builtCommand();
// The server that the adapter tests what it writes with.
const helper = new URL("../../adapters/express/test/blueprint/postgres-server.ts", import.meta.url);
const { postgresBinaries, startPostgres } = await import(helper);

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(fixtures);
const binaries = postgresBinaries();
const postgres =
  binaries === null || !wanted.some((name) => fixtures[name]?.server === true) ? null : await startPostgres(binaries);
let skipped = 0;
try {
  for (const fixture of wanted) {
    if (fixtures[fixture]?.server === true && postgres === null) {
      skipped += 1;
      console.log(`Skipped: ${fixture} needs Debian's PostgreSQL, which is not installed.`);
      continue;
    }
    const name = fixture.replaceAll("-", "_");
    if (fixtures[fixture]?.server === true) postgres.createDatabase(name);
    judgeFixture(fixture, {
      task,
      env: { ...withoutEngine, ...(fixtures[fixture]?.server === true ? { DATABASE_URL: postgres.url(name) } : {}) },
    });
  }
} finally {
  await postgres?.stop();
}
console.log(`${failed()} failed, ${skipped} skipped.`);
process.exitCode = failed() === 0 ? 0 : 1;
