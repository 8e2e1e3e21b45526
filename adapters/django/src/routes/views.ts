import {
  ancestry,
  argumentsOf,
  decoratorsOf,
  dottedName,
  kids,
  lookupClass,
  methodNames,
  nodesOf,
  stringValue,
} from "@backwright/language-python";
import type { ClassValue, Handler, SyntaxNode } from "@backwright/language-python";

const verbs = ["get", "post", "put", "patch", "delete", "head", "options"] as const;
const both = ["GET", "POST"];

/** What views out of packages answer, by the last part of their names. */
const packaged: ReadonlyArray<readonly [RegExp, readonly string[]]> = [
  [
    /^(TemplateView|RedirectView|ListView|DetailView|\w*ArchiveView|ArchiveIndexView|JSONCatalog|JavaScriptCatalog|PasswordResetDoneView|PasswordResetCompleteView|PasswordChangeDoneView|Feed|SpectacularAPIView|SpectacularSwaggerView|SpectacularRedocView)$/,
    ["GET"],
  ],
  [
    /^(FormView|CreateView|UpdateView|DeleteView|LoginView|LogoutView|PasswordChangeView|PasswordResetView|PasswordResetConfirmView|GraphQLView)$/,
    both,
  ],
  [/^ListAPIView$/, ["GET"]],
  [/^RetrieveAPIView$/, ["GET"]],
  [/^CreateAPIView$/, ["POST"]],
  [/^DestroyAPIView$/, ["DELETE"]],
  [/^UpdateAPIView$/, ["PUT", "PATCH"]],
  [/^ListCreateAPIView$/, both],
  [/^RetrieveUpdateAPIView$/, ["GET", "PUT", "PATCH"]],
  [/^RetrieveDestroyAPIView$/, ["GET", "DELETE"]],
  [/^RetrieveUpdateDestroyAPIView$/, ["GET", "PUT", "PATCH", "DELETE"]],
  [/^(ObtainAuthToken|obtain_auth_token|Token\w*View|Obtain\w*|Refresh\w*|Verify\w*)$/, ["POST"]],
];

/** The methods that a view answers; a function that does not say is taken to answer GET. */
export function methodsOf(handler: Handler): string[] {
  const { value, given } = handler;
  switch (value.kind) {
    case "function":
      return functionMethods(value.node);
    case "class": {
      // `as_view({"get": "list"})` of viewsets.
      const actions = given.find((argument) => argument.name === null || argument.name === "actions")?.value;
      return actions?.kind === "dict"
        ? [...actions.entries.keys()].map((verb) => verb.toUpperCase())
        : classMethods(value);
    }
    default:
      return [...(packaged.find(([pattern]) => pattern.test(handler.name))?.[1] ?? ["GET"])];
  }
}

function classMethods(value: ClassValue): string[] {
  const own = verbs.filter((verb) => lookupClass(value, verb) !== null).map((verb) => verb.toUpperCase());
  const inherited = ancestry(value).foreign.flatMap((path) => {
    const name = path.slice(path.lastIndexOf(".") + 1);
    return packaged.find(([pattern]) => pattern.test(name))?.[1] ?? [];
  });
  const all = [...new Set([...inherited, ...own])];
  const allowed = methodNames(lookupClass(value, "http_method_names"));
  const kept = allowed === null ? all : all.filter((method) => allowed.includes(method));
  return kept.length === 0 ? ["GET"] : kept;
}

