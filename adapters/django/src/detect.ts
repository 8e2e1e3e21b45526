import type { Detection, ProjectReader } from "@backwright/core";
import { describeApplication, findApplications } from "@backwright/language-python";
import type { FrameworkSigns } from "@backwright/language-python";
import { manageCommand } from "./commands.ts";
import { entryOf } from "./entry.ts";
import { readProject } from "./project.ts";

const signs: FrameworkSigns = {
  name: "django",
  packages: ["django", "djangorestframework", "django-ninja"],
  modules: ["django"],
  construction: /^[ \t]*ROOT_URLCONF\s*=|\bget_(?:wsgi|asgi)_application\s*\(\s*\)|\bexecute_from_command_line\s*\(/m,
};

/** What only Django's code and settings say. */
const textRules = [
  {
    field: "orms",
    value: "django-orm",
    pattern: /^from django\.(?:contrib\.gis\.)?db import .*\bmodels\b|["']ENGINE["']\s*:\s*["']django\.db/m,
  },
  {
    field: "databases",
    value: "postgresql",
    pattern: /django\.(?:contrib\.gis\.)?db\.backends\.(?:postgresql|postgis)|["']postgres(?:ql|is)?:\/\//,
  },
  { field: "databases", value: "mysql", pattern: /django\.(?:contrib\.gis\.)?db\.backends\.mysql|["']mysql:\/\// },
  { field: "databases", value: "sqlite", pattern: /django\.db\.backends\.sqlite3|["']sqlite:\/\/\// },
  { field: "databases", value: "oracle", pattern: /django\.db\.backends\.oracle/ },
  { field: "databases", value: "redis", pattern: /RedisCache\b|channels_redis|["']rediss?:\/\// },
  {
    field: "auth",
    value: "session",
    pattern:
      /\blogin_required\b|\bLoginRequiredMixin\b|\bSessionAuthentication\b|\bauth_login\b|auth\.views|\bauth\.login\(/,
  },
  {
    field: "auth",
    value: "oauth2",
    pattern: /["']allauth\.socialaccount["']|["']social_django["']|["']oauth2_provider["']/,
  },
  {
    field: "apiStyles",
    value: "websocket",
    pattern: /\bProtocolTypeRouter\s*\(|\bWebsocketConsumer\b|\bAsyncWebsocketConsumer\b/,
  },
] as const;

/** Every folder with a manifest, or the root, whose code is a Django project. */
export function detect(project: ProjectReader): Detection[] {
  return findApplications(project, signs)
    .flatMap((dir) => describe(project, dir) ?? [])
    .sort((a, b) => b.confidence - a.confidence || a.dir.length - b.dir.length);
}

function describe(project: ProjectReader, dir: string): Detection | null {
  return describeApplication({
    project,
    dir,
    signs,
    reading: readProject(project, dir),
    entry: entryOf(project, dir),
    start: manageCommand(project, dir, "runserver"),
    portVariables: "PORT|DJANGO_PORT",
    defaultPort: 8000,
    textRules,
  });
}
