import { describe, expect, it } from "vitest";
import { pathsOf } from "./fixtures.ts";

const urls = "from django.urls import include, path, re_path\ndef h(request): ...\n";
const settings = 'import django\nROOT_URLCONF = "site.urls"\n';

const more =
  'from django.urls import path\nfrom . import views\napp_name = "more"\nurlpatterns = [path("c/", views.c)]\n';

describe("ways to register routes", () => {
  it.each([
    [
      "the functions of old releases",
      `from django.conf.urls import include, url\ndef h(request): ...\nurlpatterns = [url(r"^$", h), url(r"^a/(?P<pk>[0-9]+)/$", h), url(r"^b/", include([url(r"^c/$", h)]))]\n`,
      ["GET /", "GET /a/:pk/", "GET /b/c/"],
    ],
    [
      "views that ask for methods",
      `${urls}from django.views.decorators.http import require_http_methods, require_POST, require_GET\n@require_POST\ndef a(request): ...\n@require_http_methods(["GET", "PUT"])\ndef b(request): ...\n@require_GET\ndef c(request): ...\nurlpatterns = [path("a", a), path("b", b), path("c", c)]\n`,
      ["POST /a", "GET /b", "PUT /b", "GET /c"],
    ],
    [
      "class-based views of Django",
      `${urls}from django.views import View, generic\nfrom django.views.generic import TemplateView, CreateView\nclass A(View):\n    def get(self, request): ...\n    def post(self, request): ...\nclass B(generic.ListView): ...\nclass C(CreateView): ...\nurlpatterns = [path("a/", A.as_view()), path("b/", B.as_view()), path("c/", C.as_view()), path("d/", TemplateView.as_view(template_name="d.html"))]\n`,
      ["GET /a/", "POST /a/", "GET /b/", "GET /c/", "POST /c/", "GET /d/"],
    ],
    [
      "functions of Django REST framework",
      `${urls}from rest_framework.decorators import api_view\n@api_view(["GET", "DELETE"])\ndef a(request, pk): ...\n@api_view()\ndef b(request): ...\nurlpatterns = [path("a/<int:pk>", a), path("b", b)]\n`,
      ["GET /a/:pk", "DELETE /a/:pk", "GET /b"],
    ],
    [
      "views of Django REST framework with methods of their own",
      `${urls}from rest_framework.views import APIView\nfrom rest_framework import generics, mixins\nclass A(APIView):\n    def get(self, request): ...\n    def put(self, request): ...\nclass B(mixins.ListModelMixin, generics.GenericAPIView):\n    def get(self, request): ...\nclass C(generics.ListCreateAPIView):\n    http_method_names = ["get"]\nurlpatterns = [path("a", A.as_view()), path("b", B.as_view()), path("c", C.as_view())]\n`,
      ["GET /a", "PUT /a", "GET /b", "GET /c"],
    ],
    [
      "routers of Django REST framework without a slash at the end",
      `${urls}from rest_framework import viewsets\nfrom rest_framework.decorators import action\nfrom rest_framework.routers import SimpleRouter\nclass V(viewsets.ReadOnlyModelViewSet):\n    lookup_field = "slug"\n    @action(detail=True, methods=["post", "delete"], url_path="like")\n    def like(self, request, slug): ...\n    @action(detail=False)\n    def recent(self, request): ...\nrouter = SimpleRouter(trailing_slash=False)\nrouter.register("posts", V)\nurlpatterns = [path("api/", include(router.urls))]\n`,
      [
        "GET /api/posts/recent",
        "GET /api/posts",
        "GET /api/posts/:slug",
        "POST /api/posts/:slug/like",
        "DELETE /api/posts/:slug/like",
      ],
    ],
    [
      "viewsets of mixins",
      `${urls}from rest_framework import mixins, viewsets\nfrom rest_framework.routers import SimpleRouter\nclass Base(mixins.CreateModelMixin, viewsets.GenericViewSet): ...\nclass V(mixins.ListModelMixin, Base): ...\nr = SimpleRouter()\nr.register(r"v", V, basename="v")\nurlpatterns = r.urls\n`,
      ["GET /v/", "POST /v/"],
    ],
    [
      "a router's list that is added",
      `${urls}from rest_framework import viewsets\nfrom rest_framework.routers import SimpleRouter\nclass V(viewsets.ViewSet):\n    def list(self, request): ...\nr = SimpleRouter()\nr.register("v", V)\nurlpatterns = [path("x/", h)]\nurlpatterns += r.urls\n`,
      ["GET /x/", "GET /v/"],
    ],
    [
      "patterns behind a language, and files",
      `${urls}from django.conf import settings\nfrom django.conf.urls.i18n import i18n_patterns\nfrom django.conf.urls.static import static\nurlpatterns = [path("a/", h)] + static(settings.MEDIA_URL, document_root="m")\nurlpatterns += i18n_patterns(path("b/", h))\n`,
      ["GET /a/", "GET /b/"],
    ],
    [
      "what only some settings switch on",
      `${urls}from django.conf import settings\nurlpatterns = [path("a/", h)]\nif settings.DEBUG:\n    urlpatterns = [path("debug/", h)] + urlpatterns\n`,
      ["GET /debug/", "GET /a/"],
    ],
    [
      "what is below a prefix that only the settings know",
      `${urls}from django.conf import settings\nurlpatterns = [path("a/", h)]\nif settings.PREFIX:\n    urlpatterns = [path(settings.PREFIX, include(urlpatterns))]\n`,
      ["GET /a/"],
    ],
    [
      "suffixes of formats",
      `${urls}from rest_framework.urlpatterns import format_suffix_patterns\nurlpatterns = [path("a/", h)]\nurlpatterns = format_suffix_patterns(urlpatterns)\n`,
      ["GET /a/"],
    ],
    [
      "views behind decorators",
      `${urls}from django.contrib.auth.decorators import login_required\nfrom django.views.decorators.csrf import csrf_exempt\nfrom django.views.generic import ListView\nclass L(ListView): ...\nurlpatterns = [path("a/", login_required(h)), path("b/", csrf_exempt(login_required(L.as_view())))]\n`,
      ["GET /a/", "GET /b/"],
    ],
    [
      "lazy names and views by their dotted names",
      `${urls}from . import views\nurlpatterns = [path("a/", views.a), re_path("^b/?$", views.b, name="b"), path("", include("site.more", namespace="more"))]\n`,
      ["GET /a/", "POST /a/", "GET /b/", "GET /c/"],
    ],
    [
      "controllers of Ninja Extra",
      `${urls}from ninja_extra import NinjaExtraAPI, api_controller, http_get, http_post, route\n@api_controller("/users", tags=["u"])\nclass Users:\n    @http_get("/{int:id}")\n    def one(self, id: int): ...\n    @http_post("")\n    def make(self): ...\n    @route.delete("/{id}")\n    def drop(self, id: int): ...\napi = NinjaExtraAPI()\napi.register_controllers(Users)\nurlpatterns = [path("api/", api.urls)]\n`,
      ["GET /api/", "GET /api/users/:id", "POST /api/users", "DELETE /api/users/:id"],
    ],
  ])("reads %s", (_what, text, expected) => {
    expect(
      pathsOf({
        "site/settings.py": settings,
        "site/__init__.py": "",
        "site/urls.py": text,
        ...(text.includes("site.more") ? { "site/more.py": more } : {}),
        "site/views.py":
          'def a(request):\n    if request.method == "POST":\n        pass\ndef b(request): ...\ndef c(request): ...\n',
      }).toSorted(),
    ).toEqual(expected.toSorted());
  });

  it("follows the URLs of packages by their names, through constants of the settings", () => {
    expect(
      pathsOf({
        "manage.py": "import django\n",
        "config/__init__.py": "",
        "config/settings/base.py": 'import django\nROOT_URLCONF = "config.urls"\n',
        "config/urls.py":
          "from django.urls import include, path\nAPI = 'api/v1/'\nurlpatterns = [path(API, include('config.api_router')), path('accounts/', include('apps.users.urls', namespace='users'))]\n",
        "config/api_router.py":
          "from django.conf import settings\nfrom rest_framework.routers import DefaultRouter, SimpleRouter\nfrom apps.users.api import UserViewSet\nrouter = DefaultRouter() if settings.DEBUG else SimpleRouter()\nrouter.register('users', UserViewSet)\napp_name = 'api'\nurlpatterns = router.urls\n",
        "apps/users/__init__.py": "",
        "apps/users/api.py":
          "from rest_framework.mixins import ListModelMixin\nfrom rest_framework.viewsets import GenericViewSet\nclass UserViewSet(ListModelMixin, GenericViewSet): ...\n",
        "apps/users/urls.py":
          "from django.urls import path\nfrom .views import detail_view\napp_name = 'users'\nurlpatterns = [path('<str:username>/', view=detail_view, name='detail')]\n",
        "apps/users/views.py":
          "from django.views.generic import DetailView\nclass UserDetailView(DetailView): ...\ndetail_view = UserDetailView.as_view()\n",
      }).filter((route) => route !== "GET /api/v1/"),
    ).toEqual(["GET /api/v1/users/", "GET /accounts/:username/"]);
  });
});