function functionMethods(node: SyntaxNode): string[] {
  for (const decorator of decoratorsOf(node)) {
    const name = dottedName(decorator) ?? "";
    if (/(^|\.)(api_view|require_http_methods)$/.test(name)) {
      const named = nodesOf(decorator, "string").flatMap((text) => stringValue(text)?.toUpperCase() ?? []);
      return named.length === 0 ? ["GET"] : named;
    }
    if (/(^|\.)require_POST$/.test(name)) {
      return ["POST"];
    }
    if (/(^|\.)require_(GET|safe)$/.test(name)) {
      return ["GET"];
    }
  }
  const body = node.field("body")?.text() ?? "";
  const posts = /request\.method\s*(?:==|in)\s*[[(]?\s*["']POST["']|\brequest\.POST\b/.test(body);
  return posts ? both : ["GET"];
}

/** Decorators that limit methods, describe, cache or change answers, and keep nobody out. */
const plumbing =
  /(^|\.)(csrf_\w+|api_view|require_\w+|never_cache|cache_\w+|vary_on\w*|atomic|non_atomic_requests|swagger_auto_schema|extend_schema\w*|action|list_route|detail_route|renderer_classes|parser_classes|throttle_classes|authentication_classes|xframe_options\w*|condition|etag|last_modified|gzip_page|sensitive_\w+|cors_allow\w*|include|cached_property|override|wraps|schema|receiver|register|gzip|csp_\w+|login_not_required)$/;

/** Names of what stands before a view, its class's mixins and permissions included. */
export function guardsOf({ value, wrappers }: Handler, method: string, defaults: readonly string[]): string[] {
  if (value.kind === "function") {
    const names = [...wrappers, ...decoratorGuards(value.node)].filter((name) => !plumbing.test(name));
    const isApi = decoratorsOf(value.node).some((node) => /(^|\.)api_view$/.test(dottedName(node) ?? ""));
    const own = decoratorsOf(value.node).some((node) => /(^|\.)permission_classes$/.test(dottedName(node) ?? ""));
    return forMethod([...names, ...(isApi && !own ? defaults : [])], method);
  }
  return value.kind === "class"
    ? forMethod([...wrappers, ...classGuards(value, method, defaults)], method)
    : [...wrappers];
}

function classGuards(value: ClassValue, method: string, defaults: readonly string[]): string[] {
  const { classes, foreign } = ancestry(value);
  const mixins = [
    ...foreign.map((path) => path.slice(path.lastIndexOf(".") + 1)),
    ...classes.map(({ name }) => name),
  ].filter((name) => /(Login|Permission|UserPasses|Staff|Superuser|Auth\w*|Access)\w*(Mixin|Required)$/.test(name));
  const handler = lookupClass(value, method.toLowerCase());
  const decorated = [
    ...classes.flatMap(({ node }) => decoratorGuards(node)),
    ...(handler?.kind === "function" ? decoratorGuards(handler.node) : []),
  ];
  const isApi = foreign.some((path) => /rest_framework|APIView|ViewSet|Mixin$/.test(path));
  const permissions = permissionNames(classes) ?? (isApi ? defaults : []);
  return [...mixins, ...permissions, ...decorated.filter((name) => !plumbing.test(name))];
}

/** `permission_classes` of the nearest class that has it; `null` where none has. */
function permissionNames(classes: readonly ClassValue[]): string[] | null {
  for (const { node } of classes) {
    for (const statement of kids(node.field("body"))) {
      const assignment = kids(statement)[0];
      if (assignment?.kind() === "assignment" && assignment.field("left")?.text() === "permission_classes") {
        return namesIn(assignment.field("right"));
      }
    }
  }
  return null;
}

function decoratorGuards(node: SyntaxNode): string[] {
  return decoratorsOf(node).flatMap((decorator) => {
    const name = dottedName(decorator);
    // What matters is inside: `@method_decorator(login_required, name="dispatch")`, `@permission_classes([IsAuthenticated])`.
    if (name !== null && /(^|\.)(method_decorator|permission_classes)$/.test(name)) {
      return argumentsOf(decorator.field("arguments")).flatMap((argument) =>
        argument.name === null ? namesIn(argument.value) : [],
      );
    }
    return name === null ? [] : [name];
  });
}

/** The names in an expression of permissions: a list, or `A & B`. */
function namesIn(node: SyntaxNode | null): string[] {
  if (node === null) {
    return [];
  }
  const name = dottedName(node);
  return name === null ? kids(node).flatMap((child) => namesIn(child)) : [name.slice(name.lastIndexOf(".") + 1)];
}

/** What lets everyone read is a guard for writing only. */
function forMethod(names: readonly string[], method: string): string[] {
  const safe = method === "GET" || method === "HEAD" || method === "OPTIONS";
  return names.map((name) => (/OrReadOnly$/i.test(name) && !safe ? `${name}(write)` : name));
}

/** Whether a guard lets only callers with an account pass. */
export function asksForLogin(name: string, byName: (name: string) => boolean): boolean {
  return name.endsWith("(write)") || (!/OrReadOnly$/i.test(name) && byName(name));
}
