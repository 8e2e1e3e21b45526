import { describe, expect, it } from "vitest";
import { openProject } from "@backwright/core";
import { memoryProject } from "@backwright/core/testing";
import adapter from "@backwright/adapter-nestjs";
import { applicationOf, exampleDir, guarded, several } from "./fixtures.ts";

describe("detect", () => {
  it("reads an application, whose port a configuration file sets", () => {
    const detection = applicationOf(memoryProject(guarded));

    expect(detection).toMatchObject({
      dir: ".",
      language: "typescript",
      framework: { name: "nestjs", version: "11.1.0" },
      packageManager: "npm",
      apiStyles: ["rest"],
      entry: "src/main.ts",
    });
    expect(detection.ports[0]).toEqual({ port: 4300, source: "src/main.ts:12" });
    expect(detection.evidence.filter(({ field }) => field === "framework").map(({ rule }) => rule)).toEqual([
      "dependency",
      "import",
      "construction",
      "listen",
    ]);
  });

  it.each([
    ['config.get<number>("server.http.port")', 4310],
    ['app.get(ConfigService).getOrThrow<number>("server.http.port")', 4310],
    ['config.get("APP_PORT", 4320)', 4320],
    ['config.get("APP_PORT")', 4330],
  ])("finds the port that %s answers with", (asked, port) => {
    const project = memoryProject({
      "package.json": '{ "scripts": { "start": "nest start" }, "dependencies": { "@nestjs/core": "11" } }',
      "src/main.ts": `import { NestFactory } from "@nestjs/core";\nconst app = await NestFactory.create(AppModule);\nconst config = app.get(ConfigService);\nconst port = ${asked};\nawait app.listen(port);\n`,
      "src/settings.ts":
        'import { registerAs } from "@nestjs/config";\nexport default registerAs("server", () => ({\n  http: {\n    port: parseInt(process.env.HTTP_PORT ?? "4310", 10),\n  },\n}));\n',
      ".env.example": "APP_PORT=4330\n",
    });

    expect(adapter.detect(project)[0]?.ports[0]?.port).toBe(port);
  });

  it("answers for each application of a package, the one of nest-cli.json first, and for no second script of one", () => {
    const project = memoryProject(several);
    const found = adapter.detect(project);

    expect(found.map(({ dir, entry, ports }) => [dir, entry, ports[0]?.port])).toEqual([
      [".", "apps/shop/src/main.ts", 3002],
      [".", "apps/office/src/main.ts", 3001],
    ]);
    expect(found.map((detection) => adapter.routes(project, detection).routes.map(({ path }) => path))).toEqual([
      ["/shop"],
      ["/office"],
    ]);
  });

  it.each([
    [
      "a library of modules",
      { "src/index.ts": 'import { Module } from "@nestjs/common";\n@Module({})\nexport class M {}\n' },
    ],
    ["a dead dependency", { "src/index.ts": "console.log(1);\n" }],
    [
      "a command without a server",
      { "src/main.ts": 'import { NestFactory } from "@nestjs/core";\nvoid NestFactory.createApplicationContext(M);\n' },
    ],
    [
      "decorators of another package",
      { "src/a.ts": 'import { Controller } from "routing-controllers";\n@Controller()\nexport class A {}\n' },
    ],
  ])("finds nothing in %s", (_what, files) => {
    const manifest = JSON.stringify({ dependencies: { "@nestjs/core": "11", "@nestjs/common": "11" } });

    expect(
      adapter.detect(memoryProject({ "package.json": manifest, ...(files as unknown as Record<string, string>) })),
    ).toEqual([]);
  });

  it("tells resolvers and gateways as API styles", () => {
    const project = memoryProject({
      ...guarded,
      "src/cats/cats.resolver.ts": 'import { Resolver } from "@nestjs/graphql";\n@Resolver()\nexport class R {}\n',
      "src/cats/cats.gateway.ts":
        'import { WebSocketGateway } from "@nestjs/websockets";\n@WebSocketGateway()\nexport class G {}\n',
    });

    expect(applicationOf(project).apiStyles).toEqual(["graphql", "rest", "websocket"]);
  });
});

describe("commands", () => {
  it("starts what was built before what compiles at every start", () => {
    const project = memoryProject(guarded);

    expect(adapter.commands(project, applicationOf(project))).toMatchObject({
      build: { argv: ["npm", "run", "build"] },
      lint: { argv: ["npm", "run", "lint"] },
      test: { argv: ["npm", "test"] },
      start: { argv: ["npm", "run", "start:prod"] },
    });
  });

  it("keeps to the start script where nothing is built", () => {
    const manifest = JSON.parse(guarded["package.json"] ?? "{}") as { scripts: Record<string, string> };
    delete manifest.scripts["build"];
    const project = memoryProject({ ...guarded, "package.json": JSON.stringify(manifest) });

    expect(adapter.commands(project, applicationOf(project)).start?.argv).toEqual(["npm", "start"]);
  });
});

describe("verification", () => {
  it("takes the status of the validation pipe and Nest's own answer", async () => {
    const project = memoryProject(guarded);

    const convention = await adapter.verification.errors(project, applicationOf(project));

    expect(convention).toMatchObject({ invalidStatus: 422, mediaType: "application/json" });
    expect(convention.schema["required"]).toEqual(["statusCode", "message"]);
  });

  it("promises no shape where the application filters exceptions itself", async () => {
    const project = memoryProject({ ...guarded, "src/filter.ts": "app.useGlobalFilters(new Filter());\n" });

    expect((await adapter.verification.errors(project, applicationOf(project))).schema).toEqual({ type: "object" });
  });
});

describe("the example", () => {
  it("is understood as a whole", async () => {
    const project = await openProject(exampleDir);
    const detection = applicationOf(project);

    expect({
      detection,
      commands: adapter.commands(project, detection),
      ...adapter.routes(project, detection),
      models: adapter.models(project, detection),
      practices: adapter.practices(project, detection),
    }).toMatchSnapshot();
  });

  it("needs its secrets and a database to start in a check", async () => {
    const project = await openProject(exampleDir);

    expect(adapter.verification.environment(project, applicationOf(project))).toEqual([
      { name: "DATABASE_PATH", kind: "database-file", value: "$FILE" },
      { name: "PASSPHRASE", kind: "secret" },
      { name: "TOKEN_SECRET", kind: "secret" },
    ]);
  });
});
