import { fileURLToPath } from "node:url";
import type { Detection, ProjectReader, Route } from "@backwright/core";
import { memoryProject } from "@backwright/core/testing";
import adapter from "@backwright/adapter-nestjs";

const manifest = {
  name: "cattery",
  scripts: {
    build: "nest build",
    start: "nest start",
    "start:prod": "node dist/main",
    lint: "eslint src",
    test: "vitest run",
  },
  dependencies: {
    "@nestjs/common": "11.1.0",
    "@nestjs/config": "4.0.0",
    "@nestjs/core": "^11.1.0",
    "@nestjs/platform-express": "11.1.0",
    "class-validator": "0.14.0",
    express: "5.0.0",
  },
};

/** Modules, guards for all with a mark that opens, versions, a prefix from configuration. */
export const guarded: Readonly<Record<string, string>> = {
  "package.json": JSON.stringify(manifest, null, 2),
  "package-lock.json": "{}",
  "nest-cli.json": '{ "sourceRoot": "src" }',
  "tsconfig.json": '{ "compilerOptions": { "baseUrl": "./", "paths": { "@app/*": ["src/*"] } } }',
  ".env.example": "API_PREFIX=api\n",
  "src/main.ts": `import { ValidationPipe, VersioningType } from "@nestjs/common";
import { ConfigService } from "@nestjs/config";
import { NestFactory } from "@nestjs/core";
import { AppModule } from "@app/app.module";

async function bootstrap(): Promise<void> {
  const app = await NestFactory.create(AppModule);
  const config = app.get(ConfigService);
  app.setGlobalPrefix(config.get<string>("API_PREFIX"), { exclude: ["health"] });
  app.enableVersioning({ type: VersioningType.URI, defaultVersion: "1" });
  app.useGlobalPipes(new ValidationPipe({ errorHttpStatusCode: 422 }));
  await app.listen(config.get<number>("server.port"));
}
void bootstrap();
`,
  "src/config.ts": `import { registerAs } from "@nestjs/config";
export default registerAs("server", () => ({ port: parseInt(process.env.PORT, 10) || 4300 }));
`,
  "src/app.module.ts": `import { Module, forwardRef } from "@nestjs/common";
import { ConfigModule } from "@nestjs/config";
import { APP_GUARD } from "@nestjs/core";
import config from "./config";
import { TokenGuard } from "./auth/token.guard";
import { CatsModule } from "./cats/cats.module";
import { HealthController } from "./health.controller";

@Module({
  imports: [ConfigModule.forRoot({ load: [config] }), forwardRef(() => CatsModule)],
  controllers: [HealthController],
  providers: [{ provide: APP_GUARD, useClass: TokenGuard }],
})
export class AppModule {}
`,
  "src/auth/public.ts": `import { SetMetadata } from "@nestjs/common";
export const Public = () => SetMetadata("isPublic", true);
`,
  "src/auth/admin.ts": `import { applyDecorators, Delete, UseGuards } from "@nestjs/common";
import { RolesGuard } from "./roles.guard";
export function AdminDelete(path: string) {
  return applyDecorators(Delete(path), UseGuards(RolesGuard));
}
`,
  "src/auth/token.guard.ts": `import { CanActivate, Injectable, UnauthorizedException } from "@nestjs/common";
import { Reflector } from "@nestjs/core";
@Injectable()
export class TokenGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}
  canActivate(): boolean { throw new UnauthorizedException(); }
}
`,
  "src/auth/roles.guard.ts": "export class RolesGuard {}\n",
  "src/health.controller.ts": `import { Controller, Get, VERSION_NEUTRAL } from "@nestjs/common";
import { Public } from "./auth/public";
@Controller({ path: "health", version: VERSION_NEUTRAL })
export class HealthController {
  @Public()
  @Get()
  check() { return "ok"; }
}
`,
  "src/cats/cats.module.ts": `import { Module } from "@nestjs/common";
import { CatsController } from "./cats.controller";
@Module({ controllers: [CatsController] })
export class CatsModule {}
`,
  "src/cats/cats.controller.ts": `import { Controller, Get, Post, Version } from "@nestjs/common";
import { AdminDelete } from "../auth/admin";
import { ListController } from "../list.controller";
const path = "cats";
@Controller(path)
export class CatsController extends ListController {
  @Post()
  @Version(["1", "2"])
  create() {}

  @AdminDelete(":id")
  remove() {}
}
`,
  "src/list.controller.ts": `import { Get } from "@nestjs/common";
export abstract class ListController {
  @Get()
  list() {}
}
`,
  "src/forgotten.controller.ts": `import { Controller, Get } from "@nestjs/common";
@Controller("forgotten")
export class ForgottenController {
  @Get()
  never() {}
}
`,
};

/** Two applications and a library in one package. */
export const several: Readonly<Record<string, string>> = {
  "package.json": JSON.stringify(manifest, null, 2),
  "nest-cli.json": JSON.stringify({
    monorepo: true,
    sourceRoot: "apps/shop/src",
    projects: {
      office: { type: "application", root: "apps/office", entryFile: "main", sourceRoot: "apps/office/src" },
      shop: { type: "application", root: "apps/shop", entryFile: "main", sourceRoot: "apps/shop/src" },
      shared: { type: "library", root: "libs/shared", sourceRoot: "libs/shared/src" },
    },
  }),
  ...application("office", 3001),
  ...application("shop", 3002),
  "apps/shop/src/seed.ts":
    'import { NestFactory } from "@nestjs/core";\nimport { AppModule } from "./app.module";\nvoid NestFactory.create(AppModule);\n',
};

function application(name: string, port: number): Record<string, string> {
  return {
    [`apps/${name}/src/main.ts`]: `import { NestFactory } from "@nestjs/core";\nimport { AppModule } from "./app.module";\nvoid NestFactory.create(AppModule).then((app) => app.listen(${port}));\n`,
    [`apps/${name}/src/app.module.ts`]: `import { Controller, Get, Module } from "@nestjs/common";\n@Controller("${name}")\nexport class AppController {\n  @Get() all() {}\n}\n@Module({ controllers: [AppController] })\nexport class AppModule {}\n`,
  };
}

/** The folder of the example application of the repository. */
export const exampleDir: string = fileURLToPath(new URL("../../../examples/nestjs-notes", import.meta.url));

export function applicationOf(project: ProjectReader): Detection {
  const [detection] = adapter.detect(project);
  if (detection === undefined) {
    throw new Error("There is no application in this project.");
  }
  return detection;
}

/** The routes of an application whose files are given. */
export function routesOf(files: Readonly<Record<string, string>>): readonly Route[] {
  const project = memoryProject(files);
  return adapter.routes(project, applicationOf(project)).routes;
}

/** `METHOD /path guard,guard`, with `!` where an account is needed. */
export function linesOf(routes: readonly Route[]): string[] {
  return routes
    .map(({ method, path, guards, authenticated }) =>
      `${authenticated ? "!" : ""}${method} ${path} ${guards.join(",")}`.trim(),
    )
    .sort();
}
