import { describe, expect, it } from "vitest";
import adapter from "@backwright/adapter-fastapi";
import { applicationOf, fixture, pathsOf, withFastapi } from "./fixtures.ts";

const head = "from fastapi import APIRouter, Depends, FastAPI\napp = FastAPI()\n";

describe("routes", () => {
  it("reads paths, handlers, guards and logins of an application that a factory makes", async () => {
    const project = await fixture("factory-poetry");

    const { routes, unresolved } = adapter.routes(project, applicationOf(project));

    expect(
      routes.map(({ method, path, handler, guards, authenticated, file, line }) => [
        `${method} ${path}`,
        handler,
        guards,
        authenticated,
        `${file}:${line}`,
      ]),
    ).toEqual([
      ["GET /api/orders/", "list_orders", [], false, "shop/api/orders.py:12"],
      ["POST /api/orders/", "create_order", ["caller"], true, "shop/api/orders.py:17"],
      ["DELETE /api/orders/:order_id", "delete_order", ["caller"], true, "shop/api/orders.py:22"],
      ["POST /api/session", "sign_in", [], false, "shop/api/session.py:6"],
      ["GET /health", "health", [], false, "shop/main.py:14"],
      ["HEAD /health", "health", [], false, "shop/main.py:14"],
    ]);
    expect(unresolved).toEqual([
      { what: "routes of a router that is not known: load_plugin", file: "shop/main.py", line: 13 },
    ]);
  });

  it("gives class-based views the dependencies of their class", async () => {
    const project = await fixture("class-views");

    const { routes } = adapter.routes(project, applicationOf(project));

    expect(routes.map(({ method, path, guards, authenticated }) => [method, path, guards, authenticated])).toEqual([
      ["GET", "/me/profile", ["require_user"], true],
      ["PUT", "/me/profile", ["require_user"], true],
      ["PATCH", "/me/profile", ["require_user"], true],
    ]);
  });

  it.each([
    [
      "a prefix of the router and one of the mount",
      `${head}r = APIRouter(prefix="/b")\n@r.get("/c")\ndef h(): ...\napp.include_router(r, prefix="/a")\n`,
      ["GET /a/b/c"],
    ],
    [
      "a loop over routers",
      `${head}a, b = APIRouter(prefix="/a"), APIRouter(prefix="/b")\n@a.get("")\ndef x(): ...\n@b.get("")\ndef y(): ...\nfor router in [a, b]:\n    app.include_router(router)\n`,
      ["GET /a", "GET /b"],
    ],
    [
      "formatted prefixes",
      `${head}V = 2\nr = APIRouter()\n@r.get("/x")\ndef h(): ...\napp.include_router(r, prefix=f"/v{V}")\n`,
      ["GET /v2/x"],
    ],
    [
      "an environment variable with a fallback",
      `import os\n${head}r = APIRouter(prefix=os.getenv("PREFIX", "/api"))\n@r.get("/x")\ndef h(): ...\napp.include_router(r)\n`,
      ["GET /api/x"],
    ],
    [
      "a subclass of the router",
      `${head}class Own(APIRouter):\n    def __init__(self, name):\n        super().__init__(prefix="/" + name)\nr = Own("own")\n@r.get("/x")\ndef h(): ...\napp.include_router(r)\n`,
      ["GET /own/x"],
    ],
    [
      "mounted applications",
      `${head}sub = FastAPI()\n@sub.get("/x")\ndef h(): ...\napp.mount("/sub", sub)\n`,
      ["GET /sub/x"],
    ],
    [
      "routers in a dictionary",
      `${head}r = APIRouter()\n@r.get("/x")\ndef h(): ...\nALL = {"/one": r}\nfor prefix, router in ALL.items():\n    app.include_router(router, prefix=prefix)\n`,
      ["GET /one/x"],
    ],
    [
      "a decorator of its own between",
      `${head}def cached(f):\n    return f\n@app.get("/x")\n@cached\ndef h(): ...\n`,
      ["GET /x"],
    ],
    [
      "clients of other servers",
      `import httpx\n${head}client = httpx.Client()\nclient.get("/remote")\n@app.get("/own")\ndef h():\n    return client.get("/other")\n`,
      ["GET /own"],
    ],
    ["websockets, which are no requests", `${head}@app.websocket("/ws")\nasync def ws(s): ...\n`, []],
  ])("reads %s", (_what, text, expected) => {
    expect(pathsOf({ "main.py": text })).toEqual(expected);
  });

  it("follows packages, relative imports and names that a package passes on", () => {
    expect(
      pathsOf({
        "src/app/main.py":
          "from fastapi import FastAPI\nfrom app.api import router\napp = FastAPI()\napp.include_router(router, prefix='/api')\n",
        "src/app/__init__.py": "",
        "src/app/api/__init__.py": "from .v1 import *\n",
        "src/app/api/v1.py":
          "from fastapi import APIRouter\nfrom . import users\nrouter = APIRouter()\nrouter.include_router(users.router, prefix='/users')\n",
        "src/app/api/users.py":
          "from fastapi import APIRouter\nrouter = APIRouter()\n@router.get('/{user_id}')\ndef show(user_id: int): ...\n",
      }),
    ).toEqual(["GET /api/users/:user_id"]);
  });

  it("is less sure of routers that nothing mounts, and lists what it cannot resolve", () => {
    const project = withFastapi({
      "main.py": `import importlib\n${head}r = APIRouter()\n@r.get("/lost")\ndef h(): ...\n@app.get(PATH)\ndef g(): ...\napp.include_router(importlib.import_module(NAME).router)\n`,
    });

    const { routes, unresolved } = adapter.routes(project, applicationOf(project));

    expect(routes.map(({ path, confidence }) => [path, confidence])).toEqual([["/lost", 0.49]]);
    expect(unresolved.map(({ what, line }) => `${what} ${line}`)).toEqual([
      "GET with a path that is not known 7",
      "routes of a router that is not known: importlib.import_module.router 9",
    ]);
  });

  it.each([
    [
      "a scheme of FastAPI's own",
      "from fastapi.security import HTTPBearer\nb = HTTPBearer()\n@app.get('/x')\ndef h(c=Depends(b)): ...\n",
      true,
    ],
    [
      "a dependency that depends on one",
      "from fastapi.security import HTTPBearer\nb = HTTPBearer()\ndef who(c=Depends(b)): ...\ndef more(w=Depends(who)): ...\n@app.get('/x')\ndef h(c=Depends(more)): ...\n",
      true,
    ],
    [
      "one that also lets strangers pass",
      "from fastapi.security import HTTPBearer\nb = HTTPBearer(auto_error=False)\n@app.get('/x')\ndef h(c=Depends(b)): ...\n",
      false,
    ],
    ["a database session", "def get_db(): ...\n@app.get('/x')\ndef h(db=Depends(get_db)): ...\n", false],
    ["a dependency of the application", "", true],
  ])("knows whether %s asks for a login", (_what, text, expected) => {
    const application =
      text === ""
        ? 'def verify_token(): ...\napp = FastAPI(dependencies=[Depends(verify_token)])\n@app.get("/x")\ndef h(): ...\n'
        : text;
    const project = withFastapi({ "main.py": `${head}${application}` });

    const { routes } = adapter.routes(project, applicationOf(project));

    expect(routes.map(({ path, authenticated }) => [path, authenticated])).toEqual([["/x", expected]]);
  });
});
