import { describe, expect, it } from "vitest";
import {
  applicationCommands,
  chooseScript,
  detectPackageManager,
  installArgv,
  readManifest,
  scriptCommands,
} from "../src/index.ts";
import { projectOf } from "./project.ts";

describe("detectPackageManager", () => {
  it.each([
    [{ "package.json": "{}", "package-lock.json": "{}" }, "npm", "package-lock.json:1"],
    [{ "package.json": "{}", "yarn.lock": "" }, "yarn", "yarn.lock:1"],
    [{ "package.json": "{}", "pnpm-lock.yaml": "" }, "pnpm", "pnpm-lock.yaml:1"],
    [{ "package.json": "{}", "bun.lock": "" }, "bun", "bun.lock:1"],
    [{ "package.json": '{\n"packageManager": "pnpm@9.0.0"}', "yarn.lock": "" }, "pnpm", "package.json:2"],
    [{ "package.json": "{}" }, "npm", "convention"],
    [
      { "package.json": '{"scripts": {"ci": "yarn build"}}', "yarn.lock": "", "package-lock.json": "{}" },
      "yarn",
      "yarn.lock:1",
    ],
    [{ "package.json": "{}", Dockerfile: "RUN yarn install" }, "yarn", "convention"],
  ])("%#: reads %j", (files, name, source) => {
    expect(detectPackageManager(projectOf(files), ".")).toMatchObject({ name, source });
  });

  it("looks at the folders above a workspace member", () => {
    const project = projectOf({ "pnpm-lock.yaml": "", "apps/api/package.json": "{}" });

    expect(detectPackageManager(project, "apps/api")).toMatchObject({ name: "pnpm", lockFile: "pnpm-lock.yaml" });
  });
});

describe("installArgv", () => {
  function install(lock: string | null): string[] {
    const project = projectOf({
      "package.json": '{"dependencies": {"express": "5.0.0"}}',
      ...(lock === null ? {} : { "package-lock.json": lock }),
    });
    return installArgv(project, detectPackageManager(project, "."), readManifest(project, "."));
  }

  it("keeps to a lock file that covers the manifest", () => {
    expect(install('{"packages": {"node_modules/express": {}}}')).toEqual(["npm", "ci"]);
  });

  it("resolves anew where a dependency is missing in the lock file, or there is none", () => {
    expect(install('{"packages": {}}')).toEqual(["npm", "install"]);
    expect(install(null)).toEqual(["npm", "install"]);
  });
});

