import { describe, expect, it } from "vitest";
import { pathsOf } from "./fixtures.ts";

const head = "from flask import Blueprint, Flask\napp = Flask(__name__)\n";

describe("ways to register routes", () => {
  it.each([
    [
      "methods as a list, a tuple and a set",
      `${head}@app.route("/a", methods=["GET", "POST"])\ndef a(): ...\n@app.route("/b", methods=("PUT",))\ndef b(): ...\n@app.route("/c", methods={"DELETE"})\ndef c(): ...\n`,
      ["GET /a", "POST /a", "PUT /b", "DELETE /c"],
    ],
    [
      "several rules of one view",
      `${head}@app.route("/", defaults={"page": 1})\n@app.route("/<int:page>", strict_slashes=False)\ndef index(page): ...\n`,
      ["GET /", "GET /:page"],
    ],
    [
      "rules by position, and of views that are classes",
      `from flask.views import MethodView\n${head}def index(): ...\napp.add_url_rule("/", "index", index)\nclass Users(MethodView):\n    def get(self): ...\n    def post(self): ...\n    def delete(self, id): ...\nview = Users.as_view("users")\napp.add_url_rule("/users", view_func=view, methods=["GET", "POST"])\napp.add_url_rule("/users/<int:id>", view_func=view, methods=["DELETE"])\n`,
      ["GET /", "GET /users", "POST /users", "DELETE /users/:id"],
    ],
    [
      "no rule that only builds addresses",
      `${head}def a(): ...\napp.add_url_rule("/a", "a", a, build_only=False)\napp.add_url_rule("/b", "b", build_only=True)\n`,
      ["GET /a"],
    ],
    [
      "what a registration says instead of the blueprint",
      `${head}bp = Blueprint("x", __name__, url_prefix="/x")\n@bp.route("/a")\ndef a(): ...\napp.register_blueprint(bp, url_prefix="/y")\n`,
      ["GET /y/a"],
    ],
    [
      "a blueprint without a prefix, and one in a list",
      `${head}one, two = Blueprint("one", __name__), Blueprint("two", __name__, url_prefix="/two")\n@one.get("/a")\ndef a(): ...\n@two.post("/b")\ndef b(): ...\nfor bp in (one, two):\n    app.register_blueprint(bp)\n`,
      ["GET /a", "POST /two/b"],
    ],
    [
      "the methods of views of Flask-Classful",
      `from flask_classful import FlaskView, route\n${head}class QuotesView(FlaskView):\n    def index(self): ...\n    def get(self, id): ...\n    def post(self): ...\n    def random(self, kind, count=1): ...\n    @route("/all", methods=["DELETE"])\n    def clear(self): ...\n    def _own(self): ...\n    def before_request(self, name): ...\nQuotesView.register(app)\nclass Other(FlaskView):\n    route_base = "/"\n    def index(self): ...\nOther.register(app, route_prefix="/v1")\n`,
      [
        "GET /quotes/",
        "GET /quotes/:id",
        "POST /quotes/",
        "GET /quotes/random/:kind",
        "DELETE /quotes/all",
        "GET /v1/",
      ],
    ],
    [
      "resources under a blueprint and a prefix",
      `from flask_restful import Api, Resource\n${head}bp = Blueprint("api", __name__, url_prefix="/api")\napi = Api(bp, prefix="/v1")\nclass User(Resource):\n    def get(self, id): ...\n    def patch(self, id): ...\napi.add_resource(User, "/users/<string:id>", endpoint="user")\napp.register_blueprint(bp)\n`,
      ["GET /api/v1/users/:id", "PATCH /api/v1/users/:id"],
    ],
    [
      "an API that is bound later",
      `from flask_restful import Api, Resource\nfrom flask import Flask\napi = Api()\nclass A(Resource):\n    def get(self): ...\napi.add_resource(A, "/a")\ndef create_app():\n    app = Flask(__name__)\n    api.init_app(app)\n    return app\n`,
      ["GET /a"],
    ],
    [
      "namespaces of Flask-RESTX with a path of their own",
      `from flask_restx import Api, Namespace, Resource\n${head}ns = Namespace("cats", description="x")\n@ns.route("/<id>")\n@ns.response(404, "no")\nclass Cat(Resource):\n    @ns.doc("get_cat")\n    def get(self, id): ...\napi = Api(app, doc="/doc")\napi.add_namespace(ns, path="/animals")\n@api.route("/plain")\nclass Plain(Resource):\n    def get(self): ...\nother = api.namespace("dogs", description="y")\n@other.route("/")\nclass Dogs(Resource):\n    def post(self): ...\n`,
      ["GET /animals/:id", "GET /plain", "POST /dogs/"],
    ],
    [
      "blueprints of flask-smorest",
      `from flask.views import MethodView\nfrom flask_smorest import Api, Blueprint as Blp\n${head}api = Api(app)\nblp = Blp("pets", "pets", url_prefix="/pets", description="x")\n@blp.route("/")\nclass Pets(MethodView):\n    @blp.response(200)\n    def get(self): ...\n    @blp.arguments(object)\n    def post(self, data): ...\n@blp.route("/<pet_id>", methods=["GET"])\ndef one(pet_id): ...\napi.register_blueprint(blp)\n`,
      ["GET /pets/", "POST /pets/", "GET /pets/:pet_id"],
    ],
    [
      "a function inside a factory",
      `from flask import Flask\ndef create_app(config=None):\n    app = Flask(__name__, instance_relative_config=True)\n    @app.route("/hello")\n    def hello(): ...\n    app.add_url_rule("/", endpoint="index", view_func=hello)\n    return app\n`,
      ["GET /hello", "GET /"],
    ],
    [
      "error handlers and hooks, which are no routes",
      `${head}@app.errorhandler(404)\ndef missing(e): ...\n@app.before_request\ndef before(): ...\n@app.teardown_appcontext\ndef after(e): ...\n@app.cli.command("seed")\ndef seed(): ...\n@app.get("/own")\ndef own(): ...\n`,
      ["GET /own"],
    ],
    [
      "a class that holds the application",
      `from flask import Flask\nclass Server:\n    def __init__(self):\n        self.app = Flask(__name__)\n        self.app.add_url_rule("/a", view_func=self.a)\n        self._more()\n    def _more(self):\n        @self.app.route("/b", methods=["POST"])\n        def b(): ...\n    def a(self): ...\nserver = Server()\n`,
      ["GET /a", "POST /b"],
    ],
    [
      "blueprints in blueprints with prefixes of the registration",
      `${head}api, users = Blueprint("api", __name__), Blueprint("users", __name__)\n@users.put("/<uuid:id>")\ndef put(id): ...\napi.register_blueprint(users, url_prefix="/users")\napp.register_blueprint(api, url_prefix="/api")\n`,
      ["PUT /api/users/:id"],
    ],
  ])("reads %s", (_what, text, expected) => {
    expect(pathsOf({ "app.py": text }).toSorted()).toEqual(expected.toSorted());
  });

  it("follows views that are imported for what they register", () => {
    expect(
      pathsOf({
        "shop/__init__.py":
          "from flask import Flask\n\ndef create_app():\n    app = Flask(__name__)\n    with app.app_context():\n        from . import views\n        from .api import bp as api_bp\n        app.register_blueprint(api_bp, url_prefix='/api')\n        app.register_blueprint(views.bp)\n    return app\n",
        "shop/views.py":
          "from flask import Blueprint\nbp = Blueprint('v', __name__)\n@bp.route('/')\ndef home(): ...\n",
        "shop/api/__init__.py":
          "from flask import Blueprint\nbp = Blueprint('api', __name__)\nfrom . import users, errors\n",
        "shop/api/users.py":
          "from shop.api import bp\n@bp.route('/users/<int:id>', methods=['GET'])\ndef user(id): ...\n",
        "shop/api/errors.py": "from . import bp\n@bp.errorhandler(404)\ndef missing(e): ...\n",
        "wsgi.py": "from shop import create_app\napp = create_app()\n",
      }).toSorted(),
    ).toEqual(["GET /", "GET /api/users/:id"]);
  });
});
