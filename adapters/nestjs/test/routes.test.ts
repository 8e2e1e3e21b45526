import { describe, expect, it } from "vitest";
import { memoryProject } from "@backwright/core/testing";
import adapter from "@backwright/adapter-nestjs";
import { applicationOf, guarded, linesOf, routesOf } from "./fixtures.ts";

const imports = `import { All, Controller, Get, MiddlewareConsumer, Module, Post, RequestMapping, RequestMethod, UseGuards, Version } from "@nestjs/common";
import { NestFactory, Reflector, RouterModule } from "@nestjs/core";
import { AuthGuard } from "@nestjs/passport";
`;

interface Parts {
  readonly setUp?: string;
  readonly imports?: string;
  readonly inModule?: string;
  readonly beside?: string;
}

/** An application in one file around a controller. */
function app(
  controller: string,
  { setUp = "", imports: modules = "", inModule = "", beside = "" }: Parts = {},
): Record<string, string> {
  return {
    "main.ts": `${imports}${beside}
${controller}
@Module({ imports: [${modules}], controllers: [A] })
class AppModule { ${inModule} }
async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  ${setUp}
  await app.listen(3000);
}
bootstrap();
`,
  };
}

describe("routes", () => {
  it("counts an application that is only made for its settings, and closed, for none", () => {
    const files = app("@Controller('notes') class A { @Get() all() {} }", { setUp: "app.setGlobalPrefix('api');" });
    const early = "const early = await NestFactory.create(AppModule); early.get(Settings); await early.close();\n";
    const text = files["main.ts"]?.replace("  const app", `  ${early}  const app`) ?? "";

    expect(linesOf(routesOf({ "main.ts": text }))).toEqual(["GET /api/notes"]);
  });

  it("follows modules, prefix, versions, inherited methods, composed decorators and marks", () => {
    expect(linesOf(routesOf(guarded))).toEqual([
      "!DELETE /api/v1/cats/:id TokenGuard,RolesGuard",
      "!GET /api/v1/cats TokenGuard",
      "!POST /api/v1/cats TokenGuard",
      "!POST /api/v2/cats TokenGuard",
      "GET /health",
    ]);
  });

  it("is a little less sure of what the environment can change", () => {
    const confidence = Object.fromEntries(routesOf(guarded).map((route) => [route.path, route.confidence]));

    expect(confidence["/api/v1/cats"]).toBeLessThan(confidence["/health"] ?? 0);
  });

  it.each<[string, Record<string, string>, string[]]>([
    [
      "several paths of a controller",
      app('@Controller(["a", "b"])\nclass A { @Get("x") x() {} }'),
      ["GET /a/x", "GET /b/x"],
    ],
    [
      "several paths of a method",
      app('@Controller("a")\nclass A { @Get(["x", "y"]) x() {} }'),
      ["GET /a/x", "GET /a/y"],
    ],
    [
      "a path from an enum",
      app("enum Path { A = 'cats' }\n@Controller(Path.A)\nclass A { @Get() x() {} }"),
      ["GET /cats"],
    ],
    [
      "a request mapping",
      app('@Controller()\nclass A { @RequestMapping({ path: "x", method: RequestMethod.PUT }) x() {} }'),
      ["PUT /x"],
    ],
    [
      "a guard of a package",
      app("@Controller()\n@UseGuards(AuthGuard('jwt'))\nclass A { @Get('x') x() {} }"),
      ['!GET /x AuthGuard("jwt")'],
    ],
    [
      "a guard that only checks a password",
      app("@Controller()\nclass A { @UseGuards(AuthGuard('local')) @Post('x') x() {} }"),
      ['POST /x AuthGuard("local")'],
    ],
    [
      "a guard whose code alone says what it does",
      app("@Controller()\n@UseGuards(Gate)\nclass A { @Get('x') x() {} }", {
        beside: "class Gate { canActivate() { throw new UnauthorizedException(); } }",
      }),
      ["!GET /x Gate"],
    ],
    [
      "a guard that limits",
      app("@Controller()\n@UseGuards(ThrottlerGuard)\nclass A { @Get('x') x() {} }"),
      ["GET /x ThrottlerGuard"],
    ],
    [
      "a guard for all in the set-up",
      app("@Controller()\nclass A { @Get('x') x() {} }", { setUp: "app.useGlobalGuards(new JwtAuthGuard());" }),
      ["!GET /x JwtAuthGuard"],
    ],
    [
      "versions without versioning in the path",
      app('@Controller({ path: "a", version: "1" })\nclass A { @Get() x() {} }'),
      ["GET /a"],
    ],
    [
      "versions by a header",
      app('@Controller({ path: "a", version: "1" })\nclass A { @Get() x() {} }', {
        setUp: "app.enableVersioning({ type: VersioningType.HEADER });",
        beside: 'import { VersioningType } from "@nestjs/common";',
      }),
      ["GET /a"],
    ],
    [
      "versions in the path by default",
      app('@Controller({ path: "a", version: ["1", "2"] })\nclass A { @Get() x() {} }', {
        setUp: "app.enableVersioning();",
      }),
      ["GET /v1/a", "GET /v2/a"],
    ],
    [
      "a version of a method, which replaces that of its class",
      app('@Controller({ path: "a", version: "1" })\nclass A { @Version("3") @Get() x() {} }', {
        setUp: 'app.enableVersioning({ prefix: "api-" });',
        beside: "",
      }),
      ["GET /api-3/a"],
    ],
    [
      "exclusions with wildcards and methods",
      app('@Controller()\nclass A { @Get("open/:id") x() {} @Post("open/:id") y() {} @Get("in/x") z() {} }', {
        setUp:
          'app.setGlobalPrefix("api", { exclude: ["in/*rest", { path: "open/:any", method: RequestMethod.GET }] });',
      }),
      ["GET /in/x", "GET /open/:id", "POST /api/open/:id"],
    ],
    [
      "paths of the router module",
      app(
        '@Controller("a")\nclass A { @Get() x() {} }\n@Controller("b")\nclass B { @Get() x() {} }\n@Module({ controllers: [B] })\nclass BModule {}',
        {
          imports: 'BModule, RouterModule.register([{ path: "admin", children: [{ path: "deep", module: BModule }] }])',
        },
      ),
      ["GET /a", "GET /admin/deep/b"],
    ],
    [
      "a dynamic module with controllers of its own",
      app(
        '@Controller("a")\nclass A { @Get() x() {} }\n@Controller("b")\nclass B { @Get() x() {} }\n@Module({})\nclass BModule { static forRoot() { return { module: BModule, controllers: [B] }; } }',
        { imports: "BModule.forRoot()" },
      ),
      ["GET /a", "GET /b"],
    ],
    [
      "middleware for some routes",
      app('@Controller("a")\nclass A { @Get() x() {} @Post() y() {} @Get(":id") z() {} }', {
        inModule:
          'configure(consumer: MiddlewareConsumer) { consumer.apply(AuthMiddleware).exclude({ path: "a", method: RequestMethod.GET }).forRoutes("a", { path: "a/:any", method: RequestMethod.GET }); }',
        beside: "class AuthMiddleware {}",
      }),
      ["!GET /a/:id AuthMiddleware", "!POST /a AuthMiddleware", "GET /a"],
    ],
    [
      "middleware for a controller",
      app('@Controller("a")\nclass A { @Get() x() {} }', {
        inModule: "configure(consumer: MiddlewareConsumer) { consumer.apply(LoggerMiddleware).forRoutes(A); }",
        beside: "class LoggerMiddleware {}",
      }),
      ["GET /a LoggerMiddleware"],
    ],
    [
      "a method that is written anew without a decorator",
      app("class Base { @Get('x') x() {} @Get('y') y() {} }\n@Controller()\nclass A extends Base { x() {} }"),
      ["GET /y"],
    ],
    ["everything under a path", app('@Controller("files")\nclass A { @All("*path") x() {} }'), ["ALL /files/*"]],
  ])("reads %s", (_what, files, expected) => {
    expect(linesOf(routesOf(files))).toEqual(expected);
  });

  it("reads modules that a function chooses, and a prefix that a typed service gives", () => {
    const files = {
      "main.ts": `${imports}import { ConfigModule, ConfigService, registerAs } from "@nestjs/config";
@Controller("a") class A { @Get() x() {} }
@Controller("b") class B { @Get() x() {} }
@Module({ controllers: [A] }) class AModule {}
@Module({ controllers: [B] }) class BModule {}
function modules() {
  let chosen = [AModule];
  switch (process.env.SET) {
    case "b":
      chosen = [BModule];
      break;
  }
  return [ConfigModule.forRoot({ load: [registerAs("app", () => ({ prefix: process.env.PREFIX || "api" }))] })].concat(chosen);
}
@Module({ imports: modules() }) class AppModule {}
async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  const config = app.get(ConfigService<AllConfig>);
  app.setGlobalPrefix(config.getOrThrow("app.prefix", { infer: true }));
  await app.listen(3000);
}
void bootstrap();
`,
    };

    expect(linesOf(routesOf(files))).toEqual(["GET /api/a", "GET /api/b"]);
  });

  it("keeps a package's guard before a route that is marked as public, since it heeds no mark", () => {
    const files = app("@Controller()\n@UseGuards(AuthGuard('jwt'))\nclass A { @Public() @Get('x') x() {} }", {
      beside: 'import { SetMetadata } from "@nestjs/common";\nconst Public = () => SetMetadata("isPublic", true);\n',
    });

    expect(linesOf(routesOf(files))).toEqual(['!GET /x AuthGuard("jwt")']);
  });

  it("reads every controller of a folder where nothing makes an application", () => {
    const files = {
      "cats.controller.ts":
        'import { Controller, Get } from "@nestjs/common";\n@Controller({ path: "cats", version: "1" })\nexport class C {\n  @Get() all() {}\n}\n',
    };

    expect(linesOf(routesOf(files))).toEqual(["GET /v1/cats"]);
  });

  it("asks about controllers with less confidence where a module is not known", () => {
    const files = {
      ...app("@Controller('a')\nclass A { @Get() x() {} }", { imports: "load()" }),
      "b.ts":
        'import { Controller, Get } from "@nestjs/common";\n@Controller("b")\nexport class B {\n  @Get() x() {}\n}\n',
    };
    const project = memoryProject(files);
    const { routes, unresolved } = adapter.routes(project, applicationOf(project));

    expect(routes.map(({ path, confidence }) => [path, confidence])).toEqual([
      ["/a", 0.98],
      ["/b", 0.49],
    ]);
    expect(unresolved.map(({ what }) => what)).toEqual(["module that is not known: load()"]);
  });

  it.each([
    [
      "a controller's path",
      app("@Controller(pathOf())\nclass A { @Get() x() {} }"),
      "controller with a path that is not known: A",
    ],
    [
      "a route's path",
      app("@Controller()\nclass A { @Get(pathOf()) x() {} }"),
      "route with a path that is not known: A.x",
    ],
    [
      "a prefix",
      app("@Controller()\nclass A { @Get() x() {} }", { setUp: "app.setGlobalPrefix(pathOf());" }),
      "global prefix that is not known",
    ],
  ])("lists %s that it cannot know", (_what, files, expected) => {
    const project = memoryProject(files);

    expect(adapter.routes(project, applicationOf(project)).unresolved.map(({ what }) => what)).toEqual([expected]);
  });
});