describe("chooseScript", () => {
  it("takes no placeholder for a test", () => {
    expect(chooseScript({ test: 'echo "Error: no test specified" && exit 1' }, "test")).toBeNull();
    expect(chooseScript({ test: "echo 'none so far'" }, "test")).toBeNull();
    expect(chooseScript({ test: "echo testing && mocha" }, "test")).toBe("test");
  });

  it("starts what is built, where a script builds it, before what compiles at every start", () => {
    const scripts = { start: "ts-node src/main.ts", "start:prod": "node dist/main.js" };

    expect(chooseScript({ ...scripts, build: "tsc" }, "start")).toBe("start:prod");
    expect(chooseScript({ ...scripts, "prestart:prod": "tsc" }, "start")).toBe("start:prod");
    expect(chooseScript(scripts, "start")).toBe("start");
  });

  it("tests parts before all of it from outside", () => {
    expect(chooseScript({ "test:e2e": "jest -c e2e", "test:unit": "jest" }, "test")).toBe("test:unit");
  });

  it("prefers what ends to what watches, through aliases", () => {
    const scripts = { start: "npm run dev", dev: "nodemon app.js", "start:prod": "node app.js" };

    expect(chooseScript(scripts, "start")).toBe("start:prod");
    expect(chooseScript({ start: "nodemon app.js" }, "start")).toBe("start");
    expect(chooseScript({ test: "jest --watch", "test:ci": "jest --ci" }, "test")).toBe("test:ci");
    expect(chooseScript({ test: "jest --watchAll=false" }, "test")).toBe("test");
  });

  it("prefers a linter that changes nothing", () => {
    expect(chooseScript({ lint: "eslint --fix .", "lint:check": "eslint ." }, "lint")).toBe("lint:check");
    expect(chooseScript({ lint: "eslint . --fix" }, "lint")).toBe("lint");
  });

  it.each([
    [{ check: "biome check --write", fix: "eslint . --fix" }, "check"],
    [{ "code:check": "oxlint src" }, "code:check"],
    [{ check: "tsc --noEmit" }, null],
    [{ check: "eslint . && node deploy.js" }, null],
    [{ check: "eslint .", lint: "standard" }, "lint"],
  ])("lints with what runs a linter, for want of a script named so: %j", (scripts, expected) => {
    expect(chooseScript(scripts, "lint")).toBe(expected);
  });

  it("knows what compiles by its program, wherever that stands", () => {
    const scripts = { build: "nest build", start: "node node_modules/.bin/nest start", "start:prod": "node dist/main" };

    expect(chooseScript(scripts, "start")).toBe("start:prod");
    expect(chooseScript({ ...scripts, nest: "npx nest", start: "npm run nest -- start" }, "start")).toBe("start:prod");
    expect(chooseScript({ "start-electron": "electron .", "start-server": "nodemon www.js" }, "start")).toBe(
      "start-server",
    );
  });

  it("starts what was built before what compiles at every start, where there is a build", () => {
    const scripts = { start: "nest start", "start:dev": "nest start --watch", "start:prod": "node dist/main" };

    expect(chooseScript({ ...scripts, build: "nest build" }, "start")).toBe("start:prod");
    expect(chooseScript(scripts, "start")).toBe("start");
  });

  it("builds with what changes files too, and not with a check of types", () => {
    expect(chooseScript({ build: "npm run lint && tsc", lint: "eslint --fix", "build-ts": "tsc" }, "build")).toBe(
      "build",
    );
    expect(chooseScript({ compile: "tsc --noEmit" }, "build")).toBeNull();
  });

  it("knows a server that starts anew beside another program", () => {
    const scripts = { start: 'concurrently "nodemon server" "ng build --watch"', serve: "node server" };

    expect(chooseScript(scripts, "start")).toBe("serve");
  });

  it("takes nothing that makes migrations for one that applies them", () => {
    expect(chooseScript({ "db:generate": "drizzle-kit generate", "migration:create": "x" }, "migrate")).toBeNull();
    expect(
      chooseScript(
        { migrate: "prisma migrate dev", "db:migrate": "prisma migrate", "db:push": "prisma db push --force-reset" },
        "migrate",
      ),
    ).toBeNull();
    expect(chooseScript({ migrate: "npx prisma migrate deploy" }, "migrate")).toBe("migrate");
  });
});

it("gives argument lists with where they were read", () => {
  const project = projectOf({
    "api/package.json": '{\n"scripts": {\n"build": "tsc",\n"test": "vitest"\n}}',
    "api/yarn.lock": "",
  });
  const manifest = readManifest(project, "api");

  const commands = manifest && scriptCommands(project, manifest, detectPackageManager(project, "api"));

  expect(commands?.build).toEqual({
    argv: ["yarn", "run", "build"],
    cwd: "api",
    env: {},
    source: "api/package.json:3",
  });
  expect(commands?.test?.env).toEqual({ CI: "true" });
  expect(commands?.start).toBeNull();
});

describe("applicationCommands", () => {
  it.each([
    ["npm run build -w web && npm run start -w api", ["npm", "run", "start", "-w", "api"]],
    ["yarn workspace @acme/api start", ["yarn", "workspace", "@acme/api", "start"]],
    ["pnpm --filter @acme/api start", ["pnpm", "--filter", "@acme/api", "start"]],
  ])("starts a member of a workspace as the root's %s does", (script, argv) => {
    const project = projectOf({
      "package.json": JSON.stringify({ workspaces: ["api", "web"], scripts: { start: script } }),
      "api/package.json": JSON.stringify({ name: "@acme/api", scripts: { start: "node server.js" } }),
    });

    expect(applicationCommands(project, "api").start).toMatchObject({ argv, cwd: "." });
  });

  it("starts a member by itself where the root starts another", () => {
    const project = projectOf({
      "package.json": JSON.stringify({ workspaces: ["api", "web"], scripts: { start: "npm start -w web" } }),
      "api/package.json": JSON.stringify({ name: "@acme/api", scripts: { start: "node server.js" } }),
    });

    expect(applicationCommands(project, "api").start).toMatchObject({ argv: ["npm", "start"], cwd: "api" });
  });
});
