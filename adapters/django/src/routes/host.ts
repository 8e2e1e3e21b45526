import { argumentOf, makeView, native, nativeFunction, none } from "@backwright/language-python";
import type { CallSite, Host, Value } from "@backwright/language-python";
import { makeNinja } from "./ninja.ts";
import { ninjaExtraMember } from "./ninja-extra.ts";
import { makeEntry, makeInclude, translated } from "./urls.ts";
import type { UrlContext } from "./urls.ts";
import { isOwnRouter, makeNestedRouter, makeViewsetRouter } from "./viewsets.ts";

/** Gives Django's URL functions, Django REST framework's routers and Django Ninja their meaning. */
export function djangoHost(context: UrlContext): Host {
  return {
    registers: (text) =>
      /\burlpatterns\b|\bRouter\(|NinjaAPI\(|\brouter\b|@api_controller\b|@\w+\.(get|post|put|patch|delete|api_operation)\(/.test(
        text,
      ),
    classMember: (value, name) => (name === "as_view" ? nativeFunction((site) => makeView(value, site.args)) : null),
    construct: (value, site) =>
      isOwnRouter(value) ? makeViewsetRouter(context, site, { root: false, above: "" }) : null,
    callForeign: (path, site) => call(context, path, site),
  };
}

function call(context: UrlContext, path: string, site: CallSite): Value | null {
  if (path.startsWith("ninja_extra.")) {
    const member = ninjaExtraMember(context, path, site);
    if (member !== null) {
      return member;
    }
  }
  const name = path.slice(path.lastIndexOf(".") + 1);
  switch (name) {
    case "path":
      return /^django\.(urls|conf)/.test(path) ? makeEntry(site, false) : null;
    case "re_path":
    case "url":
      return /^django\.(urls|conf)/.test(path) ? makeEntry(site, true) : null;
    case "include":
      return /^django\.(urls|conf)/.test(path) ? makeInclude(context, site) : null;
    case "i18n_patterns":
    case "decorator_include":
      return translated(site);
    case "format_suffix_patterns":
      return argumentOf(site, "urlpatterns", 0);
    case "patterns":
      return path.startsWith("django.conf") ? translated(site) : null;
    case "DefaultRouter":
    case "DefaultRouterWithNest":
    case "OptionalSlashRouter":
    case "ExtendedDefaultRouter":
      return makeViewsetRouter(context, site, { root: true, above: "" });
    case "SimpleRouter":
    case "BulkRouter":
    case "ExtendedSimpleRouter":
      return makeViewsetRouter(context, site, { root: false, above: "" });
    case "NestedDefaultRouter":
    case "NestedSimpleRouter":
    case "NestedMixin":
      return makeNestedRouter(context, site);
    case "NinjaAPI":
    case "NinjaExtraAPI":
      return makeNinja(context, site, "api");
    case "Router":
      return path.startsWith("ninja") ? makeNinja(context, site, "router") : null;
    case "static":
      return path.startsWith("django.conf.urls.static") ? native({ items: () => [] }) : null;
    case "autodiscover":
      return none;
    default:
      return null;
  }
}
