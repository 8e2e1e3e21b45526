import type { Command, Commands, ProjectReader } from "@backwright/core";
import type { Manifest } from "./manifest.ts";
import { installArgv, runArgv } from "./package-manager.ts";
import type { PackageManager } from "./package-manager.ts";

type Purpose = Exclude<keyof Commands, "install">;

/** Names that a script of each purpose has, the most telling first. */
const scriptNames: Readonly<Record<Purpose, readonly RegExp[]>> = {
  build: [
    /^build$/,
    /^build:(prod|production|server|api|ts)$/,
    /^(compile|tsc|transpile|build-ts|build_ts|build-prod)$/,
  ],
  lint: [
    /^lint$/,
    /^lint:(check|ci|eslint|js|ts|code)$/,
    /^(check:lint|eslint|check-lint|oxlint|standard)$/,
    /^(biome:check|biome:lint|lint:all|lint-check|code:lint)$/,
  ],
  test: [
    /^test$/,
    ...["run", "ci", "all", "once", "unit", "api", "server", "backend", "integration", "e2e"].map(
      (name) => new RegExp(`^test:${name}$`),
    ),
    /^(tests|vitest|jest|mocha|unit-test)$/,
  ],
  migrate: [
    /^(migrate|db:migrate|migrations?:run|db:migrate:(deploy|up|latest)|migrate:(deploy|up|latest|run|prod))$/,
    /^(migrate-(up|deploy|db)|migration:up|prisma:(migrate|deploy|migrate:deploy)|typeorm:migrate|knex:migrate|db:push)$/,
  ],
  start: [
    /^start$/,
    /^start[:-](prod|production|server|api|backend)$/,
    /^(prod|production|serve|server|(server|api|backend|prod):start)$/,
  ],
  stop: [/^(stop|down|docker:down)$/],
};

/** A script that does nothing but run a linter, whatever its name. */
const runsLinter =
  /^\s*(?:npx\s+)?(?:eslint|biome\s+(?:check|lint|ci)|oxlint|xo|standard|tslint|jshint|ng\s+lint|next\s+lint)(?=\s|$)[^&|;]*$/;
const checkNames =
  /^(?:check|ci|verify|quality|style|code|xo|tslint|jshint|analy[sz]e|inspect)(?:$|[:_-](?!fix|write))/;

/** npm's own, and others that only print something. */
const placeholder =
  /no tests? (specified|yet|configured|defined|available|found)|^\s*echo\s+[^&|;]*(&&\s*exit\s+\d+\s*)?$|^\s*exit\s+\d+\s*$/i;
const watches =
  /(^|[\s"'])(nodemon|tsx watch|node-dev|ts-node-dev|tsnd|pm2|forever)(\s|$)|--watch(All)?(?!=false)(\s|$)|(^|\s)-w(\s|$)/;
const compiles = /(^|[\s/])(nest start|ts-node|tsx|vite-node|swc-node|babel-node)(\s|$)/;
const runsBuilt = /(^|\s)node\s(?:\S+\s)*?(?:\.\/)?(?:dist|build|out|lib)\//;
/** Writes nothing, so that it is no build. */
const checksTypes = /^\s*(npx\s+)?tsc\s[^&|;]*--noEmit(\s[^&|;]*)?$/;
/** Asks questions, empties the database or applies nothing. */
const asks = /(^|\s)prisma\s+(migrate(?!\s+deploy)|db\s+push\s[^&|;]*--(force-reset|accept-data-loss))(\s|$)/;
const writes = /(^|\s)--(fix|write)(\s|$)/;

/** Chosen script of one purpose; `null` when there is none. A variant that watches, stays behind or rewrites files is taken only for want of a plain one. */
export function chooseScript(scripts: Readonly<Record<string, string>>, purpose: Purpose): string | null {
  const known = scriptNames[purpose].flatMap((pattern) => Object.keys(scripts).filter((name) => pattern.test(name)));
  const named = known.length > 0 || purpose !== "lint" ? known : lintersOf(scripts);
  const usable = named.filter(
    (name) =>
      !placeholder.test(scripts[name] ?? "") &&
      !(purpose === "build" && checksTypes.test(scripts[name] ?? "")) &&
      !(purpose === "migrate" && asks.test(scripts[name] ?? "")),
  );
  const plain = usable.find((name) => !isOdd(scripts, name, { changes: purpose === "lint" }));
  if (purpose === "start" && plain !== undefined && compiles.test(inFull(scripts, plain))) {
    // What was built is what serves; compiling at every start is for people at work.
    const built = usable.find(
      (name) => runsBuilt.test(scripts[name] ?? "") && !isOdd(scripts, name, { changes: false }),
    );
    return built !== undefined && ("build" in scripts || `pre${built}` in scripts) ? built : plain;
  }
  // A build or test that never ends cannot serve as a check; a server or a linter of an odd kind still serves.
  return plain ?? (purpose === "start" || purpose === "lint" ? (usable[0] ?? null) : null);
}

/** A script with those in it that it runs: `npm run nest -- start`, where `nest` is `npx nest`, is `npx nest start`. */
function inFull(scripts: Readonly<Record<string, string>>, name: string, depth = 0): string {
  return (scripts[name] ?? "").replace(
    /\b(?:npm run|pnpm run|pnpm|yarn run|yarn|bun run)\s+([\w:.-]+)(?:\s+--(?=\s))?/g,
    (words, other: string) =>
      depth < 3 && other !== name && other in scripts ? inFull(scripts, other, depth + 1) : words,
  );
}

/** Scripts that check the code by what they run. */
function lintersOf(scripts: Readonly<Record<string, string>>): string[] {
  return Object.keys(scripts).filter((name) => checkNames.test(name) && runsLinter.test(scripts[name] ?? ""));
}

/** The commands that package.json's scripts give, as argument lists for its package manager. */
export function scriptCommands(project: ProjectReader, manifest: Manifest, manager: PackageManager): Commands {
  function command(purpose: Purpose): Command | null {
    const script = chooseScript(manifest.scripts, purpose);
    if (script === null) {
      return null;
    }
    return {
      argv: runArgv(manager, script),
      cwd: manifest.dir,
      // Test runners that would watch on a terminal run once when CI is set.
      env: purpose === "test" ? { CI: "true" } : {},
      source: `${manifest.path}:${manifest.file.lineOf("scripts", script) ?? 1}`,
    };
  }
  return {
    install: { argv: installArgv(project, manager, manifest), cwd: manifest.dir, env: {}, source: manager.source },
    build: command("build"),
    lint: command("lint"),
    test: command("test"),
    migrate: command("migrate"),
    start: command("start"),
    stop: command("stop"),
  };
}

/** Whether a script never ends, or, where that counts, changes files; looks through `npm run x` to what is run in the end. */
function isOdd(
  scripts: Readonly<Record<string, string>>,
  name: string,
  { changes, depth = 0 }: { readonly changes: boolean; readonly depth?: number },
): boolean {
  const text = scripts[name] ?? "";
  if (watches.test(text) || (changes && writes.test(text))) {
    return true;
  }
  const called = [...text.matchAll(/(?:npm run|pnpm run|pnpm|yarn run|yarn|bun run)\s+([\w:.-]+)/g)].map(
    (match) => match[1] ?? "",
  );
  return (
    depth < 4 &&
    called.some((other) => other !== name && other in scripts && isOdd(scripts, other, { changes, depth: depth + 1 }))
  );
}
