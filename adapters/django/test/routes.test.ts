import { describe, expect, it } from "vitest";
import adapter from "@backwright/adapter-django";
import { applicationOf, fixture, pathsOf, withDjango } from "./fixtures.ts";

const urls = "from django.urls import include, path, re_path\n";

describe("routes", () => {
  it("reads pages with methods, guards and logins", async () => {
    const project = await fixture("pages");

    const { routes, unresolved } = adapter.routes(project, applicationOf(project));

    expect(
      routes.map(({ method, path, handler, guards, authenticated }) => [
        `${method} ${path}`,
        handler,
        guards,
        authenticated,
      ]),
    ).toEqual([
      ["GET /login/", "LoginView", [], false],
      ["POST /login/", "LoginView", [], false],
      ["GET /archive/:year/:arg1/", "archive", [], false],
      ["GET /blog/", "PostList", [], false],
      ["GET /blog/new/", "PostCreate", ["LoginRequiredMixin"], true],
      ["POST /blog/new/", "PostCreate", ["LoginRequiredMixin"], true],
      ["POST /blog/:slug/like/", "like", [], false],
      ["GET /blog/:pk/", "show", ["login_required"], true],
      ["GET /about/", "about", [], false],
      ["POST /about/", "about", [], false],
    ]);
    expect(unresolved.map(({ what, line }) => `${what} ${line}`)).toEqual([
      "routes that django.contrib.admin.site registers 12",
      "routes of some_package.urls 16",
    ]);
  });

  it("reads viewsets, their actions, nested routers and the permissions of settings", async () => {
    const project = await fixture("api");

    const { routes } = adapter.routes(project, applicationOf(project));

    expect(
      routes.map(({ method, path, handler, guards, authenticated }) => [
        `${method} ${path}`,
        handler,
        guards,
        authenticated,
      ]),
    ).toEqual([
      ["GET /api/v1/orders", "OrderViewSet.list", ["IsAuthenticated"], true],
      ["POST /api/v1/orders", "OrderViewSet.create", ["IsAuthenticated"], true],
      ["GET /api/v1/orders/:number", "OrderViewSet.retrieve", ["IsAuthenticated"], true],
      ["DELETE /api/v1/orders/:number", "OrderViewSet.destroy", ["IsAuthenticated"], true],
      ["POST /api/v1/orders/:number/send-off", "OrderViewSet.send_off", ["IsAuthenticated"], true],
      ["GET /extra/status/", "status", ["AllowAny"], false],
      ["PUT /extra/status/", "status", ["AllowAny"], false],
      ["GET /extra/orders/:order_number/lines/", "LineViewSet.list", ["IsAdminUser"], true],
    ]);
  });

  it.each([
    [
      "regular expressions",
      `${urls}urlpatterns = [re_path(r"^a/(?P<id>\\d+)/b\\.json$", h), re_path(r"^c/[\\w-]+/$", h)]\n`,
      ["GET /a/:id/b.json", "GET /c/*/"],
    ],
    [
      "lists of patterns",
      `${urls}extra = [path("x/", h)]\nurlpatterns = [path("a/", include(extra)), path("b/", include((extra, "ns")))]\n`,
      ["GET /a/x/", "GET /b/x/"],
    ],
    [
      "patterns that are added",
      `${urls}urlpatterns = [path("a/", h)]\nurlpatterns += [path("b/", h)]\nurlpatterns.append(path("c/", h))\n`,
      ["GET /a/", "GET /b/", "GET /c/"],
    ],
    [
      "actions of a viewset given by hand",
      `${urls}from rest_framework import viewsets\nclass V(viewsets.ViewSet):\n    def fetch(self, request): ...\nurlpatterns = [path("v/", V.as_view({"get": "fetch", "post": "fetch"}))]\n`,
      ["GET /v/", "POST /v/"],
    ],
    [
      "generic API views",
      `${urls}from rest_framework import generics\nclass V(generics.RetrieveUpdateDestroyAPIView): ...\nurlpatterns = [path("v/<uuid:id>", V.as_view())]\n`,
      ["GET /v/:id", "PUT /v/:id", "PATCH /v/:id", "DELETE /v/:id"],
    ],
    [
      "Ninja's operations and routers",
      `${urls}from ninja import NinjaAPI, Router\napi = NinjaAPI()\nr = Router()\n@r.get("/{int:item_id}")\ndef show(request, item_id): ...\napi.add_router("/items/", r)\n@api.post("/make")\ndef make(request): ...\nurlpatterns = [path("api/", api.urls)]\n`,
      ["GET /api/", "GET /api/items/:item_id", "POST /api/make"],
    ],
  ])("reads %s", (_what, text, expected) => {
    expect(
      pathsOf({ "site/settings.py": 'import django\nROOT_URLCONF = "site.urls"\n', "site/urls.py": text }),
    ).toEqual(expected);
  });

  it("is less sure of configurations that nothing includes", () => {
    const project = withDjango({
      "site/settings.py": 'import django\nROOT_URLCONF = "site.urls"\n',
      "site/urls.py": `${urls}urlpatterns = [path("a/", h)]\n`,
      "old/urls.py": `${urls}urlpatterns = [path("old/", h)]\n`,
    });

    expect(
      adapter.routes(project, applicationOf(project)).routes.map(({ path, confidence }) => [path, confidence]),
    ).toEqual([
      ["/a/", 0.9],
      ["/old/", 0.45],
    ]);
  });

  it.each([
    ["a method of writing behind a permission to read", "IsAuthenticatedOrReadOnly", [false, true]],
    ["a permission for everyone", "AllowAny", [false, false]],
    ["a permission for people with an account", "IsAuthenticated", [true, true]],
  ])("knows who may use %s", (_what, permission, expected) => {
    const project = withDjango({
      "site/settings.py": 'import django\nROOT_URLCONF = "site.urls"\n',
      "site/urls.py": `${urls}from rest_framework import generics, permissions\nclass V(generics.ListCreateAPIView):\n    permission_classes = [permissions.${permission}]\nurlpatterns = [path("v/", V.as_view())]\n`,
    });

    expect(adapter.routes(project, applicationOf(project)).routes.map(({ authenticated }) => authenticated)).toEqual(
      expected,
    );
  });
});
