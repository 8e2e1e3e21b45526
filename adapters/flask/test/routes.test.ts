import { describe, expect, it } from "vitest";
import adapter from "@backwright/adapter-flask";
import { applicationOf, fixture, pathsOf, withFlask } from "./fixtures.ts";

const head = "from flask import Flask, Blueprint\napp = Flask(__name__)\n";

describe("routes", () => {
  it("reads paths, handlers, guards and logins of blueprints that a factory registers", async () => {
    const project = await fixture("blueprints");

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
      ["POST /session", "begin", [], false, "shop/session.py:6"],
      ["PUT /session", "begin", [], false, "shop/session.py:6"],
      ["GET /api/orders/:order_id/", "show", ["jwt_required(optional)"], false, "shop/orders/views.py:17"],
      ["GET /api/orders/", "Orders", ["jwt_required"], true, "shop/orders/views.py:23"],
      ["POST /api/orders/", "Orders", ["jwt_required"], true, "shop/orders/views.py:23"],
    ]);
    expect(unresolved).toEqual([
      { what: "routes of a blueprint that is not known: load", file: "shop/__init__.py", line: 16 },
    ]);
  });

  it("reads namespaces and resources, with the prefix of the API", async () => {
    const project = await fixture("restx");

    expect(
      adapter
        .routes(project, applicationOf(project))
        .routes.map(({ method, path, handler }) => `${method} ${path} ${handler}`),
    ).toEqual([
      "GET /v1/users/ Users",
      "GET /v1/users/all Users",
      "GET /v1/users/:user_id User",
      "DELETE /v1/users/:user_id User",
    ]);
  });

  it.each([
    [
      "short decorators and converters",
      `${head}@app.get("/a/<path:rest>")\ndef a(rest): ...\n@app.route('/b/<regex("[a-z]+"):slug>')\ndef b(slug): ...\n`,
      ["GET /a/:rest", "GET /b/:slug"],
    ],
    [
      "what a function answers, without what Flask answers for it",
      `${head}@app.route("/a", methods=["OPTIONS", "GET", "HEAD"])\ndef a(): ...\n@app.route("/b", methods=["OPTIONS"])\ndef b(): ...\n`,
      ["GET /a", "OPTIONS /b"],
    ],
    [
      "blueprints in blueprints",
      `${head}outer, inner = Blueprint("o", __name__, url_prefix="/o"), Blueprint("i", __name__, url_prefix="/i")\n@inner.route("/x")\ndef x(): ...\nouter.register_blueprint(inner)\napp.register_blueprint(outer)\n`,
      ["GET /o/i/x"],
    ],
    [
      "a function that registers in a loop",
      `${head}def add(app, rules):\n    for path, view in rules:\n        app.add_url_rule(path, view_func=view, methods=["POST"])\ndef one(): ...\nadd(app, [("/one", one)])\n`,
      ["POST /one"],
    ],
    [
      "a function that takes the application",
      `${head}def init(application):\n    @application.route("/late")\n    def late(): ...\ninit(app)\n`,
      ["GET /late"],
    ],
    [
      "a subclass of Flask",
      `from flask import Flask\nclass Own(Flask):\n    def __init__(self):\n        super().__init__(__name__)\napp = Own()\n@app.route("/x")\ndef x(): ...\n`,
      ["GET /x"],
    ],
    [
      "resources of Flask-RESTful with several paths",
      `${head}from flask_restful import Api, Resource\napi = Api(app)\nclass A(Resource):\n    def get(self): ...\n    def put(self): ...\napi.add_resource(A, "/a", "/b")\n`,
      ["GET /a", "PUT /a", "GET /b", "PUT /b"],
    ],
    [
      "views behind a decorator",
      `${head}from flask.views import View\nfrom flask_login import login_required\nclass V(View):\n    methods = ["GET", "POST"]\n    def dispatch_request(self): ...\napp.add_url_rule("/v", view_func=login_required(V.as_view("v")))\n`,
      ["GET /v", "POST /v"],
    ],
    [
      "clients of other servers",
      `${head}import requests\nsession = requests.Session()\nsession.get("/remote")\n@app.get("/own")\ndef own(): ...\n`,
      ["GET /own"],
    ],
    [
      "another framework in the same folder",
      `${head}@app.route("/own")\ndef own(): ...\nfrom sanic import Sanic\nother = Sanic("x")\n@other.get("/other")\ndef o(): ...\n`,
      ["GET /own"],
    ],
  ])("reads %s", (_what, text, expected) => {
    expect(pathsOf({ "app.py": text })).toEqual(expected);
  });

  it("follows blueprints that are loaded from a folder", () => {
    expect(
      pathsOf({
        "app.py": `import importlib, os\n${head}folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "views")\nfor name in os.listdir(folder):\n    if name.endswith(".py"):\n        module = importlib.import_module("views." + name[:-3])\n        app.register_blueprint(getattr(module, "bp"))\n`,
        "views/a.py":
          'from flask import Blueprint\nbp = Blueprint("a", __name__, url_prefix="/a")\n@bp.get("/x")\ndef x(): ...\n',
      }),
    ).toEqual(["GET /a/x"]);
  });

  it("is less sure of blueprints that nothing registers, and lists what it cannot resolve", () => {
    const project = withFlask({
      "app.py": `${head}bp = Blueprint("x", __name__, url_prefix="/x")\n@bp.get("/lost")\ndef lost(): ...\n@app.get(PATH)\ndef g(): ...\n`,
    });

    const { routes, unresolved } = adapter.routes(project, applicationOf(project));

    expect(routes.map(({ path, confidence }) => [path, confidence])).toEqual([["/x/lost", 0.49]]);
    expect(unresolved).toEqual([{ what: "GET with a path that is not known: PATH", file: "app.py", line: 6 }]);
  });

  it.each([
    [
      "a function before every request that refuses",
      'def require_login():\n    if not session.get("user"):\n        abort(401)\n',
      true,
    ],
    ["one that only prepares", "def load_settings():\n    g.settings = {}\n", false],
  ])("takes %s as guard or not", (_what, text, expected) => {
    const project = withFlask({ "app.py": `${head}@app.before_request\n${text}@app.get("/x")\ndef x(): ...\n` });

    expect(adapter.routes(project, applicationOf(project)).routes.map(({ authenticated }) => authenticated)).toEqual([
      expected,
    ]);
  });
});
