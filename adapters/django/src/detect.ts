import type { Detection, ProjectReader } from "@backwright/core";
import { describeApplication, findApplications } from "@backwright/language-python";
import type { FrameworkSigns } from "@backwright/language-python";
import { manageCommand } from "./commands.ts";
import { entryOf } from "./entry.ts";
import { hasRoutes, hasUrls } from "./project.ts";

const signs: FrameworkSigns = {
  name: "django",
  packages: ["django", "djangorestframework", "django-ninja"],
  modules: ["django"],
  words: ["ROOT_URLCONF", "_application", "execute_from_command_line"],
  construction: /^[ \t]*ROOT_URLCONF\s*=|\bget_(?:wsgi|asgi)_application\s*\(\s*\)|\bexecute_from_command_line\s*\(/m,
};

/** What only Django's code and settings say. */
const textRules = [
  {
    field: "orms",
    value: "django-orm",
    words: ["django.db", "django.contrib.gis"],
    pattern: /^from django\.(?:contrib\.gis\.)?db import .*\bmodels\b|["']ENGINE["']\s*:\s*["']django\.db/m,
  },
  {
    field: "databases",
    value: "postgresql",
    words: ["db.backends.", "postgres"],
    pattern:
      /(?<!==\s?["'])django\w*\.(?:contrib\.gis\.)?db\.backends\.(?:postgresql|postgis)|["']postgres(?:ql|is)?:\/\//,
  },
  // What settings are only compared with they need not be.
  {
    field: "databases",
    value: "mysql",
    words: ["db.backends."],
    pattern: /(?<!==\s?["'])django\w*\.(?:contrib\.gis\.)?db\.backends\.mysql/,
  },
  {
    field: "databases",
    value: "sqlite",
    words: ["db.backends.", "sqlite"],
    pattern: /(?<!==\s?["'])django\w*\.(?:contrib\.gis\.)?db\.backends\.(?:sqlite3|spatialite)|["']sqlite:\/\/\//,
  },
  { field: "databases", value: "oracle", words: ["db.backends."], pattern: /django\.db\.backends\.oracle/ },
  {
    field: "databases",
    value: "redis",
    words: ["RedisCache", "redis"],
    pattern: /RedisCache\b|channels_redis|["']rediss?:\/\//,
  },
  {
    field: "auth",
    value: "session",
    words: [
      "login",
      "Login",
      "SessionAuthentication",
      "auth.views",
      "allauth",
      "PermissionRequired",
      "UserPassesTest",
      "django.contrib",
    ],
    pattern:
      /\blogin_required\b|\bLoginRequiredMixin\b|\bSessionAuthentication\b|\bauth_login\b|auth\.views|\bauth\.login\(|contrib\.auth\.urls|from django\.contrib\.auth import [^\n]*\blogin\b|["']allauth\.(?:account|urls)["']|\b(?:PermissionRequired|UserPassesTest)Mixin\b|from django\.contrib\.(?:auth|admin)[\w.]* import (?:\([^)]*|[^\n]*)\b(?:permission_required|staff_member_required|user_passes_test)\b/,
  },
  {
    field: "auth",
    value: "jwt",
    words: ["jwt", "JWT"],
    pattern:
      /["']rest_framework_(?:simple)?jwt[.\w]*["']|\bJWT(?:Cookie)?Authentication\b|["']graphql_jwt[.\w]*["']|["']djoser\.urls\.jwt["']|^\s*["']?(?:REST_)?USE_JWT["']?\s*[:=]\s*True/m,
  },
  {
    field: "auth",
    value: "token",
    words: ["authtoken", "knox"],
    pattern: /["'](?:rest_framework\.authtoken|knox|djoser\.urls\.authtoken)["']/,
  },
  {
    field: "auth",
    value: "oauth2",
    words: ["allauth", "social_django", "oauth2_provider", "mozilla_django_oidc", "django_auth_adfs"],
    pattern:
      /["']allauth\.socialaccount["']|["']social_django["']|["']oauth2_provider["']|["']mozilla_django_oidc["']|["']django_auth_adfs["']/,
  },
  {
    field: "apiStyles",
    value: "websocket",
    words: ["WebsocketConsumer"],
    pattern: /\bWebsocketConsumer\b|\bAsyncWebsocketConsumer\b/,
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
    listens: [],
    made: hasUrls(project, dir),
    routed: () => hasRoutes(project, dir),
    entry: entryOf(project, dir),
    start: manageCommand(project, dir, "runserver"),
    portVariables: "PORT|DJANGO_PORT",
    defaultPort: 8000,
    textRules,
  });
}
