import { describe, expect, it } from "vitest";
import { pathsOf } from "./fixtures.ts";

const head = "from fastapi import APIRouter, Depends, FastAPI\napp = FastAPI()\n";

describe("ways to register routes", () => {
  it.each([
    [
      "several methods at once, and keyword arguments",
      `${head}@app.api_route(path="/a", methods=["GET", "POST"])\ndef a(): ...\napp.add_api_route("/b", a, methods=["PUT"])\napp.add_api_route(path="/c", endpoint=a)\n`,
      ["GET /a", "POST /a", "PUT /b", "GET /c"],
    ],
    [
      "decorators on each other",
      `${head}@app.get("/a")\n@app.get("/b", include_in_schema=False)\n@app.head("/a")\ndef a(): ...\n`,
      ["HEAD /a", "GET /b", "GET /a"],
    ],
    [
      "paths that are put together",
      `${head}BASE = "/v1"\n@app.get(BASE + "/a")\ndef a(): ...\n@app.get(\n    "/b"\n    "/c"\n)\ndef b(): ...\n@app.get("{}/d".format(BASE))\ndef d(): ...\n@app.get("%s/e" % BASE)\ndef e(): ...\n`,
      ["GET /v1/a", "GET /b/c", "GET /v1/d", "GET /v1/e"],
    ],
    [
      "converters in paths",
      `${head}@app.get("/files/{file_path:path}")\ndef f(file_path: str): ...\n@app.get("/{a}/{b:int}")\ndef g(a, b): ...\n`,
      ["GET /files/:file_path", "GET /:a/:b"],
    ],
    [
      "settings of pydantic with defaults",
      `from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    API_V1_STR: str = "/api/v1"\n    prefix: str = "/p"\nsettings = Settings()\n${head}r = APIRouter(prefix=settings.prefix)\n@r.get("/x")\ndef x(): ...\napp.include_router(r, prefix=settings.API_V1_STR)\n`,
      ["GET /api/v1/p/x"],
    ],
    [
      "settings that a cached function makes",
      `from functools import lru_cache\nfrom pydantic import BaseSettings, Field\nclass Settings(BaseSettings):\n    base: str = Field("/api", env="BASE")\n@lru_cache\ndef get_settings() -> Settings:\n    return Settings()\n${head}r = APIRouter()\n@r.get("/x")\ndef x(): ...\napp.include_router(r, prefix=get_settings().base)\n`,
      ["GET /api/x"],
    ],
    [
      "members of an enumeration",
      `from enum import Enum\nclass Paths(str, Enum):\n    USERS = "users"\n${head}r = APIRouter(prefix=f"/{Paths.USERS.value}")\n@r.get("")\ndef x(): ...\napp.include_router(r)\n`,
      ["GET /users"],
    ],
    [
      "a function that makes a router",
      `${head}def users_router() -> APIRouter:\n    router = APIRouter(prefix="/users", tags=["users"])\n    @router.get("/")\n    def all_users(): ...\n    return router\napp.include_router(users_router(), prefix="/api")\n`,
      ["GET /api/users/"],
    ],
    [
      "a class that holds its router",
      `${head}class Users:\n    def __init__(self, prefix: str = "/users"):\n        self.router = APIRouter(prefix=prefix)\n        self.router.add_api_route("/", self.all, methods=["GET"])\n        self.router.add_api_route("/{id}", self.one, methods=["GET", "DELETE"])\n    def all(self): ...\n    def one(self, id: int): ...\napp.include_router(Users().router)\n`,
      ["GET /users/", "GET /users/:id", "DELETE /users/:id"],
    ],
    [
      "class-based views",
      `from fastapi_utils.cbv import cbv\n${head}r = APIRouter(prefix="/a")\n@cbv(r)\nclass View:\n    db = Depends(object)\n    @r.get("/x")\n    def x(self): ...\n    @r.post("/y")\n    def y(self): ...\napp.include_router(r)\n`,
      ["GET /a/x", "POST /a/y"],
    ],
    [
      "what only some settings switch on",
      `import os\n${head}r = APIRouter()\n@r.get("/x")\ndef x(): ...\nif os.environ.get("DEBUG"):\n    app.include_router(r, prefix="/debug")\nelse:\n    @app.get("/y")\n    def y(): ...\n`,
      ["GET /debug/x", "GET /y"],
    ],
    [
      "a router in two places",
      `${head}r = APIRouter()\n@r.get("/x")\ndef x(): ...\napp.include_router(r, prefix="/v1")\napp.include_router(r, prefix="/v2")\n`,
      ["GET /v1/x", "GET /v2/x"],
    ],
    [
      "routes of Starlette, and of the application's own router",
      `from starlette.routing import Mount, Route\nfrom starlette.responses import PlainTextResponse\nfrom fastapi import FastAPI\ndef h(request): ...\napp = FastAPI(routes=[Route("/a", h), Route("/b", endpoint=h, methods=["POST"]), Mount("/m", routes=[Route("/c", h)])])\napp.add_route("/d", h)\napp.router.add_api_route("/e", h)\n`,
      ["GET /a", "POST /b", "GET /m/c", "GET /d", "GET /e"],
    ],
    [
      "files and other servers, which have no routes of their own",
      `from fastapi.staticfiles import StaticFiles\n${head}app.mount("/static", StaticFiles(directory="static"), name="static")\n@app.get("/")\ndef root(): ...\n`,
      ["GET /"],
    ],
    [
      "functions that are given the application",
      `${head}def register_routes(app: FastAPI) -> None:\n    routers = (("/a", first), ("/b", second))\n    for prefix, router in routers:\n        app.include_router(router=router, prefix=prefix)\nfirst = APIRouter()\nsecond = APIRouter()\n@first.get("/x")\ndef x(): ...\n@second.post("/y")\nasync def y(): ...\nregister_routes(app)\n`,
      ["GET /a/x", "POST /b/y"],
    ],
    [
      "a factory that is never called here",
      `from fastapi import APIRouter, FastAPI\nr = APIRouter()\n@r.get("/x")\ndef x(): ...\ndef create_app() -> FastAPI:\n    app = FastAPI(title="x")\n    app.include_router(r, prefix="/api")\n    @app.get("/health")\n    async def health(): ...\n    return app\n`,
      ["GET /api/x", "GET /health"],
    ],
    [
      "a router that is extended in place",
      `${head}r = APIRouter(prefix="/a")\nsub = APIRouter(prefix="/b")\n@sub.get("/x")\ndef x(): ...\nr.include_router(sub)\nr.routes.extend([])\napp.include_router(r, responses={404: {}}, dependencies=[])\n`,
      ["GET /a/b/x"],
    ],
  ])("reads %s", (_what, text, expected) => {
    expect(pathsOf({ "main.py": text }).toSorted()).toEqual(expected.toSorted());
  });

  it.each([
    [
      "modules that a package lists",
      {
        "app/main.py":
          "from fastapi import FastAPI\nfrom app import api\napp = FastAPI()\nfor module in (api.users, api.items):\n    app.include_router(module.router, prefix='/api')\n",
        "app/__init__.py": "",
        "app/api/__init__.py": "from app.api import users, items\n",
        "app/api/users.py":
          "from fastapi import APIRouter\nrouter = APIRouter(prefix='/users')\n@router.get('')\ndef all(): ...\n",
        "app/api/items.py":
          "from fastapi import APIRouter\nrouter = APIRouter(prefix='/items')\n@router.get('')\ndef all(): ...\n",
      },
      ["GET /api/users", "GET /api/items"],
    ],
    [
      "modules that are loaded by their names",
      {
        "app/main.py":
          "from importlib import import_module\nfrom fastapi import FastAPI\napp = FastAPI()\nfor name in ['users', 'items']:\n    module = import_module(f'app.api.{name}')\n    app.include_router(module.router)\n",
        "app/__init__.py": "",
        "app/api/__init__.py": "",
        "app/api/users.py":
          "from fastapi import APIRouter\nrouter = APIRouter(prefix='/users')\n@router.get('')\ndef all(): ...\n",
        "app/api/items.py":
          "from fastapi import APIRouter\nrouter = APIRouter(prefix='/items')\n@router.get('')\ndef all(): ...\n",
      },
      ["GET /users", "GET /items"],
    ],
    [
      "an application in a folder of its own, as a workspace has it",
      {
        "services/shop/pyproject.toml": '[project]\nname = "shop"\ndependencies = ["fastapi"]\n',
        "services/shop/src/shop/__init__.py": "",
        "services/shop/src/shop/app.py":
          "from fastapi import FastAPI\nfrom shop.routes import router as shop_router\ndef build() -> FastAPI:\n    api = FastAPI()\n    api.include_router(shop_router)\n    return api\napp = build()\n",
        "services/shop/src/shop/routes/__init__.py": "from .orders import router\n\n__all__ = ['router']\n",
        "services/shop/src/shop/routes/orders.py":
          "import fastapi\nrouter = fastapi.APIRouter(prefix='/orders')\n@router.get('/{order_id}')\nasync def show(order_id: int): ...\n",
      },
      ["GET /orders/:order_id"],
    ],
  ])("follows %s", (_what, files, expected) => {
    expect(pathsOf(files as unknown as Record<string, string>).toSorted()).toEqual(expected.toSorted());
  });
});
